/*
 * Structures are packed to 2 bytes until poppack.h.
 * No `#pragma once`: it is included each time.
 */
#pragma pack(push, 2)
