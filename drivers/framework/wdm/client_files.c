#include "drivers/framework/wdm/client_files.h"

#include <pthread.h>
#include <stdlib.h>

#include "drivers/framework/wdm/file_private.h"
#include "drivers/framework/wdm/pnp.h"

struct client_file {
	struct ob_object object;
	struct io_file *file; /* owned until it is closed */
	unsigned int users;   /* threads that are in a call with it */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t unused = PTHREAD_COND_INITIALIZER;

static void destroy(struct ob_object *object)
{
	free(CONTAINING_RECORD(object, struct client_file, object));
}

static const struct ob_type file_type = { "File", NULL, destroy, 0, NULL };

static struct client_file *file_of(struct ob_object *object)
{
	return CONTAINING_RECORD(object, struct client_file, object);
}

NTSTATUS io_client_file_open(HANDLE *out, struct ps_process *process, const char *path)
{
	struct client_file *file = calloc(1, sizeof(*file));
	NTSTATUS status;

	if (!file)
		return STATUS_INSUFFICIENT_RESOURCES;
	ob_init(&file->object, &file_type);
	status = io_file_open_in(&file->file, path, process);
	if (NT_SUCCESS(status)) {
		status = ps_process_open(out, process, &file->object);
		if (!NT_SUCCESS(status))
			io_file_close(file->file);
	}
	ob_dereference(&file->object);
	return status;
}

NTSTATUS io_client_file_acquire(
	struct ob_object **out, struct io_file **file, struct ps_process *process, HANDLE handle)
{
	NTSTATUS status = ps_process_reference(out, process, handle);

	if (!NT_SUCCESS(status))
		return status;
	if ((*out)->type != &file_type) {
		ob_dereference(*out);
		return STATUS_OBJECT_TYPE_MISMATCH;
	}
	pthread_mutex_lock(&lock);
	*file = file_of(*out)->file;
	if (*file)
		file_of(*out)->users++;
	pthread_mutex_unlock(&lock);
	if (*file)
		return STATUS_SUCCESS;
	ob_dereference(*out);
	return STATUS_INVALID_HANDLE;
}

void io_client_file_release(struct ob_object *object)
{
	pthread_mutex_lock(&lock);
	if (--file_of(object)->users == 0)
		pthread_cond_broadcast(&unused);
	pthread_mutex_unlock(&lock);
	ob_dereference(object);
}

bool io_client_file_close(struct ob_object *object)
{
	struct client_file *self = file_of(object);
	struct io_file *file;

	if (object->type != &file_type)
		return false;
	pthread_mutex_lock(&lock);
	file = self->file;
	self->file = NULL;
	pthread_mutex_unlock(&lock);
	if (!file)
		return true;

	io_file_close_handle(file);
	pthread_mutex_lock(&lock);
	while (self->users > 0)
		pthread_cond_wait(&unused, &lock);
	pthread_mutex_unlock(&lock);
	io_file_close_object(file);
	io_pnp_host_handle_closed();
	return true;
}
