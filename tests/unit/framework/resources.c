#include "tests/unit/framework/support.h"

#include <pthread.h>
#include <wdm.h>

/* Executive resources and S-lists, from one thread and from many. */

static ERESOURCE resource;

#define ENTRY(name) static NTSTATUS name(PDRIVER_OBJECT object, PUNICODE_STRING path)
#define IGNORE_ARGUMENTS                                                                           \
	UNREFERENCED_PARAMETER(object);                                                            \
	UNREFERENCED_PARAMETER(path)

static VOID say_whether(BOOLEAN is, const char *word)
{
	say(is ? word : "not");
}

/* What another thread can have meanwhile. */
static VOID try_in_thread(PVOID context)
{
	UNREFERENCED_PARAMETER(context);
	KeEnterCriticalRegion();
	if (ExAcquireResourceSharedLite(&resource, FALSE)) {
		say("shared");
		ExReleaseResourceLite(&resource);
	} else {
		say("nothing");
	}
	KeLeaveCriticalRegion();
}

static VOID run_in_thread(PKSTART_ROUTINE routine)
{
	HANDLE handle;

	PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, routine, NULL);
	ZwWaitForSingleObject(handle, FALSE, NULL);
	ZwClose(handle);
}

ENTRY(acquires)
{
	IGNORE_ARGUMENTS;
	ExInitializeResourceLite(&resource);
	KeEnterCriticalRegion();
	say_whether(ExAcquireResourceExclusiveLite(&resource, TRUE), "exclusive");
	say_whether(ExAcquireResourceSharedLite(&resource, FALSE), "again");
	say_whether(ExIsResourceAcquiredExclusiveLite(&resource), "mine");
	run_in_thread(try_in_thread);
	ExConvertExclusiveToSharedLite(&resource);
	say_whether(!ExIsResourceAcquiredExclusiveLite(&resource), "converted");
	run_in_thread(try_in_thread);
	say_whether(ExIsResourceAcquiredSharedLite(&resource) == 2, "twice");
	ExReleaseResourceLite(&resource);
	ExReleaseResourceLite(&resource);
	say_whether(ExIsResourceAcquiredSharedLite(&resource) == 0, "free");
	KeLeaveCriticalRegion();
	ExDeleteResourceLite(&resource);
	return STATUS_SUCCESS;
}

static void a_writer_excludes_others_and_readers_do_not(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_int_equal(enter(acquires), STATUS_SUCCESS);
	assert_string_equal(said(), "exclusive again mine nothing converted shared twice free");
	assert_int_equal(outstanding(), 0);
}

ENTRY(leaves_one)
{
	IGNORE_ARGUMENTS;
	ExInitializeResourceLite(&resource);
	return STATUS_SUCCESS;
}

static void one_that_is_not_deleted_is_held(void **state)
{
	UNREFERENCED_PARAMETER(state);
	enter(leaves_one);
	assert_int_equal(outstanding(), 1);
}

ENTRY(releases_unheld)
{
	IGNORE_ARGUMENTS;
	ExInitializeResourceLite(&resource);
	ExReleaseResourceLite(&resource);
	return STATUS_SUCCESS;
}

ENTRY(acquires_with_apcs)
{
	IGNORE_ARGUMENTS;
	ExInitializeResourceLite(&resource);
	ExAcquireResourceSharedLite(&resource, TRUE);
	return STATUS_SUCCESS;
}

ENTRY(waits_for_itself)
{
	IGNORE_ARGUMENTS;
	ExInitializeResourceLite(&resource);
	KeEnterCriticalRegion();
	ExAcquireResourceSharedLite(&resource, TRUE);
	ExAcquireResourceExclusiveLite(&resource, TRUE);
	return STATUS_SUCCESS;
}

ENTRY(deletes_held)
{
	IGNORE_ARGUMENTS;
	ExInitializeResourceLite(&resource);
	KeEnterCriticalRegion();
	ExAcquireResourceSharedLite(&resource, TRUE);
	ExDeleteResourceLite(&resource);
	return STATUS_SUCCESS;
}

ENTRY(uses_uninitialised)
{
	static ERESOURCE unknown;

	IGNORE_ARGUMENTS;
	KeEnterCriticalRegion();
	ExAcquireResourceSharedLite(&unknown, TRUE);
	return STATUS_SUCCESS;
}

static void misuse_stops_the_driver(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_stopped(releases_unheld, "resource-misused");
	assert_stopped(acquires_with_apcs, "resource-misused");
	assert_stopped(waits_for_itself, "resource-misused");
	assert_stopped(deletes_held, "resource-misused");
	assert_stopped(uses_uninitialised, "resource-misused");
}

enum {
	ENTRIES = 64,
	ROUNDS = 2000,
	THREADS = 4,
};

static SLIST_HEADER list;
static SLIST_ENTRY entries[ENTRIES];

static void *move_entries(void *argument)
{
	UNREFERENCED_PARAMETER(argument);
	for (unsigned int i = 0; i < ROUNDS; i++) {
		PSLIST_ENTRY entry = InterlockedPopEntrySList(&list);

		if (entry)
			InterlockedPushEntrySList(&list, entry);
	}
	return NULL;
}

static void an_slist_loses_nothing(void **state)
{
	pthread_t threads[THREADS];
	unsigned int count = 0;

	UNREFERENCED_PARAMETER(state);
	ExInitializeSListHead(&list);
	assert_null(ExInterlockedPopEntrySList(&list, NULL));
	for (size_t i = 0; i < ENTRIES; i++)
		ExInterlockedPushEntrySList(&list, &entries[i], NULL);
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, move_entries, NULL), 0);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(ExQueryDepthSList(&list), ENTRIES);
	for (PSLIST_ENTRY entry = ExInterlockedFlushSList(&list); entry; entry = entry->Next)
		count++;
	assert_int_equal(count, ENTRIES);
	assert_int_equal(ExQueryDepthSList(&list), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_writer_excludes_others_and_readers_do_not),
		TEST(one_that_is_not_deleted_is_held),
		TEST(misuse_stops_the_driver),
		TEST(an_slist_loses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
