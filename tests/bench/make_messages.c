/*
 * Writes a trace of WPP messages as LTTng-UST would have recorded it, without recording it: one
 * driver, whose threads have a stream each and emit its five messages in turns that are random.
 *
 *   make_messages METADATA FOLDER MESSAGE_COUNT [STREAM_COUNT]
 *
 * METADATA is that of any trace: what it says of clock and packets is taken from it.
 */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/bench/stream_writer.h"
#include "viewer/reader/metadata.h"

enum {
	PID = 4242,
	MESSAGE_CLASSES = 5,
};

/* The fields of arguments, by letter. */
static const struct {
	char letter;
	const char *declaration;
} types[] = {
	{ 'd', "integer { size = 32; align = 8; signed = 1; encoding = none; base = 10; }" },
	{ 'u', "integer { size = 32; align = 8; signed = 0; encoding = none; base = 10; }" },
	{ 'x', "integer { size = 32; align = 8; signed = 0; encoding = none; base = 16; }" },
	{ 'l', "integer { size = 64; align = 8; signed = 1; encoding = none; base = 10; }" },
	{ 'p', "integer { size = 64; align = 8; signed = 0; encoding = none; base = 16; }" },
	{ 's', "string" },
	{ 'e', "enum : integer { size = 32; align = 8; signed = 0; encoding = none; base = 10; } {"
	       " \"PowerDeviceD0\" = 1, \"PowerDeviceD1\" = 2, \"PowerDeviceD2\" = 3,"
	       " \"PowerDeviceD3\" = 4, }" },
};

static const struct {
	const char *name;
	unsigned int level;
	const char *fields;
	const char *uri;
} messages[MESSAGE_CLASSES] = {
	{ "IO.queue.c(97)", 6, "dxlu",
		"m=read%20%25d%20of%20%25x%20at%20%25I64d%20%25u&f=IO&l=TRACE_LEVEL_INFORMATION"
		"&v=4&fn=OnRead&s=queue.c&n=97&g=&a=d;x;I64d;u&x=length;flags;offset;count" },
	{ "INIT.device.c(41)", 13, "",
		"m=%25%21FUNC%21%20Entry&f=INIT&l=TRACE_LEVEL_VERBOSE&v=5&fn=OnDeviceAdd&s=device.c"
		"&n=41&g=&a=&x=" },
	{ "INIT.device.c(63)", 3, "x",
		"m=WdfDeviceCreate%20failed%20%25%21STATUS%21&f=INIT&l=TRACE_LEVEL_ERROR&v=2"
		"&fn=OnDeviceAdd&s=device.c&n=63&g=&a=%21STATUS%21&x=status" },
	{ "PNP.power.c(118)", 6, "pe",
		"m=device%20%25p%20goes%20to%20%25%21POWER%21&f=PNP&l=TRACE_LEVEL_INFORMATION&v=4"
		"&fn=OnD0Entry&s=power.c&n=118&g=&a=p;%21POWER%21&x=device;state" },
	{ "IO.queue.c(131)", 4, "psu",
		"m=request%20%25p%20of%20%25s%20is%20late%3a%20%25u%20ms&f=IO&l=TRACE_LEVEL_WARNING"
		"&v=3&fn=OnTimer&s=queue.c&n=131&g=&a=p;s;u&x=request;name;elapsed" },
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void put_arguments(struct stream_writer *writer, uint16_t id, uint64_t number)
{
	static const char *const names[] = { "disk", "keyboard", "\\Device\\Harddisk0\\DR0" };
	static const uint32_t statuses[] = { 0xc000009a, 0xc0000001, 0, 0xc0000010 };
	const char *name = names[number % 3];

	switch (id) {
	case 0:
		stream_writer_put_32(writer, (uint32_t)number % 4096);
		stream_writer_put_32(writer, (uint32_t)(number >> 32));
		stream_writer_put_64(writer, number % 100000000);
		stream_writer_put_32(writer, (uint32_t)number % 100);
		break;
	case 2:
		stream_writer_put_32(writer, statuses[number % 4]);
		break;
	case 3:
		stream_writer_put_64(writer, UINT64_C(0xffffe18072c30000) + number % 65536);
		stream_writer_put_32(writer, 1 + (uint32_t)number % 4);
		break;
	case 4:
		stream_writer_put_64(writer, UINT64_C(0xffffe18072c30000) + number % 65536);
		stream_writer_put_string(writer, name);
		stream_writer_put_32(writer, (uint32_t)number % 5000);
		break;
	default:
		break;
	}
}

static void put_message(struct stream_writer *writer)
{
	uint64_t number = stream_writer_random(writer);
	uint16_t id = (uint16_t)(number >> 40) % MESSAGE_CLASSES;

	stream_writer_reserve(writer);
	writer->clock += 500 + number % 1000;
	stream_writer_put_16(writer, id);
	stream_writer_put_32(writer, (uint32_t)writer->clock);
	stream_writer_put_32(writer, PID);
	stream_writer_put_32(writer, PID + (uint32_t)writer->number);
	put_arguments(writer, id, number);
}

static void put_messages(struct stream_writer *writer, uint64_t count)
{
	for (uint64_t i = 0; i < count; i++)
		put_message(writer);
}

static void write_field(FILE *file, char letter, const char *name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].letter == letter)
			fprintf(file, "\t\t%s _%s;\n", types[i].declaration, name);
}

static void write_class(FILE *file, size_t id)
{
	fprintf(file,
		"event {\n\tname = \"bench:%s\";\n\tid = %zu;\n\tstream_id = 0;\n\tloglevel = %u;\n"
		"\tmodel.emf.uri = \"wpp:1?%s\";\n\tfields := struct {\n",
		messages[id].name, id, messages[id].level, messages[id].uri);
	write_field(file, 'd', "pid");
	write_field(file, 'd', "tid");
	for (int i = 0; messages[id].fields[i]; i++) {
		char name[16];

		(void)snprintf(name, sizeof(name), "a%d", i + 1);
		write_field(file, messages[id].fields[i], name);
	}
	fputs("\t};\n};\n\n", file);
}

/* What `text` says before its first stream, and then our own. */
static void write_metadata(const char *folder, const char *text)
{
	const char *end = strstr(text, "stream {");
	size_t length = end ? (size_t)(end - text) : 0;
	char path[PATH_MAX];
	FILE *file;

	if (mkdir(folder, 0777) != 0 && errno != EEXIST)
		fail(folder);
	(void)snprintf(path, sizeof(path), "%s/metadata", folder);
	file = fopen(path, "wb");
	if (!file || fwrite(text, 1, length, file) != length)
		fail(path);
	fputs("stream {\n\tid = 0;\n\tevent.header := struct event_header_large;\n"
	      "\tpacket.context := struct packet_context;\n};\n\n",
		file);
	for (size_t i = 0; i < MESSAGE_CLASSES; i++)
		write_class(file, i);
	if (ferror(file) || fclose(file) != 0)
		fail(path);
}

int main(int argc, char **argv)
{
	uint64_t stream_count = argc == 5 ? strtoull(argv[4], NULL, 10) : 2;
	struct metadata metadata;
	struct stream_writer writer;

	if (argc != 4 && argc != 5) {
		fprintf(stderr,
			"usage: make_messages METADATA FOLDER MESSAGE_COUNT [STREAM_COUNT]\n");
		return 2;
	}
	if (metadata_read(&metadata, argv[1]) != 0) {
		fprintf(stderr, "%s: no metadata\n", argv[1]);
		return 1;
	}
	write_metadata(argv[2], metadata.text);
	for (uint64_t i = 0; i < stream_count; i++) {
		stream_writer_begin(&writer, argv[2], metadata.uuid, i);
		put_messages(&writer, strtoull(argv[3], NULL, 10) / stream_count);
		stream_writer_end(&writer);
	}
	metadata_finish(&metadata);
	return 0;
}
