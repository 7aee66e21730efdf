#!/usr/bin/env bash
# What a driver's timer and work item will enable is awaited; what nobody will, is not there.
# shellcheck source=tests/host/lib.sh
. "$(dirname "$0")/lib.sh"

scenario 0 "$DRVTRACE_BUILD/tests/host/enables_late.so" <<'END'
load enables_late
await-interface {5d2a1f61-1111-4222-8333-444455556666}
expect STATUS_IO_TIMEOUT
plug enables_late one
await-interface {5d2a1f61-1111-4222-8333-444455556666}
expect STATUS_SUCCESS
open one interface:{5d2a1f61-1111-4222-8333-444455556666}
expect STATUS_SUCCESS
close one
await-interface {5d2a1f61-1111-4222-8333-444455556666} 2
expect STATUS_IO_TIMEOUT
unplug one
expect STATUS_SUCCESS
END
says </dev/null

finish
