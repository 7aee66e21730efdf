#include "viewer/report/phases.h"

#include <errno.h>
#include <stdlib.h>

static bool shows(struct page *page, const struct init_node *node)
{
	/* Their times were looked at when they began. */
	const struct subject subject = { .driver = node->driver,
		.site = node->site,
		.time_ns = page->since_ns,
		.has_no_resource = true };

	return page_shows(page, &subject);
}

static size_t count_nodes(const struct init *init)
{
	size_t count = 0;

	for (const struct init_node *node = init->first; node; node = init_next(node))
		count++;
	return count;
}

static struct init_node *find_sum(struct phases *phases, const struct init_node *node)
{
	for (size_t i = 0; i < phases->count; i++)
		if (phases->sums[i].driver == node->driver && phases->sums[i].name == node->name)
			return &phases->sums[i];

	phases->nodes[phases->count] = &phases->sums[phases->count];
	phases->sums[phases->count] = (struct init_node){
		.driver = node->driver,
		.name = node->name,
		.site = node->site,
		.begin_ns = node->begin_ns,
	};
	return &phases->sums[phases->count++];
}

/* The same phase below different ones is one row. What it holds is its own here. */
static void add_up(struct init_node *sum, const struct init_node *node)
{
	sum->calls += node->calls;
	sum->failed += node->failed;
	sum->origins += node->origins;
	sum->unfinished += node->unfinished;
	sum->has_died |= node->has_died;
	sum->last_status = node->last_status;
	if (node->worst_status < 0 || sum->worst_status >= 0)
		sum->worst_status = node->worst_status;
	sum->total_ns += node->total_ns;
	sum->self_ns += node->self_ns;
	if (node->longest_ns > sum->longest_ns)
		sum->longest_ns = node->longest_ns;
	sum->objects += node->objects;
	sum->bytes += node->bytes;
}

static int by_self(const void *a, const void *b)
{
	const struct init_node *const *x = a;
	const struct init_node *const *y = b;

	if ((*x)->self_ns != (*y)->self_ns)
		return (*x)->self_ns < (*y)->self_ns ? -1 : 1;
	return ((*x)->begin_ns > (*y)->begin_ns) - ((*x)->begin_ns < (*y)->begin_ns);
}

int phases_init(struct phases *phases, const struct init *init, struct page *page)
{
	size_t count = count_nodes(init);

	*phases = (struct phases){ 0 };
	phases->nodes = calloc(count + 1, sizeof(struct init_node *));
	phases->sums = calloc(count + 1, sizeof(*phases->sums));
	if (!phases->nodes || !phases->sums) {
		phases_finish(phases);
		return -ENOMEM;
	}
	for (const struct init_node *node = init->first; node; node = init_next(node)) {
		if (!shows(page, node))
			continue;
		phases->failed += node->origins;
		phases->unfinished += node->unfinished;
		if (page->options->blame)
			add_up(find_sum(phases, node), node);
		else
			phases->nodes[phases->count++] = node;
	}
	if (page->options->blame)
		qsort(phases->nodes, phases->count, sizeof(struct init_node *), by_self);
	return 0;
}

void phases_finish(struct phases *phases)
{
	free(phases->nodes);
	free(phases->sums);
	*phases = (struct phases){ 0 };
}
