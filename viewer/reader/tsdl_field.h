/* The fields of a structure, as LTTng-UST declares them. Used by the parser of metadata only. */
#pragma once

#include "viewer/reader/tsdl.h"
#include "viewer/reader/tsdl_token.h"

/* From its '{' to its '}'. The scanner fails at anything else than LTTng-UST's own fields. */
int tsdl_parse_structure(struct tsdl_structure *out, struct tsdl_scanner *scanner);

void tsdl_finish_field(struct tsdl_field *field);
