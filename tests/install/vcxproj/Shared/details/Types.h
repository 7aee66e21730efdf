/* A ring. */
#pragma once

typedef struct _RING {
	PVOID Memory;
} RING;
