/*
 * Nodes: what the PnP manager knows of the devices that buses have reported. Each has the drivers that
 * are in its stack, and hangs below the node of its bus. Only the thread that has the PnP manager's
 * lock (pnp.h) looks at them.
 */
#pragma once

#include <stdbool.h>
#include <wdm.h>

#include "drivers/framework/wdm/pnp.h"
#include "drivers/framework/wdm/resource_claim.h"

struct io_space;

enum {
	PNP_RELATED_MAX = 8,
};

struct pnp_node {
	PDEVICE_OBJECT pdo;      /* the bottom of the stack; owned when it is the root bus's */
	struct pnp_node *parent; /* NULL: on the root bus */
	struct io_driver *drivers[IO_PNP_DRIVERS_MAX]; /* of the stack, from bottom to top */
	size_t driver_count;
	char *name;                            /* owned: as the host calls it */
	PCM_RESOURCE_LIST boot;                /* owned; what it is left with; NULL: nothing */
	PIO_RESOURCE_REQUIREMENTS_LIST wanted; /* owned; before it is filtered; NULL: none */
	PCM_RESOURCE_LIST resources;           /* owned; NULL: none */
	struct io_resource_claim claim;
	struct io_space *spaces[IO_PNP_RESOURCES_MAX]; /* owned */
	bool is_added;                                 /* its drivers have added their devices */
	bool is_started;
	bool is_told;    /* who has a file of it was asked, too */
	bool is_queried; /* asked whether it may be removed; nothing was decided */
	bool is_gone;    /* surprise-removed, and not removed yet */
	/* Those that go with it, while it goes; they may be gone already. */
	PDEVICE_OBJECT related[PNP_RELATED_MAX];
	size_t related_count;
	bool is_going;   /* it is being asked, or removed: its relations are looked at once */
	bool is_missing; /* its bus reports it no more */
	LIST_ENTRY link; /* in the list of nodes, which is oldest first */
};

/* NULL: no memory. */
struct pnp_node *pnp_node_create_root(const struct io_pnp_plug *plug);
struct pnp_node *pnp_node_create_child(struct pnp_node *parent, PDEVICE_OBJECT pdo);
void pnp_node_destroy(struct pnp_node *node);

/* False when there are too many. */
bool pnp_node_add_driver(struct pnp_node *node, struct io_driver *driver);
bool pnp_node_has_driver(const struct pnp_node *node, const struct io_driver *driver);

/* NULL when there is none. */
struct pnp_node *pnp_node_find(const char *name);
struct pnp_node *pnp_node_of(const DEVICE_OBJECT *pdo);

/* From the oldest to the newest, or back; NULL begins, and is the end. */
struct pnp_node *pnp_node_next(const struct pnp_node *node);
struct pnp_node *pnp_node_previous(const struct pnp_node *node);

/* Just these are what it needs; no resources are no list. See io_pnp_host_plug() for what it gives. */
NTSTATUS pnp_node_require(
	struct pnp_node *node, const struct io_pnp_resource *resources, size_t count);

/* The list is the node's from then on, also when it fails; nobody else can have what is in it. */
NTSTATUS pnp_node_give_resources(struct pnp_node *node, PCM_RESOURCE_LIST list);
void pnp_node_take_resources(struct pnp_node *node);

/* Under which name it claims resources. */
const char *pnp_node_claimant(const struct pnp_node *node);

/* Whether a handle to one of its devices is open. */
bool pnp_node_is_in_use(const struct pnp_node *node);
