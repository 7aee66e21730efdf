/*
 * Compares the two readers on traces that the native one must understand.
 *
 *   compare_traces FOLDER...
 */
#include "tests/differential/compare.h"

int main(int argc, char **argv)
{
	size_t differences;

	if (argc < 2) {
		fprintf(stderr, "usage: compare_traces FOLDER...\n");
		return 2;
	}
	differences = compare_readers(
		(const char *const *)(argv + 1), (size_t)argc - 1, READER_NATIVE, stdout);
	return differences > 0;
}
