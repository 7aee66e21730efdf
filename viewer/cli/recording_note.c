#include "viewer/cli/recording_note.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "viewer/report/escape.h"

/* Any argument gives valid JSON; bytes that are not UTF-8 become readable text. */
static void write_string(FILE *file, const char *text)
{
	char *clean = escape_text(text);

	fputc('"', file);
	for (const char *c = clean ? clean : ""; *c; c++) {
		if (*c == '"' || *c == '\\')
			fputc('\\', file);
		fputc(*c, file);
	}
	fputc('"', file);
	free(clean);
}

static void write_note(FILE *file, const struct recording_note *note)
{
	fputs("{\"schema\":\"drvtrace.recording/1\",\"command\":[", file);
	for (size_t i = 0; note->command[i]; i++) {
		fputs(i > 0 ? "," : "", file);
		write_string(file, note->command[i]);
	}
	fprintf(file, "],\"exit_status\":%d,\"signal\":%d",
		WIFEXITED(note->status) ? WEXITSTATUS(note->status) : 0,
		WIFSIGNALED(note->status) ? WTERMSIG(note->status) : 0);
	if (note->has_pids) {
		fputs(",\"running_pids\":[", file);
		for (size_t i = 0; i < note->pid_count; i++)
			fprintf(file, "%s%d", i > 0 ? "," : "", note->pids[i]);
		fputc(']', file);
	}
	fputs("}\n", file);
}

int recording_note_write(const struct recording_note *note, const char *folder)
{
	char path[PATH_MAX];
	bool is_written;
	FILE *file;

	if (snprintf(path, sizeof(path), "%s/drvtrace-recording.json", folder) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	file = fopen(path, "we");
	if (!file)
		return -errno;

	write_note(file, note);
	is_written = !ferror(file);
	return fclose(file) == 0 && is_written ? 0 : -EIO;
}
