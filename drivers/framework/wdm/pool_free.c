#include "drivers/framework/wdm/pool_free.h"

#include "drivers/framework/wdm/dpc.h"
#include "drivers/framework/wdm/driver.h"
#include "drivers/framework/wdm/irql.h"
#include "drivers/framework/wdm/stop.h"
#include "drivers/framework/wdm/work_queue.h"

static const char *const kind_words[] = {
	[EX_POOL] = "pool",
	[EX_NONCACHED] = "non-cached memory",
	[EX_CONTIGUOUS] = "contiguous memory",
};

static const KIRQL highest_irql[] = {
	[EX_POOL] = DISPATCH_LEVEL,
	[EX_NONCACHED] = APC_LEVEL,
	[EX_CONTIGUOUS] = DISPATCH_LEVEL,
};

static struct io_breach breach_of(const struct ex_release *release, const char *rule)
{
	return (struct io_breach){ io_driver_calling(release->site), rule, release->function,
		release->memory, release->site };
}

static void check_driver(const struct ex_block *block, const struct ex_release *release)
{
	struct io_breach breach = breach_of(release, "release-by-other-driver");
	const struct io_driver *owner = ex_block_resource(block)->driver;

	/* Outside of any driver, there is nobody to be wrong. */
	if (!breach.driver || owner == breach.driver || ex_block_is_anybodys(block))
		return;
	if (owner)
		io_stop(&breach, "the block at %p is %s's", release->memory, io_driver_name(owner));
	io_stop(&breach, "the block at %p was left behind by a driver that is gone",
		release->memory);
}

struct ex_block *ex_block_to_free(const struct ex_release *release)
{
	struct ex_block *block = ex_block_find(release->memory);
	struct io_breach breach = breach_of(release, "release-of-unknown");

	if (!block && io_resource_was_released(release->memory)) {
		breach.rule = "double-release";
		io_stop(&breach, "the %s block at %p is free already", kind_words[release->kind],
			release->memory);
	}
	if (!block)
		io_stop(&breach, "%p is not a block of %s", release->memory,
			kind_words[release->kind]);
	if (ex_block_kind(block) != release->kind)
		io_stop(&breach, "%p is a block of %s, not of %s", release->memory,
			kind_words[ex_block_kind(block)], kind_words[release->kind]);
	if (ex_block_is_paged(block))
		ke_irql_check_paged_pool(release->function, release->memory, release->site);
	ke_irql_check(release->function, highest_irql[release->kind], release->site);
	check_driver(block, release);
	return block;
}

void ex_block_free(struct ex_block *block, const struct ex_release *release)
{
	struct io_breach breach = breach_of(release, "pool-overrun");

	ke_dpc_check_memory(
		release->function, release->memory, ex_block_resource(block)->size, release->site);
	ex_work_check_memory(
		release->function, release->memory, ex_block_resource(block)->size, release->site);
	if (!ex_block_destroy(block, release->site))
		io_stop(&breach, "bytes before the beginning of the block at %p were written",
			release->memory);
}
