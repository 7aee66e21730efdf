/*
 * A driver for a test: its DriverEntry runs in a system thread, as any driver's, so a test writes
 * down what happens there and asserts when it has returned.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <wdf.h>

/* Runs `entry` as a new driver's DriverEntry; what it wrote down before is forgotten. */
NTSTATUS enter(DRIVER_INITIALIZE *entry);

/* Starts its devices, unloads it; both write nothing down by themselves. */
NTSTATUS start(void);
void unload(void);

/* A device of the driver's appears, and goes. */
struct io_pnp_resource;
NTSTATUS plug(const struct io_pnp_resource *resources, size_t count);
NTSTATUS unplug(void);

/* How many resources the driver holds. */
int outstanding(void);

/* The driver is forgotten. Called by each test's teardown, so that a failed test leaves nothing. */
int forget_driver(void **state);

/* The same, but what it left behind stays. */
void unload_for_good(void);

/* Words in the order in which they were said, separated by blanks. */
void say(const char *word);
const char *said(void);

/* `entry` is run in a process of its own, where it must be stopped under `rule`. */
void assert_stopped(DRIVER_INITIALIZE *entry, const char *rule);

/* The same of a driver that must not be stopped, but whose breach of `rule` must be reported. */
void assert_reported(DRIVER_INITIALIZE *entry, const char *rule);

/* WdfDriverCreate as most drivers call it. */
NTSTATUS create_driver(PDRIVER_OBJECT object, PUNICODE_STRING path,
	PWDF_OBJECT_ATTRIBUTES attributes, WDFDRIVER *driver);

#define TEST(name) cmocka_unit_test_teardown(name, forget_driver)
