/*
 * GUIDs: the type, comparisons, and DEFINE_GUID, which declares one or, in the source that includes
 * initguid.h, defines it. No `#pragma once`: included again after that it changes what DEFINE_GUID does.
 */
#ifndef DRVTRACE_GUIDDEF_TYPES
#define DRVTRACE_GUIDDEF_TYPES

#include <ntdef.h>
#include <string.h>

typedef GUID IID, *LPIID;
typedef GUID CLSID, *LPCLSID;
typedef GUID FMTID, *LPFMTID;

#ifdef __cplusplus
#define REFGUID  const GUID &
#define REFIID   const IID &
#define REFCLSID const IID &
#define REFFMTID const IID &

FORCEINLINE int IsEqualGUID(REFGUID one, REFGUID other)
{
	return memcmp(&one, &other, sizeof(GUID)) == 0;
}
#else
#define REFGUID  const GUID *
#define REFIID   const IID *
#define REFCLSID const IID *
#define REFFMTID const IID *

#define IsEqualGUID(one, other) (memcmp((one), (other), sizeof(GUID)) == 0)
#endif

#define InlineIsEqualGUID(one, other) IsEqualGUID(one, other)
#define IsEqualIID(one, other)        IsEqualGUID(one, other)
#define IsEqualCLSID(one, other)      IsEqualGUID(one, other)

#endif

#undef DEFINE_GUID
#ifdef INITGUID
/* Weak: several sources of a driver may define it, and a definition follows a declaration. */
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8)                               \
	EXTERN_C_DEFINITION const GUID DECLSPEC_SELECTANY name = { l, w1, w2,                      \
		{ b1, b2, b3, b4, b5, b6, b7, b8 } }
#else
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) EXTERN_C const GUID name
#endif
