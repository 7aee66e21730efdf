/* Files of the host's languages in which a line is a word and its arguments, and does something at once. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum {
	WORD_ARGUMENTS_MAX = 256,
};

struct word_line {
	const char *word;
	size_t count;
	const char *arguments[WORD_ARGUMENTS_MAX];
};

struct word {
	const char *name;
	const char *usage;
	size_t least;
	size_t most; /* WORD_ARGUMENTS_MAX at most */
	/* 0; -EINVAL, and what is wrong; -ENOMEM. */
	int (*run)(void *reader, const struct word_line *line, const char **wrong);
};

struct word_file {
	const char *path;
	unsigned int line; /* that was read last */
	bool is_wrong;     /* something is, which has been said on standard error */
};

/* Runs the word of each line, also after one that is wrong. 0 or -ENOMEM. */
int word_file_read(struct word_file *file, const struct word *words, size_t count, void *reader);

/* Says what is wrong where the file was read to. */
void word_file_refuse(struct word_file *file, const char *what, const char *text);
