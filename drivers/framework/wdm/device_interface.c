#include "drivers/framework/wdm/device_interface.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/device.h"
#include "drivers/framework/wdm/guid.h"
#include "drivers/framework/wdm/notification.h"
#include "drivers/framework/wdm/property_store.h"
#include "drivers/framework/wdm/resource.h"
#include "drivers/framework/wdm/string.h"

struct interface {
	struct io_resource resource; /* in the books while it is enabled */
	PDEVICE_OBJECT pdo;          /* NULL: it is gone */
	GUID class;
	UNICODE_STRING name; /* owned buffer */
	size_t own_length;   /* of the name, in characters, without the reference */
	bool is_enabled;
	LIST_ENTRY link; /* oldest first */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static LIST_ENTRY interfaces = { &interfaces, &interfaces };

static void free_interface(struct interface *interface)
{
	free(interface->name.Buffer);
	free(interface);
}

static void reclaim(struct io_resource *resource)
{
	free_interface(CONTAINING_RECORD(resource, struct interface, resource));
}

static const struct io_kind interface_kind = { "device-interface", 0, reclaim };

static struct interface *interface_of(LIST_ENTRY *link)
{
	return CONTAINING_RECORD(link, struct interface, link);
}

static bool is_named(const struct interface *interface, PCUNICODE_STRING name)
{
	return interface->name.Length == name->Length &&
	       io_string_equal(
		       interface->name.Buffer, name->Buffer, name->Length / sizeof(WCHAR), true);
}

static struct interface *find(PCUNICODE_STRING name)
{
	for (LIST_ENTRY *link = interfaces.Flink; link != &interfaces; link = link->Flink) {
		if (is_named(interface_of(link), name))
			return interface_of(link);
	}
	return NULL;
}

/* "\??\INSTANCE#{class}\reference", with a # for each \ of the instance. */
static bool make_name(
	struct interface *out, const struct io_interface_request *request, const char *instance)
{
	size_t reference = request->reference ? request->reference->Length / sizeof(WCHAR) : 0;
	size_t most = strlen(instance) + IO_GUID_LENGTH + reference + 8;
	WCHAR *name = calloc(most, sizeof(WCHAR));
	size_t length = 4;

	if (!name)
		return false;
	memcpy(name, L"\\??\\", length * sizeof(WCHAR));
	for (; *instance; instance++)
		name[length++] = *instance == '\\' ? L'#' : (unsigned char)*instance;
	name[length++] = L'#';
	io_guid_write(name + length, request->class);
	length += IO_GUID_LENGTH;
	out->own_length = length;
	if (reference > 0) {
		name[length++] = L'\\';
		memcpy(name + length, request->reference->Buffer, reference * sizeof(WCHAR));
		length += reference;
	}
	out->name = (UNICODE_STRING){ (USHORT)(length * sizeof(WCHAR)),
		(USHORT)(most * sizeof(WCHAR)), name };
	return true;
}

NTSTATUS io_interface_register(PCUNICODE_STRING *name, const struct io_interface_request *request)
{
	const char *instance = io_device_instance(request->pdo);
	struct interface *interface;
	struct interface *known;

	if (!instance)
		return STATUS_INVALID_DEVICE_REQUEST;
	interface = calloc(1, sizeof(*interface));
	if (!interface || !make_name(interface, request, instance)) {
		free(interface);
		return STATUS_INSUFFICIENT_RESOURCES;
	}
	interface->pdo = request->pdo;
	interface->class = *request->class;
	pthread_mutex_lock(&lock);
	known = find(&interface->name);
	if (!known)
		InsertTailList(&interfaces, &interface->link);
	pthread_mutex_unlock(&lock);
	if (known)
		free_interface(interface);
	*name = known ? &known->name : &interface->name;
	return known ? STATUS_OBJECT_NAME_EXISTS : STATUS_SUCCESS;
}

NTSTATUS io_interface_enable(struct io_driver *driver, PCUNICODE_STRING name, const void *site)
{
	struct interface *interface;
	bool was_enabled = false;

	pthread_mutex_lock(&lock);
	interface = find(name);
	if (interface) {
		was_enabled = interface->is_enabled;
		interface->is_enabled = true;
	}
	pthread_mutex_unlock(&lock);
	if (!interface)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	if (was_enabled)
		return STATUS_OBJECT_NAME_EXISTS;
	io_resource_acquire(&interface->resource, driver,
		&(struct io_claim){ .kind = &interface_kind, .handle = interface, .site = site });
	io_notification_interface(&interface->class, &interface->name, true);
	return STATUS_SUCCESS;
}

NTSTATUS io_interface_disable(PCUNICODE_STRING name, const void *site)
{
	struct interface *interface;
	bool was_enabled = false;

	pthread_mutex_lock(&lock);
	interface = find(name);
	if (interface) {
		was_enabled = interface->is_enabled;
		interface->is_enabled = false;
	}
	pthread_mutex_unlock(&lock);
	if (!was_enabled)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	io_resource_release(&interface->resource, site);
	io_notification_interface(&interface->class, &interface->name, false);
	return STATUS_SUCCESS;
}

/* What is opened is the device; the reference is a matter between the driver and its users. */
static bool leads_to(const struct interface *interface, PCUNICODE_STRING name)
{
	size_t length = name->Length / sizeof(WCHAR);

	return interface->is_enabled && length == interface->own_length &&
	       io_string_equal(interface->name.Buffer, name->Buffer, length, true);
}

PDEVICE_OBJECT io_interface_find(PCUNICODE_STRING name)
{
	PDEVICE_OBJECT pdo = NULL;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = interfaces.Flink; link != &interfaces && !pdo; link = link->Flink) {
		if (leads_to(interface_of(link), name))
			pdo = interface_of(link)->pdo;
	}
	pthread_mutex_unlock(&lock);
	return pdo;
}

size_t io_interface_list(
	WCHAR *out, const GUID *class, const DEVICE_OBJECT *pdo, bool with_disabled)
{
	size_t length = 0;

	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = interfaces.Flink; link != &interfaces; link = link->Flink) {
		const struct interface *interface = interface_of(link);
		size_t own = interface->name.Length / sizeof(WCHAR);

		if (!IsEqualGUID(&interface->class, class) || (pdo && interface->pdo != pdo) ||
			!(interface->is_enabled || with_disabled))
			continue;
		if (out) {
			memcpy(out + length, interface->name.Buffer, own * sizeof(WCHAR));
			out[length + own] = L'\0';
		}
		length += own + 1;
	}
	pthread_mutex_unlock(&lock);
	if (out)
		out[length] = L'\0';
	return length + 1;
}

bool io_interface_state(struct io_interface_state *out, PCUNICODE_STRING name)
{
	const struct interface *interface;

	pthread_mutex_lock(&lock);
	interface = find(name);
	if (interface)
		*out = (struct io_interface_state){ interface->class, interface->is_enabled };
	pthread_mutex_unlock(&lock);
	return interface != NULL;
}

void io_interface_forget_device(const DEVICE_OBJECT *pdo)
{
	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = interfaces.Flink; link != &interfaces;) {
		struct interface *interface = interface_of(link);

		link = link->Flink;
		if (interface->pdo != pdo)
			continue;
		RemoveEntryList(&interface->link);
		io_property_forget(&interface->name);
		interface->pdo = NULL;
		if (!interface->is_enabled)
			free_interface(interface);
	}
	pthread_mutex_unlock(&lock);
}

bool io_interface_path(char *out, size_t size, const char *class, size_t place)
{
	GUID guid;
	bool is_found = false;

	if (!io_guid_read(&guid, class))
		return false;
	pthread_mutex_lock(&lock);
	for (LIST_ENTRY *link = interfaces.Flink; link != &interfaces && !is_found;
		link = link->Flink) {
		const struct interface *interface = interface_of(link);
		size_t length = interface->name.Length / sizeof(WCHAR);

		if (!interface->is_enabled || !IsEqualGUID(&interface->class, &guid) || place-- > 0)
			continue;
		is_found = true;
		for (size_t i = 0; i < length && i + 1 < size; i++)
			out[i] = (char)interface->name.Buffer[i];
		out[length < size ? length : size - 1] = '\0';
		is_found = length < size;
		break;
	}
	pthread_mutex_unlock(&lock);
	return is_found;
}
