/* What the parts of the PnP manager share, and nobody else. All need its lock but where told. */
#pragma once

#include <wdm.h>

#include "drivers/framework/wdm/pnp_node.h"

/* The lock of the PnP manager, taken for one thing that the host wants, or a driver's unload. */
void pnp_lock(void);
void pnp_unlock(void);

/* AddDevice of each of its drivers, then start, then its children. On failure it is removed. */
NTSTATUS pnp_bring_up(struct pnp_node *node);

/* The bus of a child says what it needs. */
void pnp_resources_ask(struct pnp_node *node);

/* What the stack makes of that, and what is free of it: the node has it then. */
NTSTATUS pnp_resources_assign(struct pnp_node *node);

/* IRP_MN_START_DEVICE; no more. */
NTSTATUS pnp_start(struct pnp_node *node);

/*
 * The node, after everything below it: asked whether it may be removed, and told that it may not
 * after all; told that it is gone; removed. A child of a bus that still reports it stays as a node.
 */
NTSTATUS pnp_query_remove(struct pnp_node *node);
void pnp_cancel_remove(struct pnp_node *node);
void pnp_surprise_remove(struct pnp_node *node);
void pnp_remove(struct pnp_node *node);

/* What the drivers of the stack say that goes with the node, beside its children. */
void pnp_relations_ask(struct pnp_node *node, DEVICE_RELATION_TYPE type);

/* NULL when it is gone already, or behind the last. */
struct pnp_node *pnp_related(const struct pnp_node *node, size_t place);

/* Surprise-removed nodes that no handle keeps any more are removed. */
void pnp_remove_unused(void);

/* Asks a bus for its children: new ones are brought up, others are gone. */
void pnp_enumerate(struct pnp_node *bus);

/* See io_pnp_host_install(). */
NTSTATUS pnp_install(const char *id, const char *const *drivers, size_t count);

/* For the thread of the PnP manager, once for each of both. */
void pnp_enqueue(void (*carry_out)(struct pnp_node *node), const DEVICE_OBJECT *pdo);

/* A device that says that it has failed is removed, as soon as nobody has it open. */
void pnp_look_at_state(struct pnp_node *node);

/* What is in the queue is done, and what that leads to. */
void pnp_settle(void);

/* From any thread: whether the queue is not empty. */
bool pnp_has_events(void);

/* The device goes: nothing is done about it any more. */
void pnp_forget_events(const DEVICE_OBJECT *pdo);
