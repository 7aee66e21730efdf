/* Scripts without sense, the same ones for the same seed: for tests that nothing breaks. */
#pragma once

#include "tests/support/script.h"

void random_script(struct script *script, uint64_t seed, size_t count);
/*
 * Mostly objects that are acquired and released as they should be, by several threads of two
 * processes; now and then they are not, or anything at all happens.
 */
void busy_script(struct script *script, uint64_t seed, size_t count);
/* The same with thousands of objects: more than the engine remembers when they were released. */
void crowded_script(struct script *script, uint64_t seed, size_t count);
