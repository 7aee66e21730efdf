/*
 * Points in time as the user gives them: a distance from the first event, as reports print it
 * (+0.000037680s, +1.5ms; units ns, us, ms, s, m; s when none is given), nanoseconds since the
 * epoch (1763717659000000000), or a date (2026-11-21T09:34:19.123456789Z; local without Z).
 */
#pragma once

struct moment;

/* 0, or 1 when `text` is none of these. */
int moment_parse(struct moment *out, const char *text);
