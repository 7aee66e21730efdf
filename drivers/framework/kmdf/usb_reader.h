/*
 * Continuous readers: reads that a pipe always has outstanding while its I/O target is started. Each is
 * sent again when the driver has seen what it has read. When one fails, all end, the driver is told at
 * PASSIVE_LEVEL, the pipe is reset and they begin anew (fxusbpipe.cpp).
 */
#pragma once

#include <stdbool.h>
#include <wdfusb.h>

struct fx_usb_pipe;
struct fx_usb_reader;

/* `site`: the driver's call, which what is read into is attributed to. */
NTSTATUS fx_usb_reader_create(struct fx_usb_reader **out, struct fx_usb_pipe *pipe,
	const WDF_USB_CONTINUOUS_READER_CONFIG *config, const void *site);

/* Accepts NULL. */
void fx_usb_reader_destroy(struct fx_usb_reader *reader);

/* Its pipe is started; it is stopped, and waits for what is outstanding. */
NTSTATUS fx_usb_reader_start(struct fx_usb_reader *reader);
void fx_usb_reader_stopped(struct fx_usb_reader *reader);

/* Its pipe goes: tells of a driver that has not stopped it. */
void fx_usb_reader_check_stopped(const struct fx_usb_reader *reader);
