/* A message made by hand, and its text. */
#pragma once

#include "viewer/model/event.h"
#include "viewer/model/message.h"

enum {
	ARGUMENT_MAX = 24
};

struct message {
	struct message_class class;
	struct message_parameter parameters[ARGUMENT_MAX];
	struct message_value values[ARGUMENT_MAX];
	struct event event;
};

/* Level ERROR, flag INIT, function DriverEntry, nonpnp.c:97, driver nonpnp, pid 0xa3c, tid 0xa3d. */
void message_init(struct message *message, const char *text);

void message_add_signed(struct message *message, uint8_t size_bytes, int64_t number);
void message_add_unsigned(struct message *message, uint8_t size_bytes, uint64_t number);
void message_add_real(struct message *message, double number);
void message_add_text(struct message *message, const char *text);
void message_add_bytes(struct message *message, const void *bytes, size_t size);

/* The text alone, and the whole line with UTC times; valid until the next call. */
const char *message_text(struct message *message);
const char *message_line(struct message *message, const char *prefix);
