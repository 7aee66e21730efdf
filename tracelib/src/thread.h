/*
 * What the library knows of the current thread: the fixed prefix of its events, and whether it is
 * inside the probe. Knows nothing of LTTng's events.
 */
#pragma once

#include <stdint.h>

struct lttng_ust_urcu_reader;

struct thread {
	int32_t pid;
	int32_t tid; /* 0: not known yet */
	uint32_t seq;
	int in_probe; /* how deep: a signal handler may emit inside the probe */
	/* Where the thread has these: found once, as each look costs a call. */
	int *error;                            /* errno */
	struct lttng_ust_urcu_reader **reader; /* of LTTng's RCU; what is there may change */
};

/* Static TLS: an event from a signal handler must not allocate. */
extern __thread struct thread thread_current __attribute__((tls_model("initial-exec")));

/* Fills the prefix. LTTng's own per-thread data is then complete, too. */
void thread_begin(struct thread *thread);

/* In the child of a fork, whose only thread is a new one. */
void thread_begin_in_child(void);

static inline struct thread *thread_self(void)
{
	struct thread *thread = &thread_current;

	if (__builtin_expect(thread->tid == 0, 0))
		thread_begin(thread);
	return thread;
}

/* Only this thread's signal handlers compete for the number, so one instruction is enough. */
static inline uint32_t thread_next_seq(struct thread *thread)
{
	uint32_t step = 1;

#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__)
	__asm__ volatile("xaddl %0, %1" : "+r"(step), "+m"(thread->seq) : : "memory", "cc");
	return step + 1;
#else
	return __atomic_add_fetch(&thread->seq, step, __ATOMIC_RELAXED);
#endif
}
