#include "viewer/reader/native.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/reader/inspection.h"
#include "viewer/reader/metadata.h"
#include "viewer/reader/native_file.h"
#include "viewer/reader/native_records.h"
#include "viewer/reader/native_stream.h"
#include "viewer/reader/native_window.h"
#include "viewer/reader/schema.h"
#include "viewer/reader/tsdl.h"

struct native_trace {
	struct tsdl tsdl;
	struct native_class *classes; /* owned; one per stream of the metadata */
	size_t class_count;
	struct native_stream *streams; /* owned */
	size_t stream_count;
};

/* Whose layouts are those of the class, by id: ids count from 0, so a table of them is small. */
static int index_layouts(struct native_class *class)
{
	uint32_t last = class->layout_count ? class->layouts[class->layout_count - 1].id : 0;

	if (last > UINT16_MAX)
		return NATIVE_NOT_UNDERSTOOD;
	class->id_count = class->layout_count ? last + 1 : 0;
	class->by_id = calloc((size_t) class->id_count + 1, sizeof(struct layout *));
	if (!class->by_id)
		return -ENOMEM;
	for (size_t i = 0; i < class->layout_count; i++)
		class->by_id[class->layouts[i].id] = &class->layouts[i];
	native_find_plains(class);
	return 0;
}

static int compile_class(
	struct native_class *class, const struct tsdl *tsdl, const struct tsdl_stream *stream)
{
	size_t count = 0;

	class->id = stream->id;
	class->is_large = stream->is_large;
	class->clock = tsdl->clock;
	class->decoded_offset_ns =
		class->clock.frequency == clock_ns_frequency ? class->clock.offset_ns : 0;
	for (size_t i = 0; i < tsdl->event_count; i++)
		count += tsdl->events[i].stream_id == stream->id;
	class->layouts = calloc(count + 1, sizeof(*class->layouts));
	if (!class->layouts)
		return -ENOMEM;
	/* The events are sorted by stream and id. */
	for (size_t i = 0; i < tsdl->event_count; i++) {
		int ret;

		if (tsdl->events[i].stream_id != stream->id)
			continue;
		ret = layout_init(&class->layouts[class->layout_count++], &tsdl->events[i], stream);
		if (ret != 0)
			return ret < 0 ? ret : NATIVE_NOT_UNDERSTOOD;
	}
	return index_layouts(class);
}

static int compile(struct native_trace *trace)
{
	trace->classes = calloc(trace->tsdl.stream_count + 1, sizeof(*trace->classes));
	if (!trace->classes)
		return -ENOMEM;
	for (size_t i = 0; i < trace->tsdl.stream_count; i++) {
		int ret = compile_class(&trace->classes[trace->class_count++], &trace->tsdl,
			&trace->tsdl.streams[i]);

		if (ret != 0)
			return ret;
	}
	return 0;
}

static int parse_metadata(struct native_trace *trace, const struct inspection *inspection)
{
	struct metadata metadata = { 0 };
	char *path;
	int ret;

	if (inspection->metadata_text) {
		ret = tsdl_parse(&trace->tsdl, inspection->metadata_text);
		return ret > 0 ? NATIVE_NOT_UNDERSTOOD : ret;
	}
	if (asprintf(&path, "%s/metadata", inspection->folder) < 0)
		return -ENOMEM;
	ret = metadata_read(&metadata, path);
	free(path);
	if (ret == -ENOMEM)
		return ret;
	if (ret == 0 && metadata.is_odd)
		ret = NATIVE_NOT_UNDERSTOOD;
	if (ret == 0)
		ret = tsdl_parse(&trace->tsdl, metadata.text);
	metadata_finish(&metadata);
	return ret == 0 || ret == -ENOMEM ? ret : NATIVE_NOT_UNDERSTOOD;
}

static const struct native_class *find_class(const struct native_trace *trace, uint32_t id)
{
	for (size_t i = 0; i < trace->class_count; i++)
		if (trace->classes[i].id == id)
			return &trace->classes[i];

	return NULL;
}

/* The stream that a file belongs to; streams may be spread over several files. */
static int find_stream(
	struct native_trace *trace, struct native_stream **out, const struct native_file *file)
{
	struct native_stream *stream;

	for (size_t i = 0; i < trace->stream_count; i++) {
		stream = &trace->streams[i];
		if (stream->class->id == file->stream_id &&
			stream->files[0].instance_id == file->instance_id) {
			*out = stream;
			return 0;
		}
	}
	stream = &trace->streams[trace->stream_count];
	*stream = (struct native_stream){ .class = find_class(trace, file->stream_id) };
	if (!stream->class)
		return NATIVE_NOT_UNDERSTOOD;
	if (asprintf(&stream->name, "%s | %" PRIu32 " | %" PRIu64, trace->tsdl.uuid,
		    file->stream_id, file->instance_id) < 0) {
		stream->name = NULL;
		return -ENOMEM;
	}
	trace->stream_count++;
	*out = stream;
	return 0;
}

static int add_file(struct native_trace *trace, const struct native_file *file)
{
	struct native_stream *stream;
	struct native_file *grown;
	int ret = find_stream(trace, &stream, file);

	if (ret != 0)
		return ret;
	grown = realloc(stream->files, (stream->file_count + 1) * sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	stream->files = grown;
	grown[stream->file_count++] = *file;
	return 0;
}

static int open_file(struct native_trace *trace, const struct inspection *inspection,
	const struct inspected_file *inspected)
{
	struct native_file file;
	char *path;
	int ret;

	if (asprintf(&path, "%s/%s", inspection->folder, inspected->name) < 0)
		return -ENOMEM;
	ret = native_file_open(&file, path, inspected->whole_bytes,
		inspected->index.entries ? &inspected->index : NULL);
	free(path);
	if (ret != 0)
		return ret;
	ret = add_file(trace, &file);
	if (ret != 0)
		native_file_close(&file);
	return ret;
}

static int compare_files(const void *left, const void *right)
{
	const struct native_file *a = left;
	const struct native_file *b = right;

	return (a->begin > b->begin) - (a->begin < b->begin);
}

static int compare_streams(const void *left, const void *right)
{
	return strcmp(((const struct native_stream *)left)->name,
		((const struct native_stream *)right)->name);
}

/* babeltrace2 sorts the packets of several files by time: here they must already be sorted. */
static int sort_files(struct native_stream *stream)
{
	if (stream->file_count == 1)
		return 0;
	qsort(stream->files, stream->file_count, sizeof(*stream->files), compare_files);
	for (size_t i = 0; i < stream->file_count; i++)
		if (!stream->files[i].is_ordered ||
			(i > 0 && stream->files[i].begin <= stream->files[i - 1].end))
			return NATIVE_NOT_UNDERSTOOD;
	return 0;
}

static int open_files(struct native_trace *trace, const struct inspection *inspection)
{
	trace->streams = calloc(inspection->file_count + 1, sizeof(*trace->streams));
	if (!trace->streams)
		return -ENOMEM;
	for (size_t i = 0; i < inspection->file_count; i++) {
		const struct inspected_file *file = &inspection->files[i];
		int ret = file->is_left_out || file->whole_bytes == 0
				  ? 0
				  : open_file(trace, inspection, file);

		if (ret != 0)
			return ret;
	}
	for (size_t i = 0; i < trace->stream_count; i++) {
		int ret = sort_files(&trace->streams[i]);

		if (ret != 0)
			return ret;
	}
	qsort(trace->streams, trace->stream_count, sizeof(*trace->streams), compare_streams);
	return 0;
}

/* Message classes are told apart in the whole reading. */
static void number_messages(struct native_trace *trace, struct trace_list *list)
{
	for (size_t i = 0; i < trace->class_count; i++) {
		struct native_class *class = &trace->classes[i];

		for (size_t k = 0; k < class->layout_count; k++)
			if (class->layouts[k].message)
				class->layouts[k].message->id = list->message_class_count++;
	}
}

int native_open(
	struct native_trace **out, const struct inspection *inspection, struct trace_list *list)
{
	struct native_trace *trace = calloc(1, sizeof(*trace));
	int ret;

	if (!trace)
		return -ENOMEM;
	ret = parse_metadata(trace, inspection);
	if (ret == 0)
		ret = compile(trace);
	if (ret == 0)
		ret = open_files(trace, inspection);
	if (ret != 0) {
		native_close(trace);
		return ret;
	}
	number_messages(trace, list);
	for (size_t i = 0; i < trace->stream_count; i++)
		native_stream_begin(&trace->streams[i], list);
	*out = trace;
	return 0;
}

void native_close(struct native_trace *trace)
{
	if (!trace)
		return;
	for (size_t i = 0; i < trace->stream_count; i++)
		native_stream_finish(&trace->streams[i]);
	for (size_t i = 0; i < trace->class_count; i++) {
		for (size_t k = 0; k < trace->classes[i].layout_count; k++)
			layout_finish(&trace->classes[i].layouts[k]);
		free(trace->classes[i].layouts);
		free(trace->classes[i].by_id);
	}
	free(trace->streams);
	free(trace->classes);
	tsdl_finish(&trace->tsdl);
	free(trace);
}

static bool has_all_events(const struct tsdl *tsdl)
{
	bool seen[EVENT_TYPE_COUNT] = { false };

	for (size_t i = 0; i < tsdl->event_count; i++)
		seen[schema_event_type(tsdl->events[i].name)] = true;
	return schema_is_whole(seen);
}

int native_describe(const struct native_trace *trace, struct trace *out)
{
	char *host;
	char *start_time;

	/* babeltrace2 tells these with a stream's beginning. */
	if (trace->stream_count == 0)
		return 0;
	host = strdup(trace->tsdl.host);
	start_time = strdup(trace->tsdl.start_time);
	if (!host || !start_time) {
		free(host);
		free(start_time);
		return -ENOMEM;
	}
	free(out->host);
	free(out->start_time);
	out->host = host;
	out->start_time = start_time;
	out->has_all_events = has_all_events(&trace->tsdl);
	return 0;
}

size_t native_stream_count(const struct native_trace *trace)
{
	return trace->stream_count;
}

const char *native_stream_name(const struct native_trace *trace, size_t stream)
{
	return trace->streams[stream].name;
}

struct native_stream *native_stream_get(const struct native_trace *trace, size_t stream)
{
	return &trace->streams[stream];
}

bool native_fits_index(const struct native_trace *trace, int64_t since_ns, int64_t until_ns)
{
	for (size_t i = 0; i < trace->stream_count; i++)
		if (!native_window_fits_index(&trace->streams[i], since_ns, until_ns))
			return false;

	return true;
}

int native_register_others(struct native_trace *trace)
{
	for (size_t i = 0; i < trace->class_count; i++) {
		struct native_class *class = &trace->classes[i];

		for (size_t k = 0; k < class->layout_count; k++) {
			struct layout *layout = &class->layouts[k];
			int ret = 0;

			if (layout->is_special && !layout->message && !layout->is_registered &&
				trace->stream_count > 0)
				ret = native_stream_register(trace->streams[0].list, layout);
			if (ret < 0)
				return ret;
		}
	}
	return 0;
}
