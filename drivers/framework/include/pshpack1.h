/*
 * Structures are packed to 1 byte until poppack.h.
 * No `#pragma once`: it is included each time.
 */
#pragma pack(push, 1)
