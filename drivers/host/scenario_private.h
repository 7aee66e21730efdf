/* What the reader, the words and the run of a scenario share, and nobody else. */
#pragma once

#include <ntdef.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers/host/scenario.h"

struct io_driver;
struct io_file;
struct io_file_request;
struct ps_process;

enum {
	SCENARIO_ARGUMENTS_MAX = 15,
};

struct scenario_step {
	unsigned int line;
	size_t end; /* of a block: the number of the step that ends it; 0: it is no block */
	const struct scenario_word *word;
	size_t count;
	char *text; /* owned: the line that the arguments are cut out of */
	const char *arguments[SCENARIO_ARGUMENTS_MAX];
};

struct scenario {
	const struct options *options;
	size_t open_block; /* while it is read: the number after that of the step; 0: none */
	struct scenario_step *steps; /* owned */
	size_t count;
};

/* The moment in a run: what the last step came to. */
struct scenario_moment {
	const struct scenario *scenario;
	const struct scenario_step *step;
	NTSTATUS status;
	const struct io_file *file; /* that was read from last; NULL when it is closed */
	const void *answer;         /* of WMI, when that was asked last; NULL: it was not */
	size_t answer_length;
	bool is_unexpected; /* an `expect` was disappointed */
	bool is_thread;     /* of a thread of the scenario's; what it has read last is its answer */
	unsigned char *output; /* owned: the answer of a thread's request */
};

struct scenario_word {
	const char *name;
	const char *usage;
	size_t least; /* arguments */
	size_t most;
	/* NULL, or what is wrong with the argument at `place`. */
	const char *(*check)(
		const struct scenario *scenario, const struct scenario_step *step, size_t place);
	/* Does the step. 0, or what ends the run: an enum cycle_condition, -ENOMEM. */
	int (*run)(struct scenario_moment *moment);
};

/* Does steps from `begin` on, up to `end`. What word->run() returns. */
int scenario_run_steps(struct scenario_moment *moment, size_t begin, size_t end);

/* The words that are about threads, in scenario_threads.c. */
const char *scenario_check_thread(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_join(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
int scenario_run_thread(struct scenario_moment *moment);
int scenario_run_join(struct scenario_moment *moment);
int scenario_run_end(struct scenario_moment *moment);

/* Waits for those that have not been waited for. What scenario_run_steps() returned last, unless 0. */
int scenario_join_all(struct scenario_moment *moment);

/* What is wrong with a step in the block, or between the threads, that it is read into; NULL: nothing. */
const char *scenario_check_place(const struct scenario *scenario, const struct scenario_step *step);

/* A request of a thread's: waits for it. `input` is owned from here on. 0 or -ENOMEM. */
int scenario_call(struct scenario_moment *moment, struct io_file *file,
	struct io_file_request *request, unsigned char *input);

/* NULL when there is no such word. */
const struct scenario_word *scenario_word_find(const char *name);

/* The path of a driver of the command line; NULL when it has none of that name. */
const char *scenario_driver_path(const struct scenario *scenario, const char *name);

/* Says something about the line on standard error. */
void scenario_say(const struct scenario *scenario, unsigned int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* A driver that a step is about; NULL when it is not loaded, which has been said. */
struct io_driver *scenario_loaded_driver(struct scenario_moment *moment, const char *name);

/* Reads a number, decimal or after 0x; false when it is none. */
bool scenario_number(uint64_t *out, const char *text);

/* The words that are about devices, in scenario_devices.c. */
const char *scenario_check_plug(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_rebalance(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_device(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_vector(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_install(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
int scenario_run_install(struct scenario_moment *moment);
int scenario_run_plug(struct scenario_moment *moment);
int scenario_run_rebalance(struct scenario_moment *moment);
int scenario_run_unplug(struct scenario_moment *moment);
int scenario_run_surprise_remove(struct scenario_moment *moment);
int scenario_run_interrupt(struct scenario_moment *moment);

/* The words that are about what else is done with devices, in scenario_usage.c. */
const char *scenario_check_use(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
int scenario_run_use(struct scenario_moment *moment);
int scenario_run_eject(struct scenario_moment *moment);
int scenario_run_lock(struct scenario_moment *moment);

/* The drivers of "LOWEST+...+HIGHEST"; 0 when one of them is not loaded, which has been said. */
size_t scenario_find_stack(
	struct io_driver **out, struct scenario_moment *moment, const char *stack);

/* The words that are about simulated USB devices, in scenario_usb.c. */
const char *scenario_check_usb_plug(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_usb_send(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_usb_answer(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_usb_numbers(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
int scenario_run_usb_plug(struct scenario_moment *moment);
int scenario_run_usb_send(struct scenario_moment *moment);
int scenario_run_usb_answer(struct scenario_moment *moment);
int scenario_run_usb_stall(struct scenario_moment *moment);
int scenario_run_usb_received(struct scenario_moment *moment);

/* The words that are about device interfaces, in scenario_interfaces.c. */
const char *scenario_check_interface(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
int scenario_run_await_interface(struct scenario_moment *moment);

/*
 * "interface:CLASS[:PLACE][\rest]" as the path of the device that has such an interface, which is the
 * first one without PLACE. STATUS_OBJECT_NAME_NOT_FOUND when there is none. Other paths stay.
 */
NTSTATUS scenario_resolve_path(char *out, size_t size, const char *path);

/* The words that are about power, in scenario_power.c. */
const char *scenario_check_power(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_system(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_setting(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
int scenario_run_setting(struct scenario_moment *moment);
int scenario_run_power(struct scenario_moment *moment);
int scenario_run_system(struct scenario_moment *moment);
int scenario_run_idle(struct scenario_moment *moment);
int scenario_run_wake(struct scenario_moment *moment);
int scenario_run_await_awake(struct scenario_moment *moment);

/* The words that are about WMI, in scenario_wmi.c. */
const char *scenario_check_wmi(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
int scenario_run_wmi(struct scenario_moment *moment);
int scenario_run_wmi_event(struct scenario_moment *moment);

/* Data as a step has them: *bytes is for free(). False when they are wrong, or without memory. */
bool scenario_read_data(unsigned char **bytes, size_t *length, const char *text);

/* The words that are about handles, in scenario_handles.c. */
const char *scenario_check_open(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_handle(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_read(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_write(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_ioctl(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_data(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
int scenario_run_open(struct scenario_moment *moment);
int scenario_run_read(struct scenario_moment *moment);
int scenario_run_write(struct scenario_moment *moment);
int scenario_run_ioctl(struct scenario_moment *moment);
int scenario_run_wait(struct scenario_moment *moment);
int scenario_run_cancel(struct scenario_moment *moment);
int scenario_run_close(struct scenario_moment *moment);
int scenario_run_expect_data(struct scenario_moment *moment);

/* The words that are about processes and their events, in scenario_processes.c. */
const char *scenario_check_event(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
const char *scenario_check_exit(
	const struct scenario *scenario, const struct scenario_step *step, size_t place);
int scenario_run_process(struct scenario_moment *moment);
int scenario_run_exit(struct scenario_moment *moment);
int scenario_run_event(struct scenario_moment *moment);
int scenario_run_change_event(struct scenario_moment *moment);
int scenario_run_await_event(struct scenario_moment *moment);

/* The process that this thread of the scenario is in, for another to be in it, too. */
void *scenario_process_token(void);
void scenario_adopt_process(void *token);

/* The process that the scenario is in; NULL without memory. */
struct ps_process *scenario_process(void);

/* The number of the handle of an event; false when there is none of that name. */
bool scenario_event_number(uint64_t *out, const char *name, size_t length);
void scenario_end_processes(void);

/* Cancels and closes what the process has open. */
void scenario_close_handles_of(const struct ps_process *process);

/* Cancels and closes whatever is open, as the end of a program does. */
void scenario_close_handles(void);
