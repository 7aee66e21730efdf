/* Requests of the PnP manager: made, sent to the top of a stack, and waited for. */
#pragma once

#include <wdm.h>

struct pnp_node;

/* `stack` says what is asked; *information, which may be NULL, goes with it, and comes with the answer. */
NTSTATUS pnp_irp_send(
	PDEVICE_OBJECT device, const IO_STACK_LOCATION *stack, ULONG_PTR *information);

/* The same to that device and those below, whoever is above. */
NTSTATUS pnp_irp_send_to(
	PDEVICE_OBJECT device, const IO_STACK_LOCATION *stack, ULONG_PTR *information);

/* A request without arguments, or IRP_MN_START_DEVICE with the node's resources. */
NTSTATUS pnp_irp_send_minor(struct pnp_node *node, UCHAR minor);
