/* Renders a script's report. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/script.h"
#include "viewer/report/analysis.h"
#include "viewer/symbols/symbols.h"

/* The text, to be freed. */
static inline char *render(struct script *script, const char *report,
	const struct report_options *options, enum verdict_status *status)
{
	struct analysis *analysis;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(analysis_create(&analysis, report, options, &script->list), 0);
	assert_int_equal(analysis_feed(analysis, script->events, script->count), 0);
	assert_int_equal(analysis_end(analysis, out, status), 0);
	analysis_destroy(analysis);
	fclose(out);
	return text;
}

/* A good run and one whose entry fails, of the driver that frees in DriverUnload only. */
static inline void write_seed(struct script *script)
{
	script_begin(script);
	script_load(script, 1);
	script_acquire(script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_start(script);
	script_begin_span(script, "DriverUnload");
	script_release(script, KIND_POOL, 0xa0, 0x29);
	script_end_span(script, "DriverUnload", 0);
	script_unload(script);
	script_load(script, 2);
	script_acquire(script, KIND_POOL, 0xa0, 64, 0, 0x10);
	script_begin_span(script, "RegisterWithPortDriver");
	script_fault(script, "RegisterWithPortDriver", 0x14);
	script_end_span(script, "RegisterWithPortDriver", (int32_t)0xC000009A);
	script_fail_entry(script, (int32_t)0xC000009A);
	script_unload(script);
}
