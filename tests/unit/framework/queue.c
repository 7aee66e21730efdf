/* Queues: how requests are given to the driver, by dispatch type, state and file. */
#include "tests/unit/framework/requests.h"

#include <stdio.h>

enum {
	KEPT_MAX = 16,
};

static WDFREQUEST kept[KEPT_MAX];
static unsigned int kept_count;

static int reset(void **state)
{
	UNREFERENCED_PARAMETER(state);
	kept_count = 0;
	return 0;
}

static void say_number(const char *word, unsigned long number)
{
	char text[64];

	snprintf(text, sizeof(text), "%s%lu", word, number);
	say(text);
}

static VOID keep_read(WDFQUEUE from, WDFREQUEST request, size_t length)
{
	assert_ptr_equal(from, queue);
	say_number("read", length);
	kept[kept_count++] = request;
}

static VOID complete_read(WDFQUEUE from, WDFREQUEST request, size_t length)
{
	PVOID buffer;

	UNREFERENCED_PARAMETER(from);
	say_number("read", length);
	assert_int_equal(
		WdfRequestRetrieveOutputBuffer(request, length, &buffer, NULL), STATUS_SUCCESS);
	memset(buffer, 'x', length);
	WdfRequestCompleteWithInformation(request, STATUS_SUCCESS, length);
}

static void complete_kept(unsigned int index)
{
	WdfRequestComplete(kept[index], STATUS_SUCCESS);
}

static VOID complete_default(WDFQUEUE from, WDFREQUEST request)
{
	WDF_REQUEST_PARAMETERS parameters;

	UNREFERENCED_PARAMETER(from);
	WDF_REQUEST_PARAMETERS_INIT(&parameters);
	WdfRequestGetParameters(request, &parameters);
	say_number("default", parameters.Type);
	WdfRequestComplete(request, STATUS_SUCCESS);
}

static void with_default(PWDF_IO_QUEUE_CONFIG config)
{
	config->EvtIoDefault = complete_default;
}

static void a_request_is_given_to_the_callback_of_its_kind(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchSequential,
		.read = complete_read,
		.config = with_default });
	assert_int_equal(read_bytes(3), STATUS_SUCCESS);
	assert_read("xxx");
	assert_int_equal(write_text("abc"), STATUS_SUCCESS);
	assert_string_equal(said(), "read3 default4");
	end_device();
}

static void without_a_callback_a_request_is_invalid(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(
		&(struct plan){ .dispatch = WdfIoQueueDispatchSequential, .read = complete_read });
	assert_int_equal(write_text("abc"), STATUS_INVALID_DEVICE_REQUEST);
	end_device();
}

static void a_sequential_queue_gives_one_at_a_time(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchSequential, .read = keep_read });
	begin_read(1);
	begin_read(2);
	begin_read(3);
	assert_string_equal(said(), "read1");
	complete_kept(0);
	assert_string_equal(said(), "read1 read2");
	complete_kept(1);
	complete_kept(2);
	assert_string_equal(said(), "read1 read2 read3");
	end_device();
}

static void a_parallel_queue_gives_as_many_as_it_is_told(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){
		.dispatch = WdfIoQueueDispatchParallel, .presented = 2, .read = keep_read });
	begin_read(1);
	begin_read(2);
	begin_read(3);
	assert_string_equal(said(), "read1 read2");
	complete_kept(1);
	assert_string_equal(said(), "read1 read2 read3");
	complete_kept(0);
	complete_kept(2);
	end_device();
}

static void a_request_that_transfers_nothing_is_completed_without_the_driver(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(
		&(struct plan){ .dispatch = WdfIoQueueDispatchSequential, .read = complete_read });
	assert_int_equal(read_bytes(0), STATUS_SUCCESS);
	assert_string_equal(said(), "");
	end_device();
}

static void with_zero_length(PWDF_IO_QUEUE_CONFIG config)
{
	config->AllowZeroLengthRequests = TRUE;
	config->EvtIoRead = NULL;
	config->EvtIoDefault = complete_default;
}

static void or_with_the_driver_when_it_wants(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchSequential,
		.read = complete_read,
		.config = with_zero_length });
	assert_int_equal(read_bytes(0), STATUS_SUCCESS);
	assert_string_equal(said(), "default3");
	end_device();
}

static void assert_state(ULONG bits, ULONG waiting, ULONG drivers)
{
	ULONG waiting_now;
	ULONG drivers_now;

	assert_int_equal(WdfIoQueueGetState(queue, &waiting_now, &drivers_now), bits);
	assert_int_equal(waiting_now, waiting);
	assert_int_equal(drivers_now, drivers);
}

static void a_manual_queue_gives_what_is_asked_for(void **state)
{
	WDFREQUEST request;

	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchManual });
	assert_int_equal(WdfIoQueueRetrieveNextRequest(queue, &request), STATUS_NO_MORE_ENTRIES);
	assert_null(request);
	begin_read(1);
	begin_read(2);
	assert_state(
		WdfIoQueueAcceptRequests | WdfIoQueueDispatchRequests | WdfIoQueueDriverNoRequests,
		2, 0);
	assert_int_equal(WdfIoQueueRetrieveNextRequest(queue, &request), STATUS_SUCCESS);
	assert_state(WdfIoQueueAcceptRequests | WdfIoQueueDispatchRequests, 1, 1);
	assert_int_equal(WdfRequestRequeue(request), STATUS_SUCCESS);
	assert_state(
		WdfIoQueueAcceptRequests | WdfIoQueueDispatchRequests | WdfIoQueueDriverNoRequests,
		2, 0);
	assert_int_equal(WdfIoQueueRetrieveNextRequest(queue, &kept[0]), STATUS_SUCCESS);
	assert_ptr_equal(kept[0], request);
	complete_kept(0);
	end_device();
}

/* A context is not const. */
static PVOID word(const char *text)
{
	return (PVOID)text;
}

static VOID on_ready(WDFQUEUE from, WDFCONTEXT context)
{
	assert_ptr_equal(from, queue);
	say(context);
}

static void a_manual_queue_says_when_the_first_request_comes(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchManual });
	assert_int_equal(WdfIoQueueReadyNotify(queue, on_ready, word("ready")), STATUS_SUCCESS);
	assert_int_equal(WdfIoQueueReadyNotify(queue, on_ready, word("again")),
		STATUS_INVALID_DEVICE_REQUEST);
	begin_read(1);
	begin_read(2);
	assert_string_equal(said(), "ready");
	assert_int_equal(WdfIoQueueReadyNotify(queue, NULL, NULL), STATUS_INVALID_DEVICE_REQUEST);
	WdfIoQueueStopSynchronously(queue);
	assert_int_equal(WdfIoQueueReadyNotify(queue, NULL, NULL), STATUS_SUCCESS);
	end_device();
}

static void a_stopped_queue_keeps_what_comes(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(
		&(struct plan){ .dispatch = WdfIoQueueDispatchSequential, .read = complete_read });
	WdfIoQueueStop(queue, on_ready, word("stopped"));
	begin_read(1);
	assert_state(WdfIoQueueAcceptRequests | WdfIoQueueDriverNoRequests, 1, 0);
	assert_string_equal(said(), "stopped");
	WdfIoQueueStart(queue);
	assert_string_equal(said(), "stopped read1");
	end_device();
}

static void a_queue_has_stopped_when_the_driver_has_nothing_of_it(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchSequential, .read = keep_read });
	begin_read(1);
	WdfIoQueueStop(queue, on_ready, word("stopped"));
	assert_string_equal(said(), "read1");
	complete_kept(0);
	assert_string_equal(said(), "read1 stopped");
	end_device();
}

static void a_drained_queue_gives_what_it_has_and_takes_nothing(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchSequential, .read = keep_read });
	begin_read(1);
	begin_read(2);
	WdfIoQueueDrain(queue, on_ready, word("drained"));
	assert_int_equal(read_bytes(3), STATUS_INVALID_DEVICE_STATE);
	complete_kept(0);
	assert_string_equal(said(), "read1 read2");
	complete_kept(1);
	assert_string_equal(said(), "read1 read2 drained");
	WdfIoQueueStart(queue);
	begin_read(4);
	complete_kept(2);
	end_device();
}

static void a_purged_queue_cancels_what_it_has(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchSequential, .read = keep_read });
	begin_read(1);
	begin_read(2);
	WdfIoQueuePurge(queue, on_ready, word("purged"));
	assert_state(WdfIoQueueDispatchRequests | WdfIoQueueNoRequests, 0, 1);
	complete_kept(0);
	assert_string_equal(said(), "read1 purged");
	assert_int_equal(io_file_wait(file), STATUS_SUCCESS);
	assert_int_equal(io_file_wait(file), STATUS_CANCELLED);
	end_device();
}

static void a_queue_that_is_stopped_and_purged_takes_more(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchManual });
	begin_read(1);
	WdfIoQueueStopAndPurgeSynchronously(queue);
	assert_int_equal(io_file_wait(file), STATUS_CANCELLED);
	begin_read(2);
	assert_state(WdfIoQueueAcceptRequests | WdfIoQueueDriverNoRequests, 1, 0);
	end_device();
}

static void what_waits_is_cancelled_with_its_file(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchManual });
	begin_read(1);
	begin_read(2);
	close_file();
	assert_state(WdfIoQueueAcceptRequests | WdfIoQueueDispatchRequests | WdfIoQueueNoRequests |
			     WdfIoQueueDriverNoRequests,
		0, 0);
	end_device();
}

static void requests_are_found_before_they_are_taken(void **state)
{
	WDF_REQUEST_PARAMETERS parameters;
	WDFREQUEST first;
	WDFREQUEST second;
	WDFREQUEST taken;

	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchManual });
	begin_read(1);
	begin_read(2);
	WDF_REQUEST_PARAMETERS_INIT(&parameters);
	assert_int_equal(
		WdfIoQueueFindRequest(queue, NULL, NULL, &parameters, &first), STATUS_SUCCESS);
	assert_int_equal(parameters.Parameters.Read.Length, 1);
	assert_int_equal(
		WdfIoQueueFindRequest(queue, first, NULL, &parameters, &second), STATUS_SUCCESS);
	assert_int_equal(parameters.Parameters.Read.Length, 2);
	assert_int_equal(
		WdfIoQueueFindRequest(queue, second, NULL, NULL, &taken), STATUS_NO_MORE_ENTRIES);
	assert_int_equal(WdfIoQueueRetrieveFoundRequest(queue, second, &taken), STATUS_SUCCESS);
	assert_ptr_equal(taken, second);
	assert_int_equal(WdfIoQueueRetrieveFoundRequest(queue, second, &taken), STATUS_NOT_FOUND);
	WdfRequestComplete(second, STATUS_SUCCESS);
	WdfObjectDereference(first);
	WdfObjectDereference(second);
	end_device();
}

int main(void)
{
#define QUEUE_TEST(name) cmocka_unit_test_setup_teardown(name, reset, forget_driver)
	const struct CMUnitTest tests[] = {
		QUEUE_TEST(a_request_is_given_to_the_callback_of_its_kind),
		QUEUE_TEST(without_a_callback_a_request_is_invalid),
		QUEUE_TEST(a_sequential_queue_gives_one_at_a_time),
		QUEUE_TEST(a_parallel_queue_gives_as_many_as_it_is_told),
		QUEUE_TEST(a_request_that_transfers_nothing_is_completed_without_the_driver),
		QUEUE_TEST(or_with_the_driver_when_it_wants),
		QUEUE_TEST(a_manual_queue_gives_what_is_asked_for),
		QUEUE_TEST(a_manual_queue_says_when_the_first_request_comes),
		QUEUE_TEST(a_stopped_queue_keeps_what_comes),
		QUEUE_TEST(a_queue_has_stopped_when_the_driver_has_nothing_of_it),
		QUEUE_TEST(a_drained_queue_gives_what_it_has_and_takes_nothing),
		QUEUE_TEST(a_purged_queue_cancels_what_it_has),
		QUEUE_TEST(a_queue_that_is_stopped_and_purged_takes_more),
		QUEUE_TEST(what_waits_is_cancelled_with_its_file),
		QUEUE_TEST(requests_are_found_before_they_are_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
