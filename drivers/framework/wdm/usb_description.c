#include "drivers/framework/wdm/usb_description.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/string.h"

void usb_description_finish(struct usb_description *description)
{
	free(description->configuration);
	for (size_t i = 0; i < USB_STRINGS; i++)
		free(description->strings[i]);
	for (size_t i = 0; i < description->answer_count; i++)
		free(description->answers[i].data);
	memset(description, 0, sizeof(*description));
}

static void *copy_bytes(const void *bytes, size_t size)
{
	void *copy = malloc(size ? size : 1);

	if (copy && size > 0)
		memcpy(copy, bytes, size);
	return copy;
}

static size_t string_size(PCWSTR text)
{
	return (io_string_length(text) + 1) * sizeof(WCHAR);
}

static bool copy_owned(struct usb_description *out, const struct usb_description *description)
{
	out->configuration =
		copy_bytes(description->configuration, description->configuration_length);
	if (!out->configuration)
		return false;
	for (size_t i = 0; i < USB_STRINGS; i++) {
		PCWSTR text = description->strings[i];

		out->strings[i] = text ? copy_bytes(text, string_size(text)) : NULL;
		if (text && !out->strings[i])
			return false;
	}
	for (; out->answer_count < description->answer_count; out->answer_count++) {
		struct usb_answer *answer = &out->answers[out->answer_count];

		*answer = description->answers[out->answer_count];
		answer->data = copy_bytes(answer->data, answer->length);
		if (!answer->data)
			return false;
	}
	return true;
}

bool usb_description_copy(struct usb_description *out, const struct usb_description *description)
{
	*out = (struct usb_description){ .speed = description->speed,
		.device = description->device,
		.configuration_length = description->configuration_length,
		.loop_count = description->loop_count };
	memcpy(out->loops, description->loops, sizeof(out->loops));
	if (copy_owned(out, description))
		return true;
	usb_description_finish(out);
	return false;
}

struct usb_answer *usb_description_find_answer(
	struct usb_description *description, UCHAR type, UCHAR request)
{
	for (size_t i = 0; i < description->answer_count; i++) {
		struct usb_answer *answer = &description->answers[i];

		if (answer->type == type && answer->request == request)
			return answer;
	}
	return NULL;
}

bool usb_description_set_answer(struct usb_description *description, UCHAR type, UCHAR request,
	const void *data, size_t length)
{
	struct usb_answer *answer = usb_description_find_answer(description, type, request);
	unsigned char *copy = copy_bytes(data, length);

	if (!copy || (!answer && description->answer_count == USB_ANSWERS_MAX)) {
		free(copy);
		return false;
	}
	if (!answer) {
		answer = &description->answers[description->answer_count++];
		*answer = (struct usb_answer){ .type = type, .request = request };
	}
	free(answer->data);
	answer->data = copy;
	answer->length = length;
	return true;
}
