/*
 * Points in time as the user gives them: nanoseconds since the epoch (1763717659000000000), a time
 * of day of the form that reports print (2026-11-21T09:34:19.123456789Z; without Z: local time),
 * or a distance from the first event (+1.5ms; units ns, us, ms, s, m; s when none is given).
 */
#pragma once

struct moment;

/* 0, or 1 when `text` is none of these. */
int moment_parse(struct moment *out, const char *text);
