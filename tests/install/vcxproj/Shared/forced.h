/* What the project includes before everything else. */
#pragma once

#define RING_FORCED 1
