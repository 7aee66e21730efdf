#include "drivers/framework/kmdf/pdo.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/framework/kmdf/device.h"
#include "drivers/framework/kmdf/handle.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/stop.h"

struct fx_device *fx_pdo_get(WDFDEVICE handle, const struct fx_call *call)
{
	struct fx_device *device = fx_device_get(handle, call);
	struct io_breach breach = { io_driver_calling(call->site), "invalid-handle", call->function,
		handle, call->site };

	if (!device->pdo)
		io_stop(&breach, "the WDFDEVICE with the handle %p is not a child of a bus",
			(void *)handle);
	return device;
}

static void destroy_texts(struct fx_pdo *pdo)
{
	while (pdo->texts) {
		struct fx_pdo_text *text = pdo->texts;

		pdo->texts = text->next;
		free(text->description);
		free(text->location);
		free(text);
	}
}

struct fx_pdo *fx_pdo_create(struct fx_device *parent)
{
	struct fx_pdo *pdo = calloc(1, sizeof(*pdo));

	if (pdo)
		pdo->parent = parent;
	return pdo;
}

void fx_pdo_destroy(struct fx_pdo *pdo)
{
	if (!pdo)
		return;
	destroy_texts(pdo);
	free(pdo->device_id);
	free(pdo->instance_id);
	free(pdo->container_id);
	free(pdo->hardware_ids);
	free(pdo->compatible_ids);
	free(pdo);
}

static PWSTR copy(PCUNICODE_STRING text)
{
	PWSTR characters = calloc(1, text->Length + sizeof(WCHAR));

	if (characters)
		memcpy(characters, text->Buffer, text->Length);
	return characters;
}

NTSTATUS fx_pdo_set_id(PWSTR *id, PCUNICODE_STRING text)
{
	PWSTR characters = copy(text);

	if (!characters)
		return STATUS_INSUFFICIENT_RESOURCES;
	free(*id);
	*id = characters;
	return STATUS_SUCCESS;
}

/* Without the last of the two NULs. */
static size_t length_of_ids(PCWSTR ids)
{
	size_t length = 0;

	while (ids && ids[length]) {
		while (ids[length])
			length++;
		length++;
	}
	return length;
}

NTSTATUS fx_pdo_add_id(PWSTR *ids, PCUNICODE_STRING text)
{
	size_t before = length_of_ids(*ids);
	size_t more = text->Length / sizeof(WCHAR);
	PWSTR characters = realloc(*ids, (before + more + 2) * sizeof(WCHAR));

	if (!characters)
		return STATUS_INSUFFICIENT_RESOURCES;
	memcpy(characters + before, text->Buffer, text->Length);
	characters[before + more] = L'\0';
	characters[before + more + 1] = L'\0';
	*ids = characters;
	return STATUS_SUCCESS;
}

NTSTATUS fx_pdo_add_text(
	struct fx_pdo *pdo, PCUNICODE_STRING description, PCUNICODE_STRING location, LCID locale)
{
	struct fx_pdo_text *text = calloc(1, sizeof(*text));

	if (!text)
		return STATUS_INSUFFICIENT_RESOURCES;
	text->locale = locale;
	text->description = copy(description);
	text->location = copy(location);
	text->next = pdo->texts;
	pdo->texts = text;
	if (text->description && text->location)
		return STATUS_SUCCESS;
	pdo->texts = text->next;
	free(text->description);
	free(text->location);
	free(text);
	return STATUS_INSUFFICIENT_RESOURCES;
}
