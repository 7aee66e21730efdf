/* Spin locks that are objects, for who takes them in the driver's stead. */
#pragma once

#include <wdfsync.h>

struct fx_call;

PKSPIN_LOCK fx_spin_lock_of(WDFSPINLOCK handle, const struct fx_call *call);
