/* What passes between WMI and drivers: a node, with data behind it. */
#pragma once

#include <ntdef.h>

typedef struct _WNODE_HEADER {
	ULONG BufferSize; /* all of it */
	ULONG ProviderId;
	union {
		ULONGLONG HistoricalContext;
		struct {
			ULONG Version;
			ULONG Linkage;
		};
	};
	union {
		ULONG CountLost;
		HANDLE KernelHandle;
		LARGE_INTEGER TimeStamp;
	};
	GUID Guid;
	ULONG ClientContext;
	ULONG Flags;
} WNODE_HEADER, *PWNODE_HEADER;

#define WNODE_FLAG_ALL_DATA              0x00000001
#define WNODE_FLAG_SINGLE_INSTANCE       0x00000002
#define WNODE_FLAG_SINGLE_ITEM           0x00000004
#define WNODE_FLAG_EVENT_ITEM            0x00000008
#define WNODE_FLAG_FIXED_INSTANCE_SIZE   0x00000010
#define WNODE_FLAG_TOO_SMALL             0x00000020
#define WNODE_FLAG_INSTANCES_SAME        0x00000040
#define WNODE_FLAG_METHOD_ITEM           0x00000080
#define WNODE_FLAG_STATIC_INSTANCE_NAMES 0x00000200
#define WNODE_FLAG_EVENT_REFERENCE       0x00002000
#define WNODE_FLAG_PDO_INSTANCE_NAMES    0x00008000

/* The name of the instance is a USHORT with its size, and its characters. */
typedef struct tagWNODE_SINGLE_INSTANCE {
	WNODE_HEADER WnodeHeader;
	ULONG OffsetInstanceName;
	ULONG InstanceIndex;
	ULONG DataBlockOffset;
	ULONG SizeDataBlock;
	UCHAR VariableData[1];
} WNODE_SINGLE_INSTANCE, *PWNODE_SINGLE_INSTANCE;

typedef struct tagWNODE_SINGLE_ITEM {
	WNODE_HEADER WnodeHeader;
	ULONG OffsetInstanceName;
	ULONG InstanceIndex;
	ULONG ItemId;
	ULONG DataBlockOffset;
	ULONG SizeDataItem;
	UCHAR VariableData[1];
} WNODE_SINGLE_ITEM, *PWNODE_SINGLE_ITEM;

typedef struct tagWNODE_METHOD_ITEM {
	WNODE_HEADER WnodeHeader;
	ULONG OffsetInstanceName;
	ULONG InstanceIndex;
	ULONG MethodId;
	ULONG DataBlockOffset;
	ULONG SizeDataBlock;
	UCHAR VariableData[1];
} WNODE_METHOD_ITEM, *PWNODE_METHOD_ITEM;

/* The data of all instances: of one length, or each with its own. */
typedef struct {
	ULONG OffsetInstanceData;
	ULONG LengthInstanceData;
} OFFSETINSTANCEDATAANDLENGTH, *POFFSETINSTANCEDATAANDLENGTH;

typedef struct tagWNODE_ALL_DATA {
	WNODE_HEADER WnodeHeader;
	ULONG DataBlockOffset;
	ULONG InstanceCount;
	ULONG OffsetInstanceNameOffsets;
	union {
		ULONG FixedInstanceSize;
		OFFSETINSTANCEDATAANDLENGTH OffsetInstanceDataAndLength[1];
	};
} WNODE_ALL_DATA, *PWNODE_ALL_DATA;

/* What a provider says of itself: its blocks, and how their instances are named. */
typedef struct {
	GUID Guid;
	ULONG Flags;
	ULONG InstanceCount;
	union {
		ULONG InstanceNameList;
		ULONG BaseNameOffset;
		ULONG_PTR Pdo; /* referenced */
		ULONG_PTR InstanceInfo;
	};
} WMIREGGUIDW, *PWMIREGGUIDW, WMIREGGUID, *PWMIREGGUID;

typedef struct tagWMIREGINFOW {
	ULONG BufferSize;
	ULONG NextWmiRegInfo;
	ULONG RegistryPath;
	ULONG MofResourceName;
	ULONG GuidCount;
	WMIREGGUIDW WmiRegGuid[];
} WMIREGINFOW, *PWMIREGINFOW, WMIREGINFO, *PWMIREGINFO;

#define WMIREG_FLAG_EXPENSIVE         0x00000001
#define WMIREG_FLAG_INSTANCE_LIST     0x00000004
#define WMIREG_FLAG_INSTANCE_BASENAME 0x00000008
#define WMIREG_FLAG_INSTANCE_PDO      0x00000020
#define WMIREG_FLAG_REMOVE_GUID       0x00010000
#define WMIREG_FLAG_TRACED_GUID       0x00080000
#define WMIREG_FLAG_EVENT_ONLY_GUID   0x00000040

typedef struct tagWNODE_TOO_SMALL {
	WNODE_HEADER WnodeHeader;
	ULONG SizeNeeded;
} WNODE_TOO_SMALL, *PWNODE_TOO_SMALL;
