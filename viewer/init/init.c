#include "viewer/init/init.h"

#include <errno.h>
#include <stdlib.h>

/* The phase that is open around the new one: callbacks and other drivers' phases lie between. */
static struct init_node *find_outer(const struct lifetime_step *step)
{
	const struct thread *thread = step->thread;

	for (size_t i = thread->frame_count - 1; i-- > 0;)
		if (thread->frames[i].driver == step->frame->driver && thread->frames[i].data)
			return thread->frames[i].data;

	return NULL;
}

static int find_node(struct init_node **out, struct init_node **first, struct init_node *parent,
	const struct lifetime_step *step)
{
	struct init_node **link = first;
	struct init_node *node;

	for (; *link; link = &(*link)->next) {
		if ((*link)->name == step->frame->name && (*link)->driver == step->driver) {
			*out = *link;
			return 0;
		}
	}
	node = calloc(1, sizeof(*node));
	if (!node)
		return -ENOMEM;
	node->parent = parent;
	node->driver = step->driver;
	node->name = step->frame->name;
	node->site = step->frame->site;
	node->begin_ns = step->time_ns;
	*link = node;
	*out = node;
	return 0;
}

static int on_begin(void *data, const struct lifetime_step *step)
{
	struct init *init = data;
	struct init_node *outer;
	struct init_node *node;
	int status;

	if (step->time_ns < init->since_ns || step->time_ns > init->until_ns)
		return 0;
	outer = find_outer(step);
	status = find_node(&node, outer ? &outer->first : &init->first, outer, step);
	if (status == 0)
		step->frame->data = node;
	return status;
}

static void count(struct init_node *node, const struct lifetime_step *step)
{
	int64_t total_ns = step->time_ns - step->frame->begin_ns;

	node->calls++;
	node->total_ns += total_ns;
	node->self_ns += total_ns - step->frame->inner_ns;
	if (total_ns > node->longest_ns)
		node->longest_ns = total_ns;
}

static int on_end(void *data, const struct lifetime_step *step)
{
	struct init_node *node = step->frame->data;

	(void)data;
	if (!node)
		return 0;
	count(node, step);
	node->last_status = step->status;
	if (step->status < 0) {
		node->failed++;
		node->origins += step->frame->failed_name == step->frame->name;
		node->worst_status = step->status;
	} else if (node->worst_status >= 0) {
		node->worst_status = step->status;
	}
	return 0;
}

static int on_unfinished(void *data, const struct lifetime_step *step, bool has_died)
{
	struct init_node *node = step->frame->data;

	(void)data;
	if (!node)
		return 0;
	count(node, step);
	node->unfinished++;
	if (has_died)
		node->has_died = true;
	return 0;
}

static int on_held(void *data, const struct lifetime_step *step, int objects, int64_t bytes)
{
	const struct thread *thread = step->thread;

	(void)data;
	for (size_t i = thread->frame_count; i-- > 0;) {
		struct init_node *node = thread->frames[i].data;

		if (node) {
			node->objects += objects;
			node->bytes += bytes;
			break;
		}
	}
	return 0;
}

void init_begin(struct init *init)
{
	*init = (struct init){
		.observer = { .data = init,
			.span_begin = on_begin,
			.span_end = on_end,
			.span_unfinished = on_unfinished,
			.held = on_held },
		.since_ns = INT64_MIN,
		.until_ns = INT64_MAX,
	};
}

/* Without recursion, as a trace can nest phases as deep as it likes. */
static void free_nodes(struct init_node *node)
{
	while (node) {
		struct init_node *next = node->next;
		struct init_node *last = node->first;

		if (last) {
			while (last->next)
				last = last->next;
			last->next = next;
			next = node->first;
		}
		free(node);
		node = next;
	}
}

void init_finish(struct init *init)
{
	free_nodes(init->first);
	init->first = NULL;
}

const struct init_node *init_next(const struct init_node *node)
{
	if (node->first)
		return node->first;
	while (node && !node->next)
		node = node->parent;
	return node ? node->next : NULL;
}

static bool is_below(const struct init_node *node, const struct init_node *top)
{
	for (; node; node = node->parent)
		if (node == top)
			return true;

	return false;
}

void init_held(const struct init_node *node, int64_t *objects, int64_t *bytes)
{
	const struct init_node *top = node;

	*objects = 0;
	*bytes = 0;
	for (; node && is_below(node, top); node = init_next(node)) {
		*objects += node->objects;
		*bytes += node->bytes;
	}
}
