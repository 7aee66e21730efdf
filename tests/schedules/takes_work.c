/*
 * takes_work early|late: a worker takes an item from a queue, and says that it runs before or after it
 * has released the lock of the queue. Exits with 1 when the item was in neither place a millisecond
 * after it was taken, in one of several rounds: right and wrong, for the self test.
 */
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

enum {
	ROUNDS = 100,
	PAUSE_NS = 1000000,
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t has_changed = PTHREAD_COND_INITIALIZER;
static bool is_late;
static bool is_queued;
static bool is_running;

static void *work(void *argument)
{
	pthread_mutex_lock(&lock);
	while (!is_queued)
		pthread_cond_wait(&has_changed, &lock);
	is_queued = false;
	pthread_cond_broadcast(&has_changed);
	if (is_late) {
		pthread_mutex_unlock(&lock);
		pthread_mutex_lock(&lock);
	}
	is_running = true;
	pthread_mutex_unlock(&lock);
	return argument;
}

static bool is_missed(void)
{
	const struct timespec pause = { 0, PAUSE_NS };
	pthread_t worker;
	bool is_missed;

	if (pthread_create(&worker, NULL, work, NULL))
		return true;
	pthread_mutex_lock(&lock);
	is_running = false;
	is_queued = true;
	pthread_cond_broadcast(&has_changed);
	while (is_queued)
		pthread_cond_wait(&has_changed, &lock);
	pthread_mutex_unlock(&lock);
	nanosleep(&pause, NULL);

	pthread_mutex_lock(&lock);
	is_missed = !is_running;
	pthread_mutex_unlock(&lock);
	pthread_join(worker, NULL);
	return is_missed;
}

int main(int argc, char **argv)
{
	bool was_missed = false;

	if (argc != 2)
		return 2;
	is_late = strcmp(argv[1], "late") == 0;
	for (int i = 0; i < ROUNDS; i++)
		was_missed |= is_missed();
	return was_missed;
}
