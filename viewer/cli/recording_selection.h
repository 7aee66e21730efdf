/*
 * What DRVTRACE_WPP in the environment asks of the drivers that are recorded. They read it by
 * themselves (tracelib/README.md) and cannot say what they do not understand, so this does.
 */
#pragma once

/* 0, or -EINVAL when some of it means nothing; that is said on stderr. */
int recording_selection_check(void);
