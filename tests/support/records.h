/* The events of a script as the native reader would give them as records. */
#pragma once

#include "tests/support/script.h"
#include "viewer/model/record.h"

struct script_records {
	struct record records[4096];
	unsigned char payloads[4096][RECORD_ACQUIRE_BYTES];
	size_t count;
};

void script_to_records(struct script_records *out, const struct script *script);
