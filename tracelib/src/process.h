/*
 * The process: the library's constructor and destructor, the events that begin and end it, forks.
 */
#pragma once

/*
 * Lets process_end know the exit status. To be called from the calls that drivers begin with: a
 * handler registered by a constructor, before main, would only run after LTTng is gone.
 */
void process_watch_exit(void);
