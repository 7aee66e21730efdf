/* Device queues: what is inserted while they are busy waits, by its key or at the end. */
#include "tests/unit/framework/support.h"

enum {
	ENTRIES = 6
};

static KDEVICE_QUEUE queue;
static KDEVICE_QUEUE_ENTRY entries[ENTRIES];
static void (*use)(void);

static const char *name_of(const KDEVICE_QUEUE_ENTRY *entry)
{
	static const char *const names[ENTRIES] = { "0", "1", "2", "3", "4", "5" };

	return entry ? names[entry - entries] : "-";
}

static void say_result(BOOLEAN result)
{
	say(result ? "yes" : "no");
}

static NTSTATUS run(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	KIRQL before;

	UNREFERENCED_PARAMETER(object);
	UNREFERENCED_PARAMETER(path);
	memset(entries, 0, sizeof(entries));
	KeInitializeDeviceQueue(&queue);
	KeRaiseIrql(DISPATCH_LEVEL, &before);
	use();
	KeLowerIrql(before);
	return STATUS_UNSUCCESSFUL;
}

static void assert_says(void (*what)(void), const char *words)
{
	use = what;
	assert_int_equal(enter(run), STATUS_UNSUCCESSFUL);
	assert_string_equal(said(), words);
}

static void insert_some(void)
{
	say_result(KeInsertDeviceQueue(&queue, &entries[0]));
	say_result(KeInsertDeviceQueue(&queue, &entries[1]));
	say_result(KeInsertDeviceQueue(&queue, &entries[2]));
	say(name_of(KeRemoveDeviceQueue(&queue)));
	say(name_of(KeRemoveDeviceQueue(&queue)));
	say(name_of(KeRemoveDeviceQueue(&queue)));
	/* Not busy any more: the next one is not queued either. */
	say_result(KeInsertDeviceQueue(&queue, &entries[3]));
}

static void the_first_is_not_queued_and_the_others_come_in_order(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_says(insert_some, "no yes yes 1 2 - no");
}

static void insert_by_key(void)
{
	KeInsertDeviceQueue(&queue, &entries[0]);
	KeInsertByKeyDeviceQueue(&queue, &entries[1], 20);
	KeInsertByKeyDeviceQueue(&queue, &entries[2], 10);
	KeInsertByKeyDeviceQueue(&queue, &entries[3], 20);
	KeInsertByKeyDeviceQueue(&queue, &entries[4], 30);
	for (int i = 0; i < 4; i++)
		say(name_of(KeRemoveDeviceQueue(&queue)));
}

static void keys_sort_and_equal_ones_keep_their_order(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_says(insert_by_key, "2 1 3 4");
}

static void remove_by_key(void)
{
	KeInsertDeviceQueue(&queue, &entries[0]);
	KeInsertByKeyDeviceQueue(&queue, &entries[1], 10);
	KeInsertByKeyDeviceQueue(&queue, &entries[2], 20);
	KeInsertByKeyDeviceQueue(&queue, &entries[3], 30);
	say(name_of(KeRemoveByKeyDeviceQueue(&queue, 15)));
	say(name_of(KeRemoveByKeyDeviceQueue(&queue, 20)));
	/* There is none from 40 on: from the beginning. */
	say(name_of(KeRemoveByKeyDeviceQueue(&queue, 40)));
	say(name_of(KeRemoveByKeyDeviceQueue(&queue, 40)));
}

static void a_key_takes_the_next_one_up_or_the_first(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_says(remove_by_key, "2 3 1 -");
}

static void remove_entries(void)
{
	KeInsertDeviceQueue(&queue, &entries[0]);
	KeInsertDeviceQueue(&queue, &entries[1]);
	KeInsertDeviceQueue(&queue, &entries[2]);
	say_result(KeRemoveEntryDeviceQueue(&queue, &entries[1]));
	say_result(KeRemoveEntryDeviceQueue(&queue, &entries[1]));
	say(name_of(KeRemoveDeviceQueue(&queue)));
}

static void an_entry_is_removed_once(void **state)
{
	UNREFERENCED_PARAMETER(state);
	assert_says(remove_entries, "yes no 2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_is_not_queued_and_the_others_come_in_order),
		TEST(keys_sort_and_equal_ones_keep_their_order),
		TEST(a_key_takes_the_next_one_up_or_the_first),
		TEST(an_entry_is_removed_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
