/* The endpoints of a simulated device: transfers, and the data that wait for them. */
#include <stdlib.h>
#include <string.h>

#include "drivers/framework/wdm/usb_device.h"

struct chunk {
	LIST_ENTRY link;
	size_t length;
	size_t taken;
	unsigned char bytes[];
};

static struct chunk *first_chunk(struct usb_endpoint *endpoint)
{
	return IsListEmpty(&endpoint->data)
		       ? NULL
		       : CONTAINING_RECORD(endpoint->data.Flink, struct chunk, link);
}

void usb_endpoint_init(struct usb_endpoint *endpoint, struct usb_device *device, UCHAR address)
{
	*endpoint = (struct usb_endpoint){ .device = device, .address = address };
	InitializeListHead(&endpoint->waiting);
	InitializeListHead(&endpoint->data);
}

static void drop(struct usb_endpoint *endpoint, struct chunk *chunk)
{
	endpoint->data_length -= chunk->length - chunk->taken;
	RemoveEntryList(&chunk->link);
	free(chunk);
}

void usb_endpoint_finish(struct usb_endpoint *endpoint)
{
	struct chunk *chunk;

	while ((chunk = first_chunk(endpoint)) != NULL)
		drop(endpoint, chunk);
	free(endpoint->written);
	endpoint->written = NULL;
}

static struct chunk *add_chunk(struct usb_endpoint *endpoint, size_t length)
{
	struct chunk *chunk = malloc(sizeof(*chunk) + length);

	if (!chunk)
		return NULL;
	chunk->length = length;
	chunk->taken = 0;
	InsertTailList(&endpoint->data, &chunk->link);
	endpoint->data_length += length;
	return chunk;
}

bool usb_endpoint_add_data(struct usb_endpoint *endpoint, const void *data, size_t length)
{
	struct chunk *chunk = add_chunk(endpoint, length);

	if (chunk && length > 0)
		memcpy(chunk->bytes, data, length);
	return chunk != NULL;
}

/* The part of a transfer buffer that `offset` begins; NULL at its end. */
static unsigned char *part_of(const URB *urb, size_t offset, size_t *length)
{
	const struct _URB_CONTROL_TRANSFER *transfer = &urb->UrbControlTransfer;
	PMDL mdl = transfer->TransferBufferMDL;

	if (offset >= transfer->TransferBufferLength)
		return NULL;
	*length = transfer->TransferBufferLength - offset;
	if (transfer->TransferBuffer)
		return (unsigned char *)transfer->TransferBuffer + offset;
	while (mdl && offset >= MmGetMdlByteCount(mdl)) {
		offset -= MmGetMdlByteCount(mdl);
		mdl = mdl->Next;
	}
	if (!mdl)
		return NULL;
	if (*length > MmGetMdlByteCount(mdl) - offset)
		*length = MmGetMdlByteCount(mdl) - offset;
	return (unsigned char *)MmGetMdlVirtualAddress(mdl) + offset;
}

void usb_urb_read_buffer(const URB *urb, void *out, size_t length)
{
	size_t done = 0;
	size_t part = 0;
	const unsigned char *from;

	while (done < length && (from = part_of(urb, done, &part)) != NULL) {
		part = part < length - done ? part : length - done;
		memcpy((unsigned char *)out + done, from, part);
		done += part;
	}
}

void usb_urb_write_buffer(const URB *urb, size_t offset, const void *data, size_t length)
{
	size_t done = 0;
	size_t part = 0;
	unsigned char *to;

	while (done < length && (to = part_of(urb, offset + done, &part)) != NULL) {
		part = part < length - done ? part : length - done;
		memcpy(to, (const unsigned char *)data + done, part);
		done += part;
	}
}

/* Up to `room` bytes of the oldest chunk: where that ends, the device has sent a short packet. */
static size_t take(struct usb_endpoint *endpoint, const URB *urb, size_t offset, size_t room)
{
	struct chunk *chunk = first_chunk(endpoint);
	size_t length = chunk->length - chunk->taken;

	if (length > room)
		length = room;
	usb_urb_write_buffer(urb, offset, chunk->bytes + chunk->taken, length);
	chunk->taken += length;
	endpoint->data_length -= length;
	if (chunk->taken == chunk->length)
		drop(endpoint, chunk);
	return length;
}

static bool receive(struct usb_endpoint *endpoint, PURB urb)
{
	struct _URB_BULK_OR_INTERRUPT_TRANSFER *transfer = &urb->UrbBulkOrInterruptTransfer;
	size_t wanted = transfer->TransferBufferLength;

	if (!first_chunk(endpoint))
		return false;
	transfer->TransferBufferLength = (ULONG)take(endpoint, urb, 0, wanted);
	if (transfer->TransferBufferLength < wanted &&
		!(transfer->TransferFlags & USBD_SHORT_TRANSFER_OK))
		transfer->Hdr.Status = USBD_STATUS_ERROR_SHORT_TRANSFER;
	return true;
}

static bool keep_written(struct usb_endpoint *endpoint, const URB *urb, size_t length)
{
	unsigned char *bytes = malloc(length ? length : 1);

	if (!bytes)
		return false;
	usb_urb_read_buffer(urb, bytes, length);
	free(endpoint->written);
	endpoint->written = bytes;
	endpoint->written_length = length;
	return true;
}

static bool send_round(struct usb_endpoint *endpoint, PURB urb, size_t length)
{
	struct chunk *chunk = add_chunk(endpoint->partner, length);

	if (!chunk)
		return false;
	usb_urb_read_buffer(urb, chunk->bytes, length);
	return true;
}

static bool has_room(const struct usb_endpoint *endpoint, size_t length)
{
	const struct usb_endpoint *partner = endpoint->partner;

	return !partner || partner->data_length == 0 ||
	       partner->data_length + length <= endpoint->room;
}

static bool transmit(struct usb_endpoint *endpoint, PURB urb)
{
	struct _URB_BULK_OR_INTERRUPT_TRANSFER *transfer = &urb->UrbBulkOrInterruptTransfer;
	size_t length = transfer->TransferBufferLength;

	if (!has_room(endpoint, length))
		return false;
	if (!(endpoint->partner ? send_round(endpoint, urb, length)
				: keep_written(endpoint, urb, length)))
		transfer->Hdr.Status = USBD_STATUS_INSUFFICIENT_RESOURCES;
	return true;
}

bool usb_endpoint_transfer(struct usb_endpoint *endpoint, PURB urb)
{
	urb->UrbHeader.Status = USBD_STATUS_SUCCESS;
	if (USB_ENDPOINT_DIRECTION_IN(endpoint->address))
		return receive(endpoint, urb);
	return transmit(endpoint, urb);
}

/* Its frames are over at once: what the device has nothing for stays empty. */
void usb_endpoint_transfer_isochronous(struct usb_endpoint *endpoint, PURB urb)
{
	struct _URB_ISOCH_TRANSFER *transfer = &urb->UrbIsochronousTransfer;
	bool is_in = USB_ENDPOINT_DIRECTION_IN(endpoint->address) != 0;
	ULONG end = transfer->TransferBufferLength;

	transfer->Hdr.Status = USBD_STATUS_SUCCESS;
	transfer->ErrorCount = 0;
	for (ULONG i = transfer->NumberOfPackets; i > 0; i--) {
		USBD_ISO_PACKET_DESCRIPTOR *packet = &transfer->IsoPacket[i - 1];

		if (packet->Offset > end) {
			transfer->Hdr.Status = USBD_STATUS_INVALID_PARAMETER;
			return;
		}
		packet->Length = end - packet->Offset;
		packet->Status = USBD_STATUS_SUCCESS;
		end = packet->Offset;
	}
	for (ULONG i = 0; is_in && i < transfer->NumberOfPackets; i++) {
		USBD_ISO_PACKET_DESCRIPTOR *packet = &transfer->IsoPacket[i];

		packet->Length = first_chunk(endpoint) ? (ULONG)take(endpoint, urb, packet->Offset,
								 packet->Length)
						       : 0;
	}
	if (is_in)
		return;
	if (!(endpoint->partner ? send_round(endpoint, urb, transfer->TransferBufferLength)
				: keep_written(endpoint, urb, transfer->TransferBufferLength)))
		transfer->Hdr.Status = USBD_STATUS_INSUFFICIENT_RESOURCES;
}
