/*
 * Generates from driver sources, headers, projects and ini files that are damaged here and there:
 * it must come to an end, and what is wrong is said in lines that begin with the file and leave
 * nothing to be compiled. A seed always gives the same.
 *
 *   fuzz_tracewpp FIRST_SEED COUNT FILE...
 */
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/differential/generate.h"
#include "tracelib/tracewpp/run.h"

enum {
	RUN_SECONDS_MAX = 20, /* of the processor's time; a run takes some milliseconds */
	SOURCE_MAX = 4,
};

/* A text that will be damaged; owned. */
struct piece {
	char *bytes;
	size_t size;
};

static const char *const names[SOURCE_MAX] = { "x.c", "y.h", "x.ini", "x.vcxproj" };
static uint64_t current_seed;

static _Noreturn void fail(const char *what, const char *text)
{
	printf("seed %llu: %s: %s\n", (unsigned long long)current_seed, what, text);
	exit(1);
}

static void hang(int signal)
{
	char text[64];
	int length = snprintf(text, sizeof(text), "seed %llu: it does not end\n",
		(unsigned long long)current_seed);

	(void)signal;
	_exit(write(STDOUT_FILENO, text, (size_t)length) < 0 ? 2 : 1);
}

/* What tracewpp takes apart, whole and broken off. */
static const char *const words[] = { "(", ")", "((", "))", "{", "}", "[", "]", ",", ";", ":",
	"::", "\"", "'", "\\", "\\\n", "\\\r\n", "\n", "/*", "*/", "//", "#", "#if 1\n", "#else\n",
	"#endif\n", "#include \"x.tmh\"\n", "#include \"y.h\"\n", "enum", "enum class e : int {",
	"enum { A = ", "A = (((1 << 2)", " - - 5", "0x7fffffffffffffff", "1 << 99",
	"begin_wpp config\n", "end_wpp\n", "begin_wpp enum\n",
	"// FUNC F{LEVEL=1}(FLAGS, MSG, ...);\n", "// FUNC G((LEVEL, MSG, ...));\n",
	"// FUNC H(LEVEL, (MSG, ...));\n", "FUNC ", "USEPREFIX (*, \"",
	"USESUFFIX (T, \"%s\", #MSG);\n", "CUSTOM_TYPE(t, ItemEnum(e));\n",
	"CUSTOM_TYPE(t, ItemListLong(a, b, c));\n", "CUSTOM_TYPE(t, ItemSetLong(", "TYPEMACRO(",
	"DEFINE_CPLX_TYPE(", "DEFINE_SIMPLE_TYPE(t, int, ItemLong, \"d\", _t_, 0);\n",
	"DEFINE_FLAVOR(t, u, ItemULong, \"%", "WPP_FLAGS(-D", "MSG", "...", "LEVEL", "FLAGS",
	"IFRLOG", "T(1, F, \"%d\", 1);\n", "T(1, F, \"", "D((1, F, \"%s %!STATUS!\", a, b));\n",
	"DRVTRACE_LOG(2, F, \"%ld %zu\", a, b);\n", "void f(int a)\n{\n", "}\n", "%", "%%", "%!",
	"%!FUNC!", "%!t!", "%!HEXDUMP!", "%!STDPREFIX!", "%-08.3I64x", "%.*s", "%ws", "%wZ",
	"%!GUID!", "__DATE__", "PRIx64", "L\"", "\\x41", "\\xffffffffff", "\\777", "\\0",
	"\x1b[31m", "\xff\xfe", "\xe2\x80\xae", "\r", "\t", "<WppTraceFunction>",
	"</WppTraceFunction>", "<WppAdditionalOptions>", "</WppAdditionalOptions>",
	"-func:", "-ini:x.ini ", "-scan:y.h ", "-ctl:", "&quot;", "&lt;" };

static const char *word(uint64_t *state)
{
	return words[generate_below(state, sizeof(words) / sizeof(words[0]))];
}

/* `size` bytes at `at` give way to others. */
static void replace(
	struct piece *piece, size_t at, size_t size, const char *bytes, size_t bytes_size)
{
	char *grown = malloc(piece->size - size + bytes_size + 1);

	if (!grown)
		exit(2);
	memcpy(grown, piece->bytes, at);
	memcpy(grown + at, bytes, bytes_size);
	memcpy(grown + at + bytes_size, piece->bytes + at + size, piece->size - at - size);
	piece->size += bytes_size - size;
	grown[piece->size] = '\0';
	free(piece->bytes);
	piece->bytes = grown;
}

static void repeat(struct piece *piece, size_t at, uint64_t *state)
{
	const char *text = word(state);
	uint64_t count = 1ull << generate_below(state, 15);
	struct text all = { 0 };

	text_add(&all, "", 0);
	for (; count > 0; count--)
		text_add(&all, text, strlen(text));
	replace(piece, at, 0, all.bytes, all.size);
}

static void damage(struct piece *piece, const struct piece *other, uint64_t *state)
{
	for (uint64_t i = generate_below(state, 8); i > 0; i--) {
		size_t at = generate_below(state, piece->size + 1);
		size_t rest = piece->size - at;
		size_t size = generate_below(state, (rest < 40 ? rest : 40) + 1);
		size_t from = generate_below(state, other->size + 1);
		size_t length = generate_below(state, other->size - from + 1);
		char byte = (char)generate_below(state, 256);

		switch (generate_below(state, 16)) {
		case 0:
			replace(piece, at, rest > 0, &byte, 1);
			break;
		case 1:
			replace(piece, at, 0, other->bytes + from, length);
			break;
		case 2:
			replace(piece, at, rest, "", 0);
			break;
		case 3:
			if (generate_below(state, 8) == 0)
				repeat(piece, at, state);
			break;
		case 4:
		case 5:
		case 6:
			replace(piece, at, size, "", 0);
			break;
		default: {
			const char *text = word(state);

			replace(piece, at, generate_below(state, 2) ? size / 8 : 0, text,
				strlen(text));
		}
		}
	}
}

static void write_piece(const char *path, const struct piece *piece)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(piece->bytes, 1, piece->size, file) != piece->size || fclose(file) != 0)
		fail("cannot write", path);
}

static struct piece read_piece(const char *path)
{
	struct source *source = source_read(path);
	struct piece piece = { NULL, 0 };

	if (!source)
		fail("cannot read", path);
	piece.bytes = strdup(source->text);
	if (!piece.bytes)
		exit(2);
	piece.size = strlen(piece.bytes);
	return piece;
}

static struct piece damaged(const struct piece *pieces, size_t count, uint64_t *state)
{
	const struct piece *from = &pieces[generate_below(state, count)];
	struct piece piece = { strdup(from->bytes), from->size };

	if (!piece.bytes)
		exit(2);
	damage(&piece, &pieces[generate_below(state, count)], state);
	return piece;
}

/* "FILE:LINE:COLUMN: error: REASON", or without a place where there is no line to blame. */
static void check_errors(const char *said)
{
	while (*said) {
		const char *end = strchr(said, '\n');
		const char *error = strstr(said, ": error: ");

		if (!end || !error || error > end || error == said)
			fail("an error is not said as others are", said);
		for (; said < end; said++)
			if (iscntrl((unsigned char)*said))
				fail("an error has control characters", said);
		said = end + 1;
	}
}

/* Gives whether there was nothing wrong. */
static bool generate(uint64_t *state)
{
	static char source[] = "-", ini[] = "-ini:x.ini", scan[] = "-scan:y.h",
		    project[] = "-vcxproj:x.vcxproj", function[] = "-func:T(LEVEL,FLAGS,MSG,...)",
		    twice[] = "-func:D((LEVEL,FLAGS,MSG,...))", depfile[] = "-depfile:x.d",
		    name[] = "x.c", recorder[] = "-D:ENABLE_WPP_RECORDER=1";
	char *optional[] = { ini, scan, project, twice, depfile, recorder };
	char *arguments[16] = { source, function, name };
	int count = 3, status;
	char *said = NULL;
	size_t size = 0;
	FILE *before = stderr;
	static const struct itimerval limit = { .it_value.tv_sec = RUN_SECONDS_MAX }, none;
	struct run run;

	for (size_t i = 0; i < sizeof(optional) / sizeof(optional[0]); i++)
		if (generate_below(state, 2))
			arguments[count++] = optional[i];
	run_init(&run);
	if (options_read(&run.options, count, arguments))
		fail("the options are not taken", arguments[0]);
	stderr = open_memstream(&said, &size);
	if (!stderr)
		exit(2);
	setitimer(ITIMER_PROF, &limit, NULL);
	status = run_generate(&run);
	setitimer(ITIMER_PROF, &none, NULL);
	fclose(stderr);
	stderr = before;
	if ((status != 0) != (size != 0))
		fail("an exit status does not tell whether there were errors", said);
	check_errors(said);
	for (size_t i = 0; i < run.outputs.count; i++)
		if (unlink(run.outputs.items[i]) == 0 && status != 0)
			fail("what is wrong leaves a file to be compiled", said);
	free(said);
	return status == 0;
}

static bool run(const struct piece *pieces, size_t count, uint64_t seed)
{
	uint64_t state = generate_state(seed);
	bool is_good;

	current_seed = seed;
	for (size_t i = 0; i < SOURCE_MAX; i++) {
		struct piece piece = damaged(pieces, count, &state);

		if (i == 0)
			replace(&piece, 0, 0, "#include \"y.h\"\n#include \"x.tmh\"\n", 32);
		write_piece(names[i], &piece);
		free(piece.bytes);
	}
	is_good = generate(&state);
	pool_free_all();
	return is_good;
}

int main(int argc, char **argv)
{
	char folder[4096];
	const char *temporary = getenv("TMPDIR");
	struct piece *pieces;
	size_t count = argc > 3 ? (size_t)argc - 3 : 0;
	uint64_t first, last, good = 0;

	if (count == 0) {
		fprintf(stderr, "usage: fuzz_tracewpp FIRST_SEED COUNT FILE...\n");
		return 2;
	}
	first = strtoull(argv[1], NULL, 10);
	last = first + strtoull(argv[2], NULL, 10);
	pieces = calloc(count, sizeof(*pieces));
	if (!pieces)
		return 2;
	for (size_t i = 0; i < count; i++)
		pieces[i] = read_piece(argv[i + 3]);
	pool_free_all();
	snprintf(folder, sizeof(folder), "%s/drvtrace-fuzz.XXXXXX", temporary ? temporary : "/tmp");
	if (!mkdtemp(folder) || chdir(folder) != 0)
		return 2;
	signal(SIGPROF, hang);
	for (uint64_t seed = first; seed < last; seed++)
		good += run(pieces, count, seed);
	for (size_t i = 0; i < count; i++)
		free(pieces[i].bytes);
	free(pieces);
	for (size_t i = 0; i < SOURCE_MAX; i++)
		unlink(names[i]);
	unlink("x.d");
	printf("%llu of %llu had nothing wrong\n", (unsigned long long)good,
		(unsigned long long)(last - first));
	return good == 0 || rmdir(folder) != 0;
}
