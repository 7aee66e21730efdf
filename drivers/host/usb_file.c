#include "drivers/host/usb_file.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/usb_description.h"
#include "drivers/host/registry_text.h"
#include "drivers/host/scenario_private.h"
#include "drivers/host/word_file.h"

enum {
	CONFIGURATION_MAX = 65535,
};

struct reader {
	struct usb_description *out;
	size_t interface; /* where the last one is in the configuration; 0: there is none */
	bool is_raw;      /* the configuration was given as a whole */
};

/* The argument at `place`, or 0 when there is none; false when it is no number up to `most`. */
static bool number_at(uint64_t *out, const struct word_line *line, size_t place, uint64_t most,
	const char **wrong)
{
	*out = 0;
	*wrong = "a number is missing, or too large";
	return place >= line->count ||
	       (scenario_number(out, line->arguments[place]) && *out <= most);
}

/* So many of them, from `first` on, each a byte. */
static bool bytes_at(unsigned char *out, size_t count, const struct word_line *line, size_t first,
	const char **wrong)
{
	uint64_t number;

	for (size_t i = 0; i < count; i++) {
		if (!number_at(&number, line, first + i, UINT8_MAX, wrong))
			return false;
		out[i] = (unsigned char)number;
	}
	return true;
}

static int append(
	struct reader *reader, const unsigned char *bytes, size_t length, const char **wrong)
{
	struct usb_description *out = reader->out;
	unsigned char *grown;

	*wrong = "the configuration is given as a whole";
	if (reader->is_raw)
		return -EINVAL;
	*wrong = "the configuration is too long";
	if (out->configuration_length + length > CONFIGURATION_MAX)
		return -EINVAL;
	grown = realloc(out->configuration, out->configuration_length + length);
	if (!grown)
		return -ENOMEM;
	memcpy(grown + out->configuration_length, bytes, length);
	out->configuration = grown;
	out->configuration_length += length;
	grown[2] = (unsigned char)out->configuration_length;
	grown[3] = (unsigned char)(out->configuration_length >> 8);
	return 0;
}

static int run_speed(void *context, const struct word_line *line, const char **wrong)
{
	static const char *const names[] = { "low", "full", "high", "super" };
	struct reader *reader = context;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(line->arguments[0], names[i]) == 0) {
			reader->out->speed = (USB_DEVICE_SPEED)i;
			return 0;
		}
	}
	*wrong = "a speed is low, full, high or super";
	return -EINVAL;
}

static int run_device(void *context, const struct word_line *line, const char **wrong)
{
	struct reader *reader = context;
	USB_DEVICE_DESCRIPTOR *device = &reader->out->device;
	unsigned char class[3];
	uint64_t vendor;
	uint64_t product;

	if (!number_at(&vendor, line, 0, UINT16_MAX, wrong) ||
		!number_at(&product, line, 1, UINT16_MAX, wrong) ||
		!bytes_at(class, 3, line, 2, wrong))
		return -EINVAL;
	device->idVendor = (USHORT)vendor;
	device->idProduct = (USHORT)product;
	device->bDeviceClass = class[0];
	device->bDeviceSubClass = class[1];
	device->bDeviceProtocol = class[2];
	return 0;
}

static int run_string(void *context, const struct word_line *line, const char **wrong)
{
	struct reader *reader = context;
	struct usb_description *out = reader->out;
	size_t length = 0;
	uint64_t index;
	PWSTR text = NULL;
	int result;

	if (!number_at(&index, line, 0, UINT8_MAX, wrong))
		return -EINVAL;
	*wrong = "index 0 is that of the languages";
	if (index == 0)
		return -EINVAL;
	*wrong = "that is not UTF-8, or too long";
	result = registry_text_append(&text, &length, line->arguments[1]);
	if (result == 0 && length - 1 > 126)
		result = -EINVAL;
	if (result < 0) {
		free(text);
		return result;
	}
	free(out->strings[index]);
	out->strings[index] = text;
	return 0;
}

/* Which strings say who made it, what it is, and which one it is. */
static int run_names(void *context, const struct word_line *line, const char **wrong)
{
	struct reader *reader = context;
	unsigned char names[3];

	if (!bytes_at(names, 3, line, 0, wrong))
		return -EINVAL;
	reader->out->device.iManufacturer = names[0];
	reader->out->device.iProduct = names[1];
	reader->out->device.iSerialNumber = names[2];
	return 0;
}

static int run_configuration(void *context, const struct word_line *line, const char **wrong)
{
	struct reader *reader = context;
	unsigned char bytes[] = { 9, USB_CONFIGURATION_DESCRIPTOR_TYPE, 9, 0, 0, 1, 0,
		USB_CONFIG_BUS_POWERED, 50 };

	*wrong = "it is self-powered, or remote-wakeup";
	for (size_t i = 0; i < line->count; i++) {
		if (strcmp(line->arguments[i], "self-powered") == 0)
			bytes[7] |= USB_CONFIG_SELF_POWERED;
		else if (strcmp(line->arguments[i], "remote-wakeup") == 0)
			bytes[7] |= USB_CONFIG_REMOTE_WAKEUP;
		else
			return -EINVAL;
	}
	*wrong = "there is one already";
	if (reader->out->configuration)
		return -EINVAL;
	return append(reader, bytes, sizeof(bytes), wrong);
}

static bool has_configuration(const struct reader *reader, const char **wrong)
{
	*wrong = "there is no configuration before it";
	return reader->out->configuration != NULL;
}

/* How many interfaces there are is how many different numbers they have. */
static bool is_new_interface(const struct reader *reader, unsigned char number)
{
	const struct usb_description *out = reader->out;

	for (size_t i = 0; i + 3 <= out->configuration_length && out->configuration[i] > 0;
		i += out->configuration[i]) {
		if (out->configuration[i + 1] == USB_INTERFACE_DESCRIPTOR_TYPE &&
			out->configuration[i + 2] == number)
			return false;
	}
	return true;
}

static int run_interface(void *context, const struct word_line *line, const char **wrong)
{
	struct reader *reader = context;
	unsigned char bytes[] = { 9, USB_INTERFACE_DESCRIPTOR_TYPE, 0, 0, 0, 0, 0, 0, 0 };
	size_t place = reader->out->configuration_length;
	bool is_new;
	int result;

	if (!has_configuration(reader, wrong) || !bytes_at(&bytes[2], 2, line, 0, wrong) ||
		!bytes_at(&bytes[5], 3, line, 2, wrong))
		return -EINVAL;
	is_new = is_new_interface(reader, bytes[2]);
	result = append(reader, bytes, sizeof(bytes), wrong);
	if (result == 0) {
		reader->interface = place;
		reader->out->configuration[4] += is_new;
	}
	return result;
}

static bool type_at(unsigned char *out, const char *text, const char **wrong)
{
	static const char *const names[] = { "control", "isochronous", "bulk", "interrupt" };

	*wrong = "an endpoint is control, isochronous, bulk or interrupt";
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(text, names[i]) == 0) {
			*out = (unsigned char)i;
			return true;
		}
	}
	return false;
}

static int run_endpoint(void *context, const struct word_line *line, const char **wrong)
{
	struct reader *reader = context;
	unsigned char bytes[] = { 7, USB_ENDPOINT_DESCRIPTOR_TYPE, 0, 0, 0, 0, 0 };
	uint64_t packet;
	int result;

	if (!bytes_at(&bytes[2], 1, line, 0, wrong) ||
		!type_at(&bytes[3], line->arguments[1], wrong) ||
		!number_at(&packet, line, 2, UINT16_MAX, wrong) ||
		!bytes_at(&bytes[6], 1, line, 3, wrong))
		return -EINVAL;
	*wrong = "there is no interface before it";
	if (reader->interface == 0)
		return -EINVAL;
	bytes[4] = (unsigned char)packet;
	bytes[5] = (unsigned char)(packet >> 8);
	result = append(reader, bytes, sizeof(bytes), wrong);
	if (result == 0)
		reader->out->configuration[reader->interface + 4]++;
	return result;
}

static bool data_at(unsigned char **bytes, size_t *length, const struct word_line *line,
	size_t place, const char **wrong)
{
	*wrong = "after hex: there are two digits for each byte, in lower case";
	return scenario_read_data(bytes, length, line->arguments[place]);
}

static int run_descriptor(void *context, const struct word_line *line, const char **wrong)
{
	struct reader *reader = context;
	unsigned char *bytes;
	size_t length;
	int result;

	if (!has_configuration(reader, wrong) || !data_at(&bytes, &length, line, 0, wrong))
		return -EINVAL;
	result = append(reader, bytes, length, wrong);
	free(bytes);
	return result;
}

/* Whatever is wrong in it is there for the drivers. */
static int run_raw(void *context, const struct word_line *line, const char **wrong)
{
	struct reader *reader = context;

	*wrong = "there is a configuration already";
	if (reader->out->configuration)
		return -EINVAL;
	if (!data_at(&reader->out->configuration, &reader->out->configuration_length, line, 0,
		    wrong))
		return -EINVAL;
	reader->is_raw = true;
	return 0;
}

static bool is_endpoint(uint64_t address, unsigned int direction)
{
	return (address & USB_ENDPOINT_ADDRESS_MASK) != 0 && (address & 0xf0u) == direction;
}

static int run_loop(void *context, const struct word_line *line, const char **wrong)
{
	struct reader *reader = context;
	struct usb_description *out = reader->out;
	unsigned char ends[2];
	uint64_t room;

	if (!bytes_at(ends, 2, line, 0, wrong) || !number_at(&room, line, 2, UINT32_MAX, wrong))
		return -EINVAL;
	*wrong = "it goes from an endpoint such as 0x06 to one such as 0x88";
	if (!is_endpoint(ends[0], 0) || !is_endpoint(ends[1], USB_ENDPOINT_DIRECTION_MASK))
		return -EINVAL;
	*wrong = "there are too many";
	if (out->loop_count == USB_LOOPS_MAX)
		return -EINVAL;
	out->loops[out->loop_count++] =
		(struct usb_loop){ ends[0], ends[1], line->count > 2 ? room : 65536 };
	return 0;
}

static int run_answer(void *context, const struct word_line *line, const char **wrong)
{
	struct reader *reader = context;
	unsigned char key[2];
	unsigned char *bytes;
	size_t length;
	bool is_set;

	if (!bytes_at(key, 2, line, 0, wrong))
		return -EINVAL;
	*wrong = "a request that is answered has bit 7 of its type";
	if (!(key[0] & 0x80))
		return -EINVAL;
	if (!data_at(&bytes, &length, line, 2, wrong))
		return -EINVAL;
	is_set = usb_description_set_answer(reader->out, key[0], key[1], bytes, length);
	free(bytes);
	*wrong = "there are too many";
	return is_set ? 0 : -EINVAL;
}

static int run_accept(void *context, const struct word_line *line, const char **wrong)
{
	struct reader *reader = context;
	struct usb_answer *answer;
	unsigned char key[3];

	if (!bytes_at(key, 3, line, 0, wrong))
		return -EINVAL;
	*wrong = "a request that is accepted has no bit 7 of its type";
	if (key[0] & 0x80)
		return -EINVAL;
	*wrong = "there are too many";
	if (!usb_description_set_answer(reader->out, key[0], key[1], "", 0))
		return -EINVAL;
	answer = usb_description_find_answer(reader->out, key[0], key[1]);
	answer->changes = line->count > 2;
	answer->changed = key[2];
	return 0;
}

static const struct word words[] = {
	{ "speed", "speed low|full|high|super", 1, 1, run_speed },
	{ "device", "device VENDOR PRODUCT [CLASS [SUBCLASS [PROTOCOL]]]", 2, 5, run_device },
	{ "string", "string INDEX TEXT", 2, 2, run_string },
	{ "names", "names MANUFACTURER PRODUCT [SERIAL]", 2, 3, run_names },
	{ "configuration", "configuration [self-powered] [remote-wakeup]", 0, 2,
		run_configuration },
	{ "raw-configuration", "raw-configuration DATA", 1, 1, run_raw },
	{ "interface", "interface NUMBER SETTING [CLASS [SUBCLASS [PROTOCOL]]]", 2, 5,
		run_interface },
	{ "endpoint", "endpoint ADDRESS control|isochronous|bulk|interrupt PACKET [INTERVAL]", 3, 4,
		run_endpoint },
	{ "descriptor", "descriptor DATA", 1, 1, run_descriptor },
	{ "loop", "loop OUT IN [ROOM]", 2, 3, run_loop },
	{ "answer", "answer TYPE REQUEST DATA", 3, 3, run_answer },
	{ "accept", "accept TYPE REQUEST [ANSWER]", 2, 3, run_accept },
};

static int read_file(struct word_file *file, struct reader *reader)
{
	int result = word_file_read(file, words, sizeof(words) / sizeof(words[0]), reader);

	if (result < 0)
		return result;
	if (!file->is_wrong && reader->out->device.idVendor == 0)
		word_file_refuse(file, "missing", "device VENDOR PRODUCT");
	if (!file->is_wrong && !reader->out->configuration)
		word_file_refuse(file, "missing", "a configuration");
	return file->is_wrong ? -EINVAL : 0;
}

int usb_file_read(struct usb_description *out, const char *path)
{
	struct word_file file = { .path = path };
	struct reader reader = { .out = out };
	int result;

	*out = (struct usb_description){ .speed = UsbFullSpeed,
		.device = { .bLength = sizeof(out->device),
			.bDescriptorType = USB_DEVICE_DESCRIPTOR_TYPE,
			.bcdUSB = 0x200,
			.bMaxPacketSize0 = 64,
			.bNumConfigurations = 1 } };
	result = read_file(&file, &reader);
	if (result < 0)
		usb_description_finish(out);
	return result;
}
