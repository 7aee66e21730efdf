/* The events of a script as the native reader would give them as records. */
#pragma once

#include "tests/support/script.h"
#include "viewer/model/record.h"

struct script_records {
	struct record records[4096];
	unsigned char payloads[4096][RECORD_ACQUIRE_BYTES];
	size_t count;
};

/* They are of the script's list, whose streams are told here. */
void script_to_records(struct script_records *out, struct script *script);
