/* Requests in reserve, when several threads want them, cancel them, and complete them at once. */
#include "tests/unit/framework/requests.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
	THREADS = 4,
	ROUNDS = 250,
	RESERVED = 2,
};

typedef struct _USE {
	PVOID memory;
} USE;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(USE, GetUse)

static WDFQUEUE manual;
static atomic_int reserves;
static atomic_int cleanups;
static atomic_int presented;
static atomic_int others;
static atomic_int answers[2]; /* completed, cancelled */
static atomic_int wrong;

static NTSTATUS reserve(WDFQUEUE of, WDFREQUEST request)
{
	UNREFERENCED_PARAMETER(of);
	reserves++;
	GetUse(request)->memory = request;
	return STATUS_SUCCESS;
}

static NTSTATUS allocate(WDFQUEUE of, WDFREQUEST request)
{
	UNREFERENCED_PARAMETER(of);
	UNREFERENCED_PARAMETER(request);
	return STATUS_INSUFFICIENT_RESOURCES;
}

static VOID clean_up(WDFOBJECT request)
{
	if (GetUse(request)->memory)
		cleanups++;
}

/* Every other one waits for the next; what waits may be cancelled. */
static VOID on_read(WDFQUEUE from, WDFREQUEST request, size_t length)
{
	WDFREQUEST next;

	UNREFERENCED_PARAMETER(from);
	UNREFERENCED_PARAMETER(length);
	if (GetUse(request)->memory != request || !WdfRequestIsReserved(request))
		others++;
	if (presented++ % 2 == 0 && NT_SUCCESS(WdfRequestForwardToIoQueue(request, manual)))
		return;
	while (NT_SUCCESS(WdfIoQueueRetrieveNextRequest(manual, &next)))
		WdfRequestComplete(next, STATUS_SUCCESS);
	WdfRequestComplete(request, STATUS_SUCCESS);
}

static void with_context(PWDFDEVICE_INIT init)
{
	WDF_OBJECT_ATTRIBUTES attributes;

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, USE);
	attributes.EvtCleanupCallback = clean_up;
	WdfDeviceInitSetRequestAttributes(init, &attributes);
}

static void with_reserve(WDFDEVICE on)
{
	WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY policy;
	WDF_IO_QUEUE_CONFIG config;

	WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_DEFAULT_INIT(&policy, RESERVED);
	policy.EvtIoAllocateResourcesForReservedRequest = reserve;
	policy.EvtIoAllocateRequestResources = allocate;
	assert_int_equal(WdfIoQueueAssignForwardProgressPolicy(queue, &policy), STATUS_SUCCESS);
	WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
	assert_int_equal(
		WdfIoQueueCreate(on, &config, WDF_NO_OBJECT_ATTRIBUTES, &manual), STATUS_SUCCESS);
}

static void ask(struct io_file *own, bool cancels)
{
	struct io_file_request request = { .major = IRP_MJ_READ, .output_length = 1 };
	NTSTATUS status = io_file_send(own, &request, true);

	if (cancels || status == STATUS_PENDING)
		io_file_cancel(own);
	if (status == STATUS_PENDING)
		status = io_file_wait(own);
	if (status == STATUS_SUCCESS)
		answers[0]++;
	else if (status == STATUS_CANCELLED)
		answers[1]++;
	else
		wrong++;
}

static void *ask_often(void *argument)
{
	struct io_file *own;

	UNREFERENCED_PARAMETER(argument);
	if (io_file_open(&own, "\\Device\\Unit") != STATUS_SUCCESS) {
		wrong++;
		return NULL;
	}
	for (int i = 0; i < ROUNDS; i++)
		ask(own, i % 3 == 0);
	io_file_close(own);
	return NULL;
}

static void a_reserve_serves_many_threads(void **state)
{
	pthread_t threads[THREADS];

	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchParallel,
		.init = with_context,
		.created = with_reserve,
		.read = on_read });
	assert_int_equal(reserves, RESERVED);
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_often, NULL), 0);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(wrong, 0);
	assert_int_equal(others, 0);
	assert_int_equal(answers[0] + answers[1], THREADS * ROUNDS);
	assert_int_equal(cleanups, 0);
	end_device();
	assert_int_equal(cleanups, RESERVED);
}

static NTSTATUS statuses[4];

static void with_wrong_policies(WDFDEVICE on)
{
	WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY policy;

	UNREFERENCED_PARAMETER(on);
	WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_DEFAULT_INIT(&policy, 0);
	statuses[0] = WdfIoQueueAssignForwardProgressPolicy(queue, &policy);
	WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_EXAMINE_INIT(&policy, 1, NULL);
	statuses[1] = WdfIoQueueAssignForwardProgressPolicy(queue, &policy);
	policy.Size = 0;
	statuses[2] = WdfIoQueueAssignForwardProgressPolicy(queue, &policy);
	WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY_DEFAULT_INIT(&policy, 3);
	policy.EvtIoAllocateResourcesForReservedRequest = allocate;
	statuses[3] = WdfIoQueueAssignForwardProgressPolicy(queue, &policy);
}

static void a_policy_is_checked(void **state)
{
	UNREFERENCED_PARAMETER(state);
	open_device(&(struct plan){ .dispatch = WdfIoQueueDispatchParallel,
		.init = with_context,
		.created = with_wrong_policies,
		.read = on_read });
	assert_int_equal(statuses[0], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[1], STATUS_INVALID_PARAMETER);
	assert_int_equal(statuses[2], STATUS_INFO_LENGTH_MISMATCH);
	assert_int_equal(statuses[3], STATUS_INSUFFICIENT_RESOURCES);
	end_device();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_reserve_serves_many_threads),
		TEST(a_policy_is_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
