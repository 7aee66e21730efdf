/*
 * program DRIVER.so: reads a letter from the mailbox before it is written, cancels a read, and leaves another
 * one to the end of the process.
 */
#include <drvtrace/client.h>
#include <drvtrace/host.h>
#include <stdio.h>
#include <string.h>

static int failures;

static void expect(const char *what, NTSTATUS status, NTSTATUS expected)
{
	if (status == expected)
		return;
	fprintf(stderr, "%s: 0x%08x, not 0x%08x\n", what, (unsigned int)status,
		(unsigned int)expected);
	failures++;
}

static void use(struct drvtrace_client *app)
{
	struct drvtrace_overlapped first = { 0 };
	struct drvtrace_overlapped second = { 0 };
	struct drvtrace_overlapped last = { 0 };
	char letter[16] = "";
	ULONG length = 0;
	HANDLE box;

	expect("open", drvtrace_client_open(app, &box, "\\\\.\\Mailbox"), STATUS_SUCCESS);
	expect("read", drvtrace_client_read(app, box, letter, sizeof(letter), NULL, &first),
		STATUS_PENDING);
	expect("no result yet", drvtrace_client_result(&first, FALSE, NULL), STATUS_PENDING);
	expect("write", drvtrace_client_write(app, box, "hello", 5, NULL, NULL), STATUS_SUCCESS);
	expect("result", drvtrace_client_result(&first, TRUE, &length), STATUS_SUCCESS);
	if (length != 5 || memcmp(letter, "hello", 5) != 0)
		failures++;

	expect("read", drvtrace_client_read(app, box, letter, sizeof(letter), NULL, &second),
		STATUS_PENDING);
	expect("cancel", drvtrace_client_cancel(app, box, &second), STATUS_SUCCESS);
	expect("cancelled", drvtrace_client_result(&second, TRUE, NULL), STATUS_CANCELLED);

	expect("read", drvtrace_client_read(app, box, letter, sizeof(letter), NULL, &last),
		STATUS_PENDING);
	drvtrace_client_exit(app);
	expect("at the end", last.status, STATUS_CANCELLED);
}

int main(int argc, char **argv)
{
	struct drvtrace_host_driver *driver;
	struct drvtrace_client *app;
	size_t left;

	if (argc != 2)
		return 2;
	expect("no module", drvtrace_host_load(&driver, "none.so"), STATUS_DRIVER_UNABLE_TO_LOAD);
	expect("load", drvtrace_host_load(&driver, argv[1]), STATUS_SUCCESS);
	expect("once more", drvtrace_host_load(&driver, argv[1]), STATUS_IMAGE_ALREADY_LOADED);
	expect("create", drvtrace_client_create(&app), STATUS_SUCCESS);
	use(app);
	expect("unload", drvtrace_host_unload(driver, &left), STATUS_SUCCESS);
	printf("%d failures, %zu left\n", failures, left);
	return failures > 0;
}
