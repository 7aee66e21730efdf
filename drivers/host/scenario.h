/*
 * A scenario: what is done with the drivers of the command line, step by step; one step a line. The
 * language is documented in drvhost-scenario(5).
 */
#pragma once

#include "drivers/host/options.h"

struct scenario;

enum scenario_condition {
	SCENARIO_WRONG = 1, /* the file cannot be read, or is no scenario */
};

/*
 * Reads options->scenario, which may name the drivers of `options` only. 0, SCENARIO_WRONG after
 * saying on standard error what is wrong in which line, or -ENOMEM. `options` stays borrowed.
 */
int scenario_read(struct scenario **out, const struct options *options);
void scenario_destroy(struct scenario *scenario);

/* Within cycle_run(). 0, an enum cycle_condition, or -ENOMEM. */
int scenario_run(const struct scenario *scenario);
