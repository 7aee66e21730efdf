/* Cancelling requests, forwarding them, and what each of the two does to the other. */
#include "tests/unit/framework/requests.h"

#include <pthread.h>
#include <stdio.h>

static WDFREQUEST kept;
static WDFQUEUE manual;
static NTSTATUS marked;

static VOID on_cancel(WDFREQUEST request)
{
	assert_ptr_equal(request, kept);
	say("cancel");
	WdfRequestComplete(request, STATUS_CANCELLED);
}

static VOID mark_read(WDFQUEUE from, WDFREQUEST request, size_t length)
{
	UNREFERENCED_PARAMETER(from);
	UNREFERENCED_PARAMETER(length);
	kept = request;
	marked = WdfRequestMarkCancelableEx(request, on_cancel);
}

static VOID keep_read(WDFQUEUE from, WDFREQUEST request, size_t length)
{
	UNREFERENCED_PARAMETER(from);
	UNREFERENCED_PARAMETER(length);
	say("read");
	kept = request;
}

static void open_with(PFN_WDF_IO_QUEUE_IO_READ read)
{
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchSequential, .read = read });
}

static void what_is_marked_is_cancelled_by_the_driver(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_with(mark_read);
	begin_read(1);
	assert_int_equal(marked, STATUS_SUCCESS);
	io_file_cancel(file);
	assert_string_equal(said(), "cancel");
	assert_int_equal(io_file_wait(file), STATUS_CANCELLED);
	end_device();
}

static void what_is_unmarked_is_not(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_with(mark_read);
	begin_read(1);
	assert_int_equal(WdfRequestUnmarkCancelable(kept), STATUS_SUCCESS);
	io_file_cancel(file);
	assert_true(WdfRequestIsCanceled(kept));
	WdfRequestComplete(kept, STATUS_SUCCESS);
	assert_int_equal(io_file_wait(file), STATUS_SUCCESS);
	assert_string_equal(said(), "");
	end_device();
}

static void what_is_cancelled_already_is_not_marked(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_with(keep_read);
	begin_read(1);
	io_file_cancel(file);
	assert_int_equal(WdfRequestMarkCancelableEx(kept, on_cancel), STATUS_CANCELLED);
	WdfRequestComplete(kept, STATUS_CANCELLED);
	end_device();
}

static void or_calls_the_driver_at_once(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_with(keep_read);
	begin_read(1);
	io_file_cancel(file);
	WdfRequestMarkCancelable(kept, on_cancel);
	assert_string_equal(said(), "read cancel");
	end_device();
}

static void a_purge_cancels_what_is_marked(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_with(mark_read);
	begin_read(1);
	WdfIoQueuePurgeSynchronously(queue);
	assert_string_equal(said(), "cancel");
	end_device();
}

static void what_waits_is_cancelled_without_the_driver(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_with(keep_read);
	begin_read(1);
	begin_read(2);
	io_file_cancel(file);
	WdfRequestComplete(kept, STATUS_SUCCESS);
	assert_int_equal(io_file_wait(file), STATUS_SUCCESS);
	assert_int_equal(io_file_wait(file), STATUS_CANCELLED);
	assert_string_equal(said(), "read");
	end_device();
}

static VOID on_canceled_here(WDFQUEUE from, WDFREQUEST request)
{
	assert_ptr_equal(from, manual);
	say("canceled-on-queue");
	WdfRequestComplete(request, STATUS_CANCELLED);
}

static void create_manual(WDFDEVICE on)
{
	WDF_IO_QUEUE_CONFIG config;

	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	config.EvtIoCanceledOnQueue = on_canceled_here;
	assert_int_equal(
		WdfIoQueueCreate(on, &config, WDF_NO_OBJECT_ATTRIBUTES, &manual), STATUS_SUCCESS);
}

static VOID forward_read(WDFQUEUE from, WDFREQUEST request, size_t length)
{
	UNREFERENCED_PARAMETER(from);
	UNREFERENCED_PARAMETER(length);
	say("forward");
	assert_int_equal(WdfRequestForwardToIoQueue(request, manual), STATUS_SUCCESS);
}

static void open_forwarding(void)
{
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchSequential,
		.read = forward_read,
		.created = create_manual });
}

static void what_is_forwarded_lets_the_next_through(void **state)
{
	WDFREQUEST first;
	WDFREQUEST second;

	UNREFERENCED_PARAMETER(state);
	open_forwarding();
	begin_read(1);
	begin_read(2);
	assert_string_equal(said(), "forward forward");
	assert_int_equal(WdfIoQueueRetrieveNextRequest(manual, &first), STATUS_SUCCESS);
	assert_int_equal(WdfIoQueueRetrieveNextRequest(manual, &second), STATUS_SUCCESS);
	assert_ptr_equal(WdfRequestGetIoQueue(first), manual);
	WdfRequestComplete(second, STATUS_SUCCESS);
	WdfRequestComplete(first, STATUS_SUCCESS);
	end_device();
}

static void what_the_driver_has_seen_it_is_told_of_when_it_is_cancelled(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_forwarding();
	begin_read(1);
	io_file_cancel(file);
	assert_string_equal(said(), "forward canceled-on-queue");
	assert_int_equal(io_file_wait(file), STATUS_CANCELLED);
	end_device();
}

static void a_queue_that_takes_nothing_leaves_it_to_the_driver(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchSequential,
		.read = keep_read,
		.created = create_manual });
	WdfIoQueuePurgeSynchronously(manual);
	begin_read(1);
	assert_int_equal(WdfRequestForwardToIoQueue(kept, manual), STATUS_WDF_BUSY);
	assert_ptr_equal(WdfRequestGetIoQueue(kept), queue);
	WdfRequestComplete(kept, STATUS_SUCCESS);
	end_device();
}

static unsigned int by_cancel;

static VOID count_cancel(WDFREQUEST request)
{
	by_cancel++;
	WdfRequestComplete(request, STATUS_CANCELLED);
}

static VOID mark_for_race(WDFQUEUE from, WDFREQUEST request, size_t length)
{
	UNREFERENCED_PARAMETER(from);
	UNREFERENCED_PARAMETER(length);
	kept = request;
	WdfObjectReference(request);
	WdfRequestMarkCancelable(request, count_cancel);
}

/* The driver completes it, unless the cancellation has it; it refers to it meanwhile. */
static void *complete_unmarked(void *argument)
{
	unsigned int *completed = argument;
	WDFREQUEST request = kept;

	if (WdfRequestUnmarkCancelable(request) == STATUS_SUCCESS) {
		++*completed;
		WdfRequestComplete(request, STATUS_SUCCESS);
	}
	WdfObjectDereference(request);
	return NULL;
}

static void exactly_one_of_both_completes_it(void **state)
{
	unsigned int completed = 0;
	unsigned int cancelled = 0;

	UNREFERENCED_PARAMETER(state);
	by_cancel = 0;
	open_with(mark_for_race);
	for (unsigned int i = 0; i < 500; i++) {
		pthread_t thread;

		begin_read(1);
		assert_int_equal(pthread_create(&thread, NULL, complete_unmarked, &completed), 0);
		io_file_cancel(file);
		pthread_join(thread, NULL);
		cancelled += io_file_wait(file) == STATUS_CANCELLED;
	}
	assert_int_equal(completed + by_cancel, 500);
	assert_int_equal(cancelled, by_cancel);
	end_device();
}

static void what_was_given_up_can_still_be_completed(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_with(keep_read);
	begin_read(1);
	WdfObjectDelete(device);
	close_file();
	WdfRequestComplete(kept, STATUS_SUCCESS);
	unload();
	assert_int_equal(outstanding(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_marked_is_cancelled_by_the_driver),
		TEST(what_is_unmarked_is_not),
		TEST(what_is_cancelled_already_is_not_marked),
		TEST(or_calls_the_driver_at_once),
		TEST(a_purge_cancels_what_is_marked),
		TEST(what_waits_is_cancelled_without_the_driver),
		TEST(what_is_forwarded_lets_the_next_through),
		TEST(what_the_driver_has_seen_it_is_told_of_when_it_is_cancelled),
		TEST(a_queue_that_takes_nothing_leaves_it_to_the_driver),
		TEST(exactly_one_of_both_completes_it),
		TEST(what_was_given_up_can_still_be_completed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
