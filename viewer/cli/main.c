#include "viewer/cli/command.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "viewer/cli/message.h"
#include "viewer/cli/options.h"

static const struct command *const commands[] = {
	&command_record,
	&command_check,
	&command_leaks,
	&command_objects,
	&command_init,
	&command_log,
};
enum {
	COMMAND_COUNT = sizeof(commands) / sizeof(commands[0])
};

static void print_help(void)
{
	puts("Usage: drvtrace COMMAND [OPTIONS] ...\n"
	     "\n"
	     "Says what a driver acquired and never released, how its objects lived, and where "
	     "its\n"
	     "initialisation spent its time, from a trace and nothing else.\n"
	     "\n"
	     "Commands:");
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		printf("  %-8s  %s\n", commands[i]->name, commands[i]->summary);
	puts("\n"
	     "  -h, --help     print this help\n"
	     "      --version  print the version\n"
	     "\n"
	     "'drvtrace COMMAND --help' and 'man drvtrace-COMMAND' tell more.");
}

static void print_command_help(const struct command *command)
{
	printf("Usage: drvtrace %s [OPTIONS] %s\n\n%s.\n\n", command->name, command->arguments,
		command->summary);
	options_print_help(command->groups);
	printf("\n%s\n", command->notes);
}

static int finish_help(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;

	message_error("cannot write to standard output");
	return EXIT_WRONG;
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static int run(const struct command *command, int count, char **arguments)
{
	struct options options;
	int result = options_parse(&options, command->name, command->groups, count, arguments);

	if (result == OPTIONS_HELP) {
		print_command_help(command);
		return finish_help();
	}
	if (result == OPTIONS_WRONG)
		return EXIT_WRONG;
	if (options.argument_count == 0) {
		message_usage(command->name, "%s is missing",
			command->groups & OPTIONS_RECORD ? "the command to run"
			: options.is_following           ? "the URL of a session"
							 : "a trace");
		return EXIT_WRONG;
	}
	return command->run(&options);
}

/*
 * Where whoever started us closed one of them, the next file that is opened, one of a recording, would
 * take its number, and what is printed would go there. To /dev/null, opened so, nothing can be printed.
 */
static void keep_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null", O_RDONLY); /* the lowest number that is free */
}

int main(int count, char **arguments)
{
	const struct command *command;

	keep_standard_files();
	if (count < 2) {
		message_usage(NULL, "a command is missing");
		return EXIT_WRONG;
	}
	if (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0) {
		print_help();
		return finish_help();
	}
	if (strcmp(arguments[1], "--version") == 0) {
		puts("drvtrace " DRVTRACE_VERSION);
		return finish_help();
	}

	command = find(arguments[1]);
	if (!command) {
		message_usage(NULL, "unknown %s '%s'",
			arguments[1][0] == '-' ? "option" : "command", arguments[1]);
		return EXIT_WRONG;
	}
	return run(command, count - 2, arguments + 2);
}
