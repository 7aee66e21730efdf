/*
 * Whether the processor's time stamp counter can be the clock of a recording, and how fast it
 * counts. Looks only; what a recording does with it is recording_clock.h.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
	TSC_MEASUREMENTS = 2
};

/* What is known of the counter; all that is judged. */
struct tsc_facts {
	bool is_there;      /* with an instruction that reads it in order */
	bool is_invariant;  /* neither the processor's speed nor its sleep changes it */
	bool is_distrusted; /* by the kernel: it differs between processors, or was seen to jump */
	uint64_t exact_hz;  /* as the processor says; 0: it does not */
	uint64_t measured_hz[TSC_MEASUREMENTS]; /* one after the other; where exact_hz is 0 */
	int64_t now_s;                          /* since the epoch */
};

/* Takes a tenth of a second where it has to measure. */
void tsc_look(struct tsc_facts *out);

/* Sets `hz`; else it is refused, for the reason returned. */
const char *tsc_refusal(const struct tsc_facts *facts, uint64_t *hz);
