/* One-line messages of the command to the user, on stderr. */
#pragma once

#define MESSAGE_FORMAT(text, first) __attribute__((format(printf, text, first)))

/* What could not be done: "drvtrace: text". */
void message_error(const char *format, ...) MESSAGE_FORMAT(1, 2);

/* What the user should know though all went well: the same form. */
void message_note(const char *format, ...) MESSAGE_FORMAT(1, 2);

/* A wrong call: "drvtrace COMMAND: text", and where the help is. `command` may be NULL. */
void message_usage(const char *command, const char *format, ...) MESSAGE_FORMAT(2, 3);
