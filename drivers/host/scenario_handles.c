/* The words of scenarios that are about handles and requests. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/file.h"
#include "drivers/framework/wdm/pnp.h"
#include "drivers/host/scenario_private.h"

struct handle {
	const char *name; /* borrowed from the scenario */
	struct io_file *file;
	const struct ps_process *process; /* whose it is */
	unsigned int users;               /* steps that are about it, of several threads */
	struct handle *next;
};

struct data {
	unsigned char *bytes; /* owned */
	size_t length;
};

enum {
	PATTERN_MAX = 1024 * 1024, /* bytes */
};

static struct handle *handles;                           /* owned; the newest first */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of the handles, and of their users */
static pthread_cond_t unused = PTHREAD_COND_INITIALIZER;

static struct handle **find_locked(const char *name)
{
	struct handle **link = &handles;

	while (*link && strcmp((*link)->name, name) != 0)
		link = &(*link)->next;
	return link;
}

bool scenario_number(uint64_t *out, const char *text)
{
	bool is_hex = strncmp(text, "0x", 2) == 0;
	char *end = NULL;

	errno = 0;
	if (*text >= '0' && *text <= '9')
		*out = strtoull(text, &end, is_hex ? 16 : 10);
	return end && *end == '\0' && errno == 0;
}

static int digit(char character)
{
	const char *const digits = "0123456789abcdef";
	const char *found = character ? strchr(digits, character) : NULL;

	return found ? (int)(found - digits) : -1;
}

/* So many bytes that count up. */
static bool read_pattern(struct data *out, const char *text)
{
	uint64_t length;

	if (!scenario_number(&length, text) || length == 0 || length > PATTERN_MAX)
		return false;
	out->bytes = malloc(length);
	out->length = length;
	for (size_t i = 0; out->bytes && i < length; i++)
		out->bytes[i] = (unsigned char)i;
	return out->bytes != NULL;
}

/*
 * Two digits, or <NAME>: the 8 bytes of an event's handle, 0 where there is none. How much of the text
 * that is; 0 when it is wrong.
 */
static size_t read_hex(struct data *out, const char *text)
{
	const char *end = strchr(text, '>');
	uint64_t number = 0;
	int high = digit(text[0]);
	int low = high < 0 ? -1 : digit(text[1]);

	if (high >= 0 && low >= 0) {
		out->bytes[out->length++] = (unsigned char)(high * 16 + low);
		return 2;
	}
	if (text[0] != '<' || !end)
		return 0;
	scenario_event_number(&number, text + 1, (size_t)(end - text) - 1);
	memcpy(&out->bytes[out->length], &number, sizeof(number));
	out->length += sizeof(number);
	return (size_t)(end - text) + 1;
}

/* "hex:" and digits, "pattern:" and a length, or the text itself. False when it is wrong. */
static bool read_data(struct data *out, const char *text)
{
	bool is_hex = strncmp(text, "hex:", 4) == 0;
	size_t length = strlen(text);

	if (strncmp(text, "pattern:", 8) == 0)
		return read_pattern(out, text + 8);
	/* Of the shortest name, three characters, the handle has eight bytes. */
	out->bytes = malloc(length * sizeof(uint64_t) + 1);
	out->length = length;
	if (!out->bytes)
		return false;
	memcpy(out->bytes, text, length);
	if (!is_hex)
		return true;

	out->length = 0;
	text += 4;
	while (*text) {
		size_t read = read_hex(out, text);

		if (read == 0) {
			free(out->bytes);
			return false;
		}
		text += read;
	}
	return true;
}

bool scenario_read_data(unsigned char **bytes, size_t *length, const char *text)
{
	struct data data;

	if (!read_data(&data, text))
		return false;
	*bytes = data.bytes;
	*length = data.length;
	return true;
}

static const char *check_number(const char *text, uint64_t most)
{
	uint64_t number;

	if (!scenario_number(&number, text))
		return "it is not a number";
	return number > most ? "the number is too large" : NULL;
}

const char *scenario_check_data(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	struct data data;

	(void)scenario;
	if (!read_data(&data, step->arguments[place]))
		return "after hex: there are two digits for each byte, in lower case; after "
		       "pattern: there is a length";
	free(data.bytes);
	return NULL;
}

const char *scenario_check_open(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	const char *path = step->arguments[1];

	(void)scenario;
	if (place == 0 || *path == '\\' || strncmp(path, "interface:", 10) == 0)
		return NULL;
	return "a path begins with \\ or with interface:";
}

const char *scenario_check_handle(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	for (size_t i = 0; place == 0 && i < scenario->count; i++) {
		const struct scenario_step *earlier = &scenario->steps[i];

		if (strcmp(earlier->word->name, "open") == 0 &&
			strcmp(earlier->arguments[0], step->arguments[0]) == 0)
			return NULL;
	}
	return place == 0 ? "no step before it opens that handle" : NULL;
}

const char *scenario_check_read(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	if (place == 0)
		return scenario_check_handle(scenario, step, place);
	return check_number(step->arguments[place], place == 1 ? INT32_MAX : INT64_MAX);
}

const char *scenario_check_write(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	if (place == 1)
		return scenario_check_data(scenario, step, place);
	return scenario_check_read(scenario, step, place);
}

const char *scenario_check_ioctl(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	if (place == 0)
		return scenario_check_handle(scenario, step, place);
	if (place == 2)
		return scenario_check_data(scenario, step, place);
	return check_number(step->arguments[place], place == 1 ? UINT32_MAX : INT32_MAX);
}

/* False when there is one of that name. */
static bool enter(struct handle *handle)
{
	bool is_new;

	pthread_mutex_lock(&lock);
	is_new = !*find_locked(handle->name);
	if (is_new) {
		handle->next = handles;
		handles = handle;
	}
	pthread_mutex_unlock(&lock);
	return is_new;
}

static NTSTATUS open(struct handle *handle, const char *name, const char *path)
{
	char resolved[1024];
	NTSTATUS status;

	handle->name = name;
	handle->process = scenario_process();
	status = scenario_resolve_path(resolved, sizeof(resolved), path);
	if (NT_SUCCESS(status))
		status = io_file_open_in(&handle->file, resolved, scenario_process());
	if (!NT_SUCCESS(status))
		return status;
	if (enter(handle))
		return status;
	io_file_close(handle->file);
	return STATUS_OBJECT_NAME_COLLISION;
}

int scenario_run_open(struct scenario_moment *moment)
{
	const char *const *arguments = moment->step->arguments;
	struct handle *handle = calloc(1, sizeof(*handle));
	bool is_there;

	if (!handle)
		return -ENOMEM;
	pthread_mutex_lock(&lock);
	is_there = *find_locked(arguments[0]) != NULL;
	pthread_mutex_unlock(&lock);
	moment->status =
		is_there ? STATUS_OBJECT_NAME_COLLISION : open(handle, arguments[0], arguments[1]);
	if (!NT_SUCCESS(moment->status))
		free(handle);
	return 0;
}

/* The handle of a step, which stays until leave(); NULL when it is not open, which has been said. */
static struct handle *use(struct scenario_moment *moment)
{
	struct handle *handle;

	pthread_mutex_lock(&lock);
	handle = *find_locked(moment->step->arguments[0]);
	if (handle)
		handle->users++;
	pthread_mutex_unlock(&lock);
	if (!handle) {
		scenario_say(moment->scenario, moment->step->line, "%s is not open",
			moment->step->arguments[0]);
		moment->status = STATUS_INVALID_HANDLE;
		return NULL;
	}
	if (!moment->is_thread) {
		moment->file = handle->file;
		moment->answer = NULL;
	}
	return handle;
}

static void leave(struct handle *handle)
{
	pthread_mutex_lock(&lock);
	if (--handle->users == 0)
		pthread_cond_broadcast(&unused);
	pthread_mutex_unlock(&lock);
}

/* Sends what the step says, with the data of its argument at `data_place` as input. */
static int send(struct scenario_moment *moment, struct io_file_request *request, size_t data_place)
{
	const struct scenario_step *step = moment->step;
	bool is_async = strncmp(step->word->name, "async-", 6) == 0;
	struct data data = { NULL, 0 };
	struct handle *handle = use(moment);
	int result = 0;

	if (!handle)
		return 0;
	if (data_place && step->count > data_place &&
		!read_data(&data, step->arguments[data_place])) {
		leave(handle);
		return -ENOMEM;
	}
	request->input = data.bytes;
	request->input_length = (ULONG)data.length;
	if (moment->is_thread) {
		result = scenario_call(moment, handle->file, request, data.bytes);
	} else {
		moment->status = io_file_send(handle->file, request, is_async);
		free(data.bytes);
	}
	leave(handle);
	return result;
}

/* An argument that was checked; 0 when it is not there. */
static uint64_t number_at(const struct scenario_step *step, size_t place)
{
	uint64_t number = 0;

	if (place < step->count)
		scenario_number(&number, step->arguments[place]);
	return number;
}

int scenario_run_read(struct scenario_moment *moment)
{
	struct io_file_request request = { .major = IRP_MJ_READ,
		.output_length = (ULONG)number_at(moment->step, 1),
		.offset = (LONGLONG)number_at(moment->step, 2) };

	return send(moment, &request, 0);
}

int scenario_run_write(struct scenario_moment *moment)
{
	struct io_file_request request = { .major = IRP_MJ_WRITE,
		.offset = (LONGLONG)number_at(moment->step, 2) };

	return send(moment, &request, 1);
}

int scenario_run_ioctl(struct scenario_moment *moment)
{
	struct io_file_request request = { .major = IRP_MJ_DEVICE_CONTROL,
		.code = (ULONG)number_at(moment->step, 1),
		.output_length = (ULONG)number_at(moment->step, 3) };

	return send(moment, &request, 2);
}

int scenario_run_wait(struct scenario_moment *moment)
{
	struct handle *handle = use(moment);

	if (!handle)
		return 0;
	moment->status = io_file_wait(handle->file);
	leave(handle);
	return 0;
}

/* Of the scenario's own requests, and of those of its threads. */
int scenario_run_cancel(struct scenario_moment *moment)
{
	struct handle *handle = use(moment);
	NTSTATUS status;

	if (!handle)
		return 0;
	status = io_file_cancel_started(handle->file, NULL);
	moment->status = moment->is_thread ? STATUS_NOT_FOUND : io_file_cancel(handle->file);
	if (moment->status == STATUS_NOT_FOUND)
		moment->status = status;
	leave(handle);
	return 0;
}

/* Taken out of the list, by the one who closes it. */
static struct handle *take(const char *name)
{
	struct handle **link;
	struct handle *handle;

	pthread_mutex_lock(&lock);
	link = find_locked(name);
	handle = *link;
	if (handle)
		*link = handle->next;
	pthread_mutex_unlock(&lock);
	return handle;
}

/* Those who are in a request with it are let go by the cleanup. */
static void close_taken(struct handle *handle)
{
	io_file_close_handle(handle->file);
	pthread_mutex_lock(&lock);
	while (handle->users > 0)
		pthread_cond_wait(&unused, &lock);
	pthread_mutex_unlock(&lock);
	io_file_close_object(handle->file);
	io_pnp_host_handle_closed();
	free(handle);
}

int scenario_run_close(struct scenario_moment *moment)
{
	struct handle *handle = use(moment);

	if (!handle)
		return 0;
	leave(handle);
	handle = take(moment->step->arguments[0]);
	moment->file = NULL;
	moment->status = handle ? STATUS_SUCCESS : STATUS_INVALID_HANDLE;
	if (handle)
		close_taken(handle);
	return 0;
}

int scenario_run_expect_data(struct scenario_moment *moment)
{
	const void *found = NULL;
	size_t length = 0;
	struct data data;

	if (moment->answer) {
		found = moment->answer;
		length = moment->answer_length;
	} else if (moment->file) {
		found = io_file_output(moment->file, &length);
	}
	if (!read_data(&data, moment->step->arguments[0]))
		return -ENOMEM;
	if (data.length != length || (length > 0 && memcmp(data.bytes, found, length) != 0)) {
		scenario_say(moment->scenario, moment->step->line,
			"expected %zu other bytes, %zu were read", data.length, length);
		moment->is_unexpected = true;
	}
	free(data.bytes);
	return 0;
}

static void close_handle(struct handle **link)
{
	struct handle *handle = *link;

	*link = handle->next;
	io_file_cancel(handle->file);
	io_file_close(handle->file);
	io_pnp_host_handle_closed();
	free(handle);
}

void scenario_close_handles_of(const struct ps_process *process)
{
	struct handle **link = &handles;

	while (*link) {
		if ((*link)->process == process)
			close_handle(link);
		else
			link = &(*link)->next;
	}
}

void scenario_close_handles(void)
{
	while (handles)
		close_handle(&handles);
	scenario_end_processes();
}
