/*
 * Properties that have a key: its type, types of values, and DEFINE_DEVPROPKEY, which declares one or, in the
 * source that includes initguid.h, defines it. No `#pragma once`: included again after that it changes what
 * DEFINE_DEVPROPKEY does.
 */
#ifndef DRVTRACE_DEVPROPDEF_TYPES
#define DRVTRACE_DEVPROPDEF_TYPES

#include <guiddef.h>
#include <ntdef.h>

typedef ULONG DEVPROPTYPE, *PDEVPROPTYPE;

#define DEVPROP_TYPEMOD_ARRAY 0x00001000
#define DEVPROP_TYPEMOD_LIST  0x00002000

#define DEVPROP_TYPE_EMPTY                      0x00000000
#define DEVPROP_TYPE_NULL                       0x00000001
#define DEVPROP_TYPE_SBYTE                      0x00000002
#define DEVPROP_TYPE_BYTE                       0x00000003
#define DEVPROP_TYPE_INT16                      0x00000004
#define DEVPROP_TYPE_UINT16                     0x00000005
#define DEVPROP_TYPE_INT32                      0x00000006
#define DEVPROP_TYPE_UINT32                     0x00000007
#define DEVPROP_TYPE_INT64                      0x00000008
#define DEVPROP_TYPE_UINT64                     0x00000009
#define DEVPROP_TYPE_FLOAT                      0x0000000A
#define DEVPROP_TYPE_DOUBLE                     0x0000000B
#define DEVPROP_TYPE_DECIMAL                    0x0000000C
#define DEVPROP_TYPE_GUID                       0x0000000D
#define DEVPROP_TYPE_CURRENCY                   0x0000000E
#define DEVPROP_TYPE_DATE                       0x0000000F
#define DEVPROP_TYPE_FILETIME                   0x00000010
#define DEVPROP_TYPE_BOOLEAN                    0x00000011
#define DEVPROP_TYPE_STRING                     0x00000012
#define DEVPROP_TYPE_STRING_LIST                (DEVPROP_TYPE_STRING | DEVPROP_TYPEMOD_LIST)
#define DEVPROP_TYPE_SECURITY_DESCRIPTOR        0x00000013
#define DEVPROP_TYPE_SECURITY_DESCRIPTOR_STRING 0x00000014
#define DEVPROP_TYPE_DEVPROPKEY                 0x00000015
#define DEVPROP_TYPE_DEVPROPTYPE                0x00000016
#define DEVPROP_TYPE_BINARY                     (DEVPROP_TYPE_BYTE | DEVPROP_TYPEMOD_ARRAY)
#define DEVPROP_TYPE_ERROR                      0x00000017
#define DEVPROP_TYPE_NTSTATUS                   0x00000018
#define DEVPROP_TYPE_STRING_INDIRECT            0x00000019

#define DEVPROP_TRUE  ((CHAR)-1)
#define DEVPROP_FALSE ((CHAR)0)
typedef CHAR DEVPROP_BOOLEAN, *PDEVPROP_BOOLEAN;

typedef GUID DEVPROPGUID, *PDEVPROPGUID;
typedef ULONG DEVPROPID, *PDEVPROPID;

#define DEVPROPID_FIRST_USABLE 2

typedef struct _DEVPROPKEY {
	DEVPROPGUID fmtid;
	DEVPROPID pid;
} DEVPROPKEY, *PDEVPROPKEY;

#define IsEqualDevPropKey(a, b)                                                                    \
	((a).pid == (b).pid && memcmp(&(a).fmtid, &(b).fmtid, sizeof(DEVPROPGUID)) == 0)

#endif

#undef DEFINE_DEVPROPKEY
#ifdef INITGUID
#define DEFINE_DEVPROPKEY(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8, pid)                    \
	EXTERN_C_DEFINITION const DEVPROPKEY DECLSPEC_SELECTANY name = {                           \
		{ l, w1, w2, { b1, b2, b3, b4, b5, b6, b7, b8 } }, pid                             \
	}
#else
#define DEFINE_DEVPROPKEY(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8, pid)                    \
	EXTERN_C const DEVPROPKEY name
#endif
