/* Who is told of changes to a key that a handle has opened. */
#pragma once

struct reg_open;

/* Its handle is closed: who waits is told that. */
void reg_notify_closed(struct reg_open *open);

/* It goes; the caller has the registry's lock. */
void reg_notify_finish(struct reg_open *open);
