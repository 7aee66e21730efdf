/* The rules that the engine itself can find broken: one row each. */
#pragma once

enum rule_severity {
	RULE_NOTE,
	RULE_WARNING,
	RULE_ERROR
};

struct rule {
	const char *id;
	enum rule_severity severity;
	const char *title; /* one sentence, without a full stop */
};

/* NULL for an id that is not in the table, as violation events may bring. */
const struct rule *rule_find(const char *id);
/* The table, ended by a row without id. */
const struct rule *rule_table(void);
