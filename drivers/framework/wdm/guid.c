#include "drivers/framework/wdm/guid.h"

#include <stdio.h>
#include <string.h>

bool io_guid_read(GUID *out, const char *text)
{
	unsigned int data[11];
	int length = 0;
	bool has_brace = *text == '{';

	if (has_brace)
		text++;
	if (sscanf(text, "%8x-%4x-%4x-%2x%2x-%2x%2x%2x%2x%2x%2x%n", &data[0], &data[1], &data[2],
		    &data[3], &data[4], &data[5], &data[6], &data[7], &data[8], &data[9], &data[10],
		    &length) != 11 ||
		length != IO_GUID_LENGTH - 2 || strcmp(text + length, has_brace ? "}" : "") != 0)
		return false;
	out->Data1 = data[0];
	out->Data2 = (USHORT)data[1];
	out->Data3 = (USHORT)data[2];
	for (size_t i = 0; i < 8; i++)
		out->Data4[i] = (UCHAR)data[3 + i];
	return true;
}

void io_guid_write(WCHAR *out, const GUID *guid)
{
	const UCHAR *last = guid->Data4;
	char text[IO_GUID_LENGTH + 1];

	snprintf(text, sizeof(text), "{%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x}",
		guid->Data1, guid->Data2, guid->Data3, last[0], last[1], last[2], last[3], last[4],
		last[5], last[6], last[7]);
	for (size_t i = 0; i < IO_GUID_LENGTH; i++)
		out[i] = (unsigned char)text[i];
}
