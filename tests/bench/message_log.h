/* lttng_ust_tracelog() for message.c: its tracepoints cannot stand where others are defined. */
#pragma once

/* Logs four integers, `count` times. */
void message_log(unsigned int count);
