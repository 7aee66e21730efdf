/* The numbers of the kinds that are not built in. */
#pragma once

/* Emits `kind` for each of them again: the child of a fork is a process of its own in the trace. */
void kind_emit_all(void);

void kind_lock(void);
void kind_unlock(void);

/* The numbers of the kinds that are not built in. */
#pragma once

/* Emits `kind` for each of them again: the child of a fork is a process of its own in the trace. */
void kind_emit_all(void);

void kind_lock(void);
void kind_unlock(void);
