/*
 * WPP messages in a trace that is read natively: from the declaration of an event class with a
 * dictionary in its URI to a message class, with where its arguments are. What it makes of a
 * declaration is what decode_message.c makes of the same one as babeltrace2 has it.
 */
#pragma once

struct message_class;
struct tsdl_event;
struct tsdl_stream;

/* Positive when there are more sequences in it than anybody has. */
int native_message_create(struct message_class **out, const struct tsdl_event *event,
	const struct tsdl_stream *stream);
