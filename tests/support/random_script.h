/* Scripts without sense, the same ones for the same seed: for tests that nothing breaks. */
#pragma once

#include "tests/support/script.h"

void random_script(struct script *script, uint64_t seed, size_t count);
