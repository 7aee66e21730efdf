/*
 * Ends what pshpack1.h and its like began.
 * No `#pragma once`: it is included each time.
 */
#pragma pack(pop)
