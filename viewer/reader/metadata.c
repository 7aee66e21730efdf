#include "viewer/reader/metadata.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "viewer/reader/bytes.h"

enum {
	PACKET_MAGIC = 0x75d11d57,
	PACKET_HEADER_BYTES = 37,
	PACKET_UUID_OFFSET = 4,
	PACKET_UUID_BYTES = 16,
	PACKET_CHECKSUM_OFFSET = 20,
	PACKET_CONTENT_BITS_OFFSET = 24,
	PACKET_SIZE_BITS_OFFSET = 28,
	PACKET_SCHEMES_OFFSET = 32, /* compression, encryption, checksum; then the version */
};

/* No tracer writes more; a file of another kind with this name might be. */
static const off_t max_bytes = (off_t)256 << 20;

struct buffer {
	unsigned char *bytes; /* owned */
	size_t length;
};

static int read_file(struct buffer *out, const char *path)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int ret = 0;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &status) != 0)
		ret = -errno;
	else if (!S_ISREG(status.st_mode))
		ret = -EINVAL;
	else if (status.st_size > max_bytes)
		ret = -EFBIG;
	if (ret == 0) {
		*out = (struct buffer){ .bytes = malloc((size_t)status.st_size + 1) };
		if (!out->bytes)
			ret = -ENOMEM;
	}
	while (ret == 0 && out->length < (size_t)status.st_size) {
		ssize_t got =
			read(fd, out->bytes + out->length, (size_t)status.st_size - out->length);

		if (got < 0)
			ret = -errno;
		if (got <= 0)
			break;
		out->length += (size_t)got;
	}
	if (ret < 0 && out->bytes) {
		free(out->bytes);
		*out = (struct buffer){ 0 };
	}
	close(fd);
	return ret;
}

static bool is_usual(const unsigned char *packet, const unsigned char *uuid)
{
	static const unsigned char schemes_and_version[] = { 0, 0, 0, 1, 8 };

	return packet[PACKET_CONTENT_BITS_OFFSET] % 8 == 0 &&
	       packet[PACKET_SIZE_BITS_OFFSET] % 8 == 0 &&
	       bytes_get_32(packet + PACKET_CHECKSUM_OFFSET, false) == 0 &&
	       memcmp(packet + PACKET_UUID_OFFSET, uuid, PACKET_UUID_BYTES) == 0 &&
	       memcmp(packet + PACKET_SCHEMES_OFFSET, schemes_and_version,
		       sizeof(schemes_and_version)) == 0;
}

/* Moves the text of all whole packets to the front; tells how many bytes are no whole packet. */
static size_t unpack(struct metadata *metadata, unsigned char *uuid, struct buffer *file)
{
	bool is_swapped = bytes_get_32(file->bytes, false) != PACKET_MAGIC;
	size_t text = 0;
	size_t at = 0;
	size_t dropped;

	while (file->length - at >= PACKET_HEADER_BYTES) {
		const unsigned char *packet = file->bytes + at;
		size_t content = bytes_get_32(packet + PACKET_CONTENT_BITS_OFFSET, is_swapped) / 8;
		size_t size = bytes_get_32(packet + PACKET_SIZE_BITS_OFFSET, is_swapped) / 8;

		if (bytes_get_32(packet, is_swapped) != PACKET_MAGIC ||
			content < PACKET_HEADER_BYTES || content > size || size > file->length - at)
			break;
		if (at == 0)
			memcpy(uuid, packet + PACKET_UUID_OFFSET, PACKET_UUID_BYTES);
		metadata->is_odd = metadata->is_odd || !is_usual(packet, uuid);
		memmove(file->bytes + text, packet + PACKET_HEADER_BYTES,
			content - PACKET_HEADER_BYTES);
		text += content - PACKET_HEADER_BYTES;
		at += size;
	}
	dropped = file->length - at;
	file->length = text;
	return dropped;
}

/* Behind a comment or a string that begins here; `at` itself when none does. */
static size_t skip_quoted(const char *text, size_t length, size_t at)
{
	const char *end = NULL;

	if (text[at] == '"') {
		for (size_t i = at + 1; i < length; i++) {
			if (text[i] == '\\')
				i++;
			else if (text[i] == '"')
				return i + 1;
		}
		return length;
	}
	if (length - at < 2 || text[at] != '/')
		return at;
	if (text[at + 1] == '*') {
		end = memmem(text + at + 2, length - at - 2, "*/", 2);
		return end ? (size_t)(end - text) + 2 : length;
	}
	if (text[at + 1] == '/') {
		end = memchr(text + at, '\n', length - at);
		return end ? (size_t)(end - text) : length;
	}
	return at;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0';
}

/* Up to the last ';' outside all braces; all of it when nothing but blanks and comments follows. */
static size_t whole_declarations(const char *text, size_t length)
{
	size_t end = 0;
	size_t depth = 0;
	bool is_between = true;

	for (size_t at = 0; at < length;) {
		size_t next = skip_quoted(text, length, at);

		if (next != at) {
			is_between = is_between && text[at] == '/';
			at = next;
			continue;
		}
		is_between = is_between && is_blank(text[at]);
		if (text[at] == '{')
			depth++;
		else if (text[at] == '}' && depth > 0)
			depth--;
		at++;
		if (text[at - 1] == ';' && depth == 0) {
			end = at;
			is_between = true;
		}
	}
	return is_between ? length : end;
}

/* The text without blanks holds `part`. */
static bool holds(const char *packed, const char *part)
{
	return strstr(packed, part) != NULL;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, tolower((unsigned char)c)) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* From `uuid = "94e048fa-b648-..."` of the trace block. */
static void find_uuid(struct metadata *metadata, const char *packed)
{
	static const char before[] = "uuid=\"";
	const char *at = strstr(packed, "trace{");
	size_t count = 0;

	at = at ? strstr(at, before) : NULL;
	if (!at)
		return;
	for (at += strlen(before); count < sizeof(metadata->uuid); count++, at += 2) {
		int high;
		int low;

		at += *at == '-';
		high = hex_digit(at[0]);
		low = high < 0 ? -1 : hex_digit(at[1]);
		if (low < 0)
			return;
		metadata->uuid[count] = (unsigned char)(high << 4 | low);
	}
	metadata->has_uuid = true;
}

static int classify(struct metadata *metadata)
{
	char *packed = malloc(strlen(metadata->text) + 1);
	char *to = packed;

	if (!packed)
		return -ENOMEM;
	for (const char *from = metadata->text; *from; from++)
		if (!is_blank(*from))
			*to++ = *from;
	*to = '\0';

	metadata->has_magic = holds(packed, "packet.header:=struct{uint32_tmagic;");
	metadata->is_lttng =
		holds(packed, "packet.header:=struct{uint32_tmagic;uint8_tuuid[16];"
			      "uint32_tstream_id;uint64_tstream_instance_id;}") &&
		holds(packed, "structpacket_context{uint64_clock_monotonic_ttimestamp_begin;"
			      "uint64_clock_monotonic_ttimestamp_end;uint64_tcontent_size;"
			      "uint64_tpacket_size;");
	find_uuid(metadata, packed);
	free(packed);
	return 0;
}

int metadata_read(struct metadata *out, const char *path)
{
	struct metadata metadata = { 0 };
	unsigned char uuid[PACKET_UUID_BYTES];
	bool is_packetized = false;
	struct buffer file = { 0 };
	size_t length;
	int ret = read_file(&file, path);

	if (ret < 0)
		return ret;
	if (file.length == 0) {
		free(file.bytes);
		return METADATA_EMPTY;
	}
	if (file.length >= 4 && (bytes_get_32(file.bytes, false) == PACKET_MAGIC ||
					bytes_get_32(file.bytes, true) == PACKET_MAGIC))
		is_packetized = true;
	if (is_packetized)
		metadata.dropped_bytes = unpack(&metadata, uuid, &file);
	metadata.text = (char *)file.bytes;
	length = whole_declarations(metadata.text, file.length);
	if (metadata.dropped_bytes == 0)
		metadata.dropped_bytes = file.length - length;
	metadata.text[length] = '\0';
	if (strlen(metadata.text) != length)
		metadata.is_odd = true;

	ret = classify(&metadata);
	if (ret == 0 && is_packetized && length > 0 &&
		memcmp(uuid, metadata.uuid, sizeof(uuid)) != 0)
		metadata.is_odd = true;
	if (ret < 0)
		metadata_finish(&metadata);
	else
		*out = metadata;
	return ret;
}

void metadata_finish(struct metadata *metadata)
{
	free(metadata->text);
	*metadata = (struct metadata){ 0 };
}
