/* The words of scenarios that are about drivers, and the table of all words. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/file.h"
#include "drivers/framework/wdm/shutdown.h"
#include "drivers/framework/wdm/status.h"
#include "drivers/host/cycle.h"
#include "drivers/host/scenario_private.h"

static const char *check_driver(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	if (place == 0 && !scenario_driver_path(scenario, step->arguments[0]))
		return "no driver of that name is on the command line";
	return NULL;
}

static int run_load(struct scenario_moment *moment)
{
	const char *name = moment->step->arguments[0];

	if (cycle_find(name)) {
		scenario_say(moment->scenario, moment->step->line, "%s is loaded already", name);
		return CYCLE_NOT_LOADED;
	}
	return cycle_load(&moment->status, scenario_driver_path(moment->scenario, name));
}

/* A driver that a step is about, but that is not loaded, maybe because its entry failed. */
struct io_driver *scenario_loaded_driver(struct scenario_moment *moment, const char *name)
{
	struct io_driver *driver = cycle_find(name);

	if (!driver) {
		scenario_say(moment->scenario, moment->step->line, "%s is not loaded", name);
		moment->status = STATUS_NO_SUCH_DEVICE;
	}
	return driver;
}

static int run_start(struct scenario_moment *moment)
{
	struct io_driver *driver = scenario_loaded_driver(moment, moment->step->arguments[0]);

	if (driver)
		moment->status = cycle_start(driver);
	return 0;
}

/*
 * A driver without an unload routine, or whose device is open, stays; that is no reason to end the
 * scenario.
 */
static int run_unload(struct scenario_moment *moment)
{
	struct io_driver *driver = scenario_loaded_driver(moment, moment->step->arguments[0]);

	if (driver && io_file_is_open(driver))
		moment->status = STATUS_DEVICE_BUSY;
	else if (driver)
		moment->status =
			cycle_unload(driver) == 0 ? STATUS_SUCCESS : STATUS_INVALID_DEVICE_REQUEST;
	return 0;
}

static int run_shutdown(struct scenario_moment *moment)
{
	(void)moment;
	io_shutdown();
	return 0;
}

static int run_kill(struct scenario_moment *moment)
{
	(void)moment;
	return raise(SIGKILL);
}

/* By name, or as a number of 32 bits. */
static bool read_status(NTSTATUS *out, const char *text)
{
	unsigned long number;
	char *end;

	if (strncmp(text, "0x", 2) != 0)
		return io_status_find(out, text);
	errno = 0;
	number = strtoul(text, &end, 16);
	*out = (NTSTATUS)number;
	return errno == 0 && *end == '\0' && end > text + 2 && number <= UINT32_MAX;
}

static const char *check_status(
	const struct scenario *scenario, const struct scenario_step *step, size_t place)
{
	NTSTATUS status;

	(void)place;
	if (scenario->count == 0)
		return "there is no step before it";
	return read_status(&status, step->arguments[0]) ? NULL : "no status has that name";
}

static int run_expect(struct scenario_moment *moment)
{
	const char *wanted = moment->step->arguments[0];
	const char *found = io_status_name(moment->status);
	NTSTATUS status;

	if (!read_status(&status, wanted) || status == moment->status)
		return 0;
	scenario_say(moment->scenario, moment->step->line, "expected %s, but it is %s (0x%08x)",
		wanted, found ? found : "another", (unsigned int)moment->status);
	moment->is_unexpected = true;
	return 0;
}

static const struct scenario_word words[] = {
	{ "load", "load DRIVER", 1, 1, check_driver, run_load },
	{ "start", "start DRIVER", 1, 1, check_driver, run_start },
	{ "unload", "unload DRIVER", 1, 1, check_driver, run_unload },
	{ "install", "install HARDWARE-ID DRIVER[+DRIVER...]", 2, 2, scenario_check_install,
		scenario_run_install },
	{ "plug", "plug DRIVER[+DRIVER...] DEVICE [RESOURCE...]", 2, SCENARIO_ARGUMENTS_MAX,
		scenario_check_plug, scenario_run_plug },
	{ "rebalance", "rebalance DEVICE [RESOURCE...]", 1, SCENARIO_ARGUMENTS_MAX,
		scenario_check_rebalance, scenario_run_rebalance },
	{ "unplug", "unplug DEVICE", 1, 1, scenario_check_device, scenario_run_unplug },
	{ "surprise-remove", "surprise-remove DEVICE", 1, 1, scenario_check_device,
		scenario_run_surprise_remove },
	{ "usb-plug", "usb-plug DRIVER[+DRIVER...] DEVICE FILE", 3, 3, scenario_check_usb_plug,
		scenario_run_usb_plug },
	{ "usb-send", "usb-send DEVICE ENDPOINT DATA", 3, 3, scenario_check_usb_send,
		scenario_run_usb_send },
	{ "usb-stall", "usb-stall DEVICE ENDPOINT", 2, 2, scenario_check_usb_numbers,
		scenario_run_usb_stall },
	{ "usb-answer", "usb-answer DEVICE TYPE REQUEST DATA", 4, 4, scenario_check_usb_answer,
		scenario_run_usb_answer },
	{ "usb-received", "usb-received DEVICE ENDPOINT, or TYPE REQUEST", 2, 3,
		scenario_check_usb_numbers, scenario_run_usb_received },
	{ "eject", "eject DEVICE", 1, 1, scenario_check_device, scenario_run_eject },
	{ "lock", "lock DEVICE", 1, 1, scenario_check_device, scenario_run_lock },
	{ "unlock", "unlock DEVICE", 1, 1, scenario_check_device, scenario_run_lock },
	{ "use", "use DEVICE FILE", 2, 2, scenario_check_use, scenario_run_use },
	{ "disuse", "disuse DEVICE FILE", 2, 2, scenario_check_use, scenario_run_use },
	{ "power", "power DEVICE D0...D3", 2, 2, scenario_check_power, scenario_run_power },
	{ "system", "system S0...S5", 1, 1, scenario_check_system, scenario_run_system },
	{ "power-setting", "power-setting GUID DATA", 2, 2, scenario_check_setting,
		scenario_run_setting },
	{ "idle", "idle DEVICE", 1, 1, scenario_check_device, scenario_run_idle },
	{ "wake", "wake DEVICE", 1, 1, scenario_check_device, scenario_run_wake },
	{ "await-awake", "await-awake DEVICE", 1, 1, scenario_check_device,
		scenario_run_await_awake },
	{ "interrupt", "interrupt VECTOR", 1, 1, scenario_check_vector, scenario_run_interrupt },
	{ "await-interface", "await-interface CLASS [COUNT]", 1, 2, scenario_check_interface,
		scenario_run_await_interface },
	{ "open", "open HANDLE PATH", 2, 2, scenario_check_open, scenario_run_open },
	{ "read", "read HANDLE LENGTH [OFFSET]", 2, 3, scenario_check_read, scenario_run_read },
	{ "write", "write HANDLE DATA [OFFSET]", 2, 3, scenario_check_write, scenario_run_write },
	{ "ioctl", "ioctl HANDLE CODE [DATA [LENGTH]]", 2, 4, scenario_check_ioctl,
		scenario_run_ioctl },
	{ "async-read", "async-read HANDLE LENGTH [OFFSET]", 2, 3, scenario_check_read,
		scenario_run_read },
	{ "async-write", "async-write HANDLE DATA [OFFSET]", 2, 3, scenario_check_write,
		scenario_run_write },
	{ "async-ioctl", "async-ioctl HANDLE CODE [DATA [LENGTH]]", 2, 4, scenario_check_ioctl,
		scenario_run_ioctl },
	{ "thread", "thread NAME [TIMES]", 1, 2, scenario_check_thread, scenario_run_thread },
	{ "end", "end", 0, 0, NULL, scenario_run_end },
	{ "join", "join NAME", 1, 1, scenario_check_join, scenario_run_join },
	{ "wait", "wait HANDLE", 1, 1, scenario_check_handle, scenario_run_wait },
	{ "cancel", "cancel HANDLE", 1, 1, scenario_check_handle, scenario_run_cancel },
	{ "close", "close HANDLE", 1, 1, scenario_check_handle, scenario_run_close },
	{ "wmi-query", "wmi-query DEVICE CLASS [INSTANCE]", 2, 3, scenario_check_wmi,
		scenario_run_wmi },
	{ "wmi-set", "wmi-set DEVICE CLASS DATA [INSTANCE]", 3, 4, scenario_check_wmi,
		scenario_run_wmi },
	{ "wmi-set-item", "wmi-set-item DEVICE CLASS ITEM DATA [INSTANCE]", 4, 5,
		scenario_check_wmi, scenario_run_wmi },
	{ "wmi-execute", "wmi-execute DEVICE CLASS METHOD DATA [INSTANCE]", 4, 5,
		scenario_check_wmi, scenario_run_wmi },
	{ "wmi-event", "wmi-event CLASS", 1, 1, NULL, scenario_run_wmi_event },
	{ "process", "process NAME", 1, 1, NULL, scenario_run_process },
	{ "exit", "exit NAME", 1, 1, scenario_check_exit, scenario_run_exit },
	{ "event", "event NAME [automatic]", 1, 2, scenario_check_event, scenario_run_event },
	{ "set-event", "set-event NAME", 1, 1, scenario_check_event, scenario_run_change_event },
	{ "reset-event", "reset-event NAME", 1, 1, scenario_check_event,
		scenario_run_change_event },
	{ "await-event", "await-event NAME", 1, 1, scenario_check_event, scenario_run_await_event },
	{ "shutdown", "shutdown", 0, 0, NULL, run_shutdown },
	{ "kill", "kill", 0, 0, NULL, run_kill },
	{ "expect", "expect STATUS", 1, 1, check_status, run_expect },
	{ "expect-data", "expect-data DATA", 1, 1, scenario_check_data, scenario_run_expect_data },
};

const struct scenario_word *scenario_word_find(const char *name)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	}
	return NULL;
}
