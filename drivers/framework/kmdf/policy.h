/*
 * Power policy (powerpolicystatemachine.cpp): a device that is idle may sleep while the system works, and
 * sleeps when the system does; it is armed to wake where its driver has said so.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <wdfpowerpolicy.h>

#include "drivers/framework/kmdf/worker.h"
#include "drivers/framework/wdm/idle.h"

struct fx_device;

/* What a device that sleeps may be woken from. */
enum fx_wake {
	FX_WAKE_NONE,
	FX_WAKE_S0,
	FX_WAKE_SX,
};

struct fx_policy {
	bool is_owner;
	WDF_POWER_POLICY_EVENT_CALLBACKS callbacks;
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idle; /* its size is 0: it was not assigned */
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS wake; /* the same */
	LONG busy;                                  /* WdfDeviceStopIdle: how often */
	bool is_idle;                               /* it sleeps while the system works */
	bool is_changing;                           /* it is on its way, in either direction */
	enum fx_wake arming;                        /* when it goes to sleep next */
	enum fx_wake armed;
	bool is_triggered;         /* it has woken itself */
	SYSTEM_POWER_STATE system; /* that it goes to sleep for */
	LONG children_armed;       /* how many of its children */
	LIST_ENTRY references;     /* of WdfDeviceStopIdle; see power_reference.h */
	struct fx_worker worker;   /* brings it back for who does not wait */
	pthread_mutex_t lock;      /* of changes that the policy makes; recursive */
	struct io_idle idler;      /* registered while the device is started */
};

void fx_policy_init(struct fx_device *device, bool is_owner);

/* The device is disposed of: nothing is under way any more. */
void fx_policy_end(struct fx_policy *policy);
void fx_policy_finish(struct fx_policy *policy);

/* The device has started; it goes. */
void fx_policy_start(struct fx_device *device);
void fx_policy_stop(struct fx_device *device);

/* While the device is on its way down, and up again. */
NTSTATUS fx_policy_arm(struct fx_device *device);
void fx_policy_disarm(struct fx_device *device);

/* Whether it is armed when the system sleeps; by itself, or for its children. */
bool fx_policy_wakes_system(const struct fx_policy *policy);

/* It works; it sleeps with the system. For whoever tells the driver of states. */
void fx_policy_enter_started(struct fx_device *device);
void fx_policy_enter_asleep(struct fx_device *device);

/* It is needed, but not waited for. True when that is to come. At DISPATCH_LEVEL or below. */
bool fx_policy_need(struct fx_device *device, const void *site);

/* Where it sleeps while the system is in `state`. */
DEVICE_POWER_STATE fx_policy_sleep_state(const struct fx_device *device);

/* Nobody needs the device for a while; STATUS_INVALID_DEVICE_STATE when it may not sleep, or is needed. */
NTSTATUS fx_policy_idle(struct fx_device *device);

/* It is needed; STATUS_SUCCESS when it works. `by_itself`: its wake signal did that. */
NTSTATUS fx_policy_wake(struct fx_device *device, bool by_itself);
