/*
 * Preloaded by schedules.sh: makes the threads of a program sleep around what they synchronise with,
 * mostly not at all, now and then for 50 microseconds to some 20 ms, so that they meet in orders that
 * an idle machine never shows. Only programs below $SCHEDULES_FOLDER are delayed: not the daemons
 * and shells that they are run with; nor are LTTng's libraries in them, which lock most of all.
 *
 * Each thread draws its delays from a seed of its own, which comes from $SCHEDULES_SEED, from how many
 * programs have taken a number in the file $SCHEDULES_COUNTER before, and from how many threads its
 * creator had created. The delays are the same again, then; what the kernel does between them is not.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	SHORTEST_NS = 50000,
	DOUBLINGS = 9, /* of the shortest, up to the longest */
	RATES = 4,     /* and a thread that is not delayed */
	SITES = 4096,  /* of a page: where a program is loaded changes the pages only */
	RANGES_MAX = 32,
};

struct range {
	uintptr_t begin;
	uintptr_t end;
};

struct start {
	void *(*routine)(void *argument);
	void *argument;
	uint64_t seed;
	const void *caller;
};

static bool is_active;
static struct range lttng[RANGES_MAX];
static size_t lttng_count;
static __thread uint64_t state;
static __thread unsigned int rate; /* 0: none */
static __thread unsigned int doublings;
static __thread unsigned char visits[SITES];

/* splitmix64 */
static uint64_t draw(void)
{
	uint64_t mixed = state += 0x9e3779b97f4a7c15u;

	mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
	mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
	return mixed ^ mixed >> 31;
}

/* Some are always late and others never: else they would all be late together. */
static void seed_thread(uint64_t seed)
{
	state = seed;
	rate = (1u << draw() % (RATES + 1)) & ~1u;
	doublings = 1 + (unsigned int)(draw() % DOUBLINGS);
}

static bool is_lttng(const void *caller)
{
	for (size_t i = 0; i < lttng_count; i++) {
		if ((uintptr_t)caller >= lttng[i].begin && (uintptr_t)caller < lttng[i].end)
			return true;
	}
	return false;
}

/* Where it comes rarely a delay is likely, so that what happens once is tried, and loops go on. */
static bool is_delayed(const void *caller)
{
	unsigned char *count = &visits[(uintptr_t)caller % SITES];
	unsigned int one_of = rate + *count;

	if (*count < UCHAR_MAX)
		++*count;
	return draw() % one_of == 0;
}

static void delay(const void *caller)
{
	struct timespec time = { 0, 0 };
	int error = errno;

	if (!is_active || rate == 0 || is_lttng(caller) || !is_delayed(caller))
		return;
	time.tv_nsec = (long)SHORTEST_NS << draw() % doublings;
	time.tv_nsec += (long)(draw() % (uint64_t)time.tv_nsec);
	nanosleep(&time, NULL);
	errno = error;
}

/* Which program this is, of those that were started one after the other. */
static uint64_t take_number(void)
{
	const char *path = getenv("SCHEDULES_COUNTER");
	off_t end = 0;
	int fd = path ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666) : -1;

	if (fd < 0)
		return 0;
	if (write(fd, ".", 1) == 1)
		end = lseek(fd, 0, SEEK_CUR);
	close(fd);
	return (uint64_t)end;
}

static bool is_below(const char *folder)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path));
	size_t prefix = strlen(folder);

	return length > (ssize_t)prefix && strncmp(path, folder, prefix) == 0 &&
	       path[prefix] == '/';
}

/* Once, at the start: it takes a lock that is also held where modules are loaded and closed. */
static int note_lttng(struct dl_phdr_info *info, size_t size, void *argument)
{
	const char *name = strrchr(info->dlpi_name, '/');

	(void)size;
	(void)argument;
	if (!name || (strncmp(name, "/liblttng-ust", 13) != 0 && strncmp(name, "/liburcu", 8) != 0))
		return 0;
	for (size_t i = 0; i < info->dlpi_phnum && lttng_count < RANGES_MAX; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		uintptr_t begin = info->dlpi_addr + segment->p_vaddr;

		if (segment->p_type == PT_LOAD && segment->p_flags & PF_X)
			lttng[lttng_count++] = (struct range){ begin, begin + segment->p_memsz };
	}
	return 0;
}

__attribute__((constructor)) static void start(void)
{
	const char *folder = getenv("SCHEDULES_FOLDER");
	const char *seed = getenv("SCHEDULES_SEED");

	if (!folder || !seed || !is_below(folder))
		return;
	dl_iterate_phdr(note_lttng, NULL);
	state = strtoull(seed, NULL, 10);
	seed_thread(draw() + take_number());
	is_active = true;
}

/* The version is said where there are two: dlsym() may give the old one. */
static void *next(void **slot, const char *name, const char *version)
{
	void *found = __atomic_load_n(slot, __ATOMIC_RELAXED);

	if (found)
		return found;
	if (version)
		found = dlvsym(RTLD_NEXT, name, version);
	if (!found)
		found = dlsym(RTLD_NEXT, name);
	if (!found)
		abort();
	__atomic_store_n(slot, found, __ATOMIC_RELAXED);
	return found;
}

/* The function of that name that this one stands before. */
#define NEXT(slot, name, version) ((__typeof__(&(name)))(uintptr_t)next(slot, #name, version))

#ifdef __x86_64__
#define CONDITIONS "GLIBC_2.3.2"
#else
#define CONDITIONS NULL
#endif

#define DELAYED(name, version, parameters, arguments)                                              \
	int name parameters                                                                        \
	{                                                                                          \
		static void *slot;                                                                 \
		const void *caller = __builtin_return_address(0);                                  \
		int result;                                                                        \
                                                                                                   \
		delay(caller);                                                                     \
		result = NEXT(&slot, name, version) arguments;                                     \
		delay(caller);                                                                     \
		return result;                                                                     \
	}

DELAYED(pthread_mutex_lock, NULL, (pthread_mutex_t * mutex), (mutex))
DELAYED(pthread_mutex_trylock, NULL, (pthread_mutex_t * mutex), (mutex))
DELAYED(pthread_mutex_timedlock, NULL, (pthread_mutex_t * mutex, const struct timespec *end),
	(mutex, end))
DELAYED(pthread_mutex_clocklock, NULL,
	(pthread_mutex_t * mutex, clockid_t clock, const struct timespec *end), (mutex, clock, end))
DELAYED(pthread_mutex_unlock, NULL, (pthread_mutex_t * mutex), (mutex))
DELAYED(pthread_cond_wait, CONDITIONS, (pthread_cond_t * condition, pthread_mutex_t *mutex),
	(condition, mutex))
DELAYED(pthread_cond_timedwait, CONDITIONS,
	(pthread_cond_t * condition, pthread_mutex_t *mutex, const struct timespec *end),
	(condition, mutex, end))
DELAYED(pthread_cond_clockwait, NULL,
	(pthread_cond_t * condition, pthread_mutex_t *mutex, clockid_t clock,
		const struct timespec *end),
	(condition, mutex, clock, end))
DELAYED(pthread_cond_signal, CONDITIONS, (pthread_cond_t * condition), (condition))
DELAYED(pthread_cond_broadcast, CONDITIONS, (pthread_cond_t * condition), (condition))
DELAYED(pthread_rwlock_rdlock, NULL, (pthread_rwlock_t * rwlock), (rwlock))
DELAYED(pthread_rwlock_tryrdlock, NULL, (pthread_rwlock_t * rwlock), (rwlock))
DELAYED(pthread_rwlock_wrlock, NULL, (pthread_rwlock_t * rwlock), (rwlock))
DELAYED(pthread_rwlock_unlock, NULL, (pthread_rwlock_t * rwlock), (rwlock))
DELAYED(pthread_join, NULL, (pthread_t thread, void **result_out), (thread, result_out))
DELAYED(sem_wait, NULL, (sem_t * semaphore), (semaphore))
DELAYED(sem_trywait, NULL, (sem_t * semaphore), (semaphore))
DELAYED(sem_timedwait, NULL, (sem_t * semaphore, const struct timespec *end), (semaphore, end))
DELAYED(sem_post, NULL, (sem_t * semaphore), (semaphore))
DELAYED(sched_yield, NULL, (void), ())

static void *run(void *argument)
{
	struct start start = *(struct start *)argument;

	free(argument);
	seed_thread(start.seed);
	delay(start.caller);
	return start.routine(start.argument);
}

int pthread_create(
	pthread_t *out, const pthread_attr_t *attributes, void *(*routine)(void *), void *argument)
{
	static void *slot;
	const void *caller = __builtin_return_address(0);
	__typeof__(&pthread_create) create = NEXT(&slot, pthread_create, NULL);
	struct start *start = is_active && !is_lttng(caller) ? malloc(sizeof(*start)) : NULL;
	int error;

	if (!start)
		return create(out, attributes, routine, argument);
	*start = (struct start){ routine, argument, draw(), caller };
	delay(caller);
	error = create(out, attributes, run, start);
	if (error)
		free(start);
	delay(caller);
	return error;
}
