/*
 * Writes traces as LTTng-UST would, with layouts and contents that are random: a seed always gives
 * the same trace. Knows nothing of the readers.
 */
#pragma once

#include <stdint.h>

/* Fills the folder, which must exist, with metadata, stream files and perhaps indexes. */
void generate_trace(const char *folder, uint64_t seed);

/* The next random number, and one below `count`. */
uint64_t generate_random(uint64_t *state);
uint64_t generate_below(uint64_t *state, uint64_t count);
/* A fresh state: seeds that are neighbours give unlike numbers. */
uint64_t generate_state(uint64_t seed);
