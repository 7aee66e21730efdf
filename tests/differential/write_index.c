/* Writes LTTng's indexes of the stream files in a trace: write_index FOLDER */
#include "tests/differential/generate.h"
#include "tests/differential/index.h"

int main(int argc, char **argv)
{
	uint64_t state = generate_state(1);

	if (argc != 2)
		return 2;
	index_write(argv[1], INDEX_RIGHT, &state);
	return 0;
}
