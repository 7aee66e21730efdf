/* Registers of devices: mapped memory and ports, both simulated. */
#pragma once

#include <ntdef.h>
#include <wdm/pool.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PAGE_NOACCESS          0x01
#define PAGE_READONLY          0x02
#define PAGE_READWRITE         0x04
#define PAGE_WRITECOPY         0x08
#define PAGE_EXECUTE           0x10
#define PAGE_EXECUTE_READ      0x20
#define PAGE_EXECUTE_READWRITE 0x40
#define PAGE_EXECUTE_WRITECOPY 0x80
#define PAGE_GUARD             0x100
#define PAGE_NOCACHE           0x200
#define PAGE_WRITECOMBINE      0x400

/* Where it is in a device's memory; what is in none is where its address says. */
NTKERNELAPI PHYSICAL_ADDRESS MmGetPhysicalAddress(PVOID BaseAddress);

/* What one mapping of a device's memory writes, another one reads. */
NTKERNELAPI PVOID MmMapIoSpace(
	PHYSICAL_ADDRESS PhysicalAddress, SIZE_T NumberOfBytes, MEMORY_CACHING_TYPE CacheType);
/* `Protect` is one of PAGE_..., with others that say how it is cached. */
NTKERNELAPI PVOID MmMapIoSpaceEx(
	PHYSICAL_ADDRESS PhysicalAddress, SIZE_T NumberOfBytes, ULONG Protect);
NTKERNELAPI VOID MmUnmapIoSpace(PVOID BaseAddress, SIZE_T NumberOfBytes);

#define DRVTRACE_REGISTER(name, type)                                                              \
	FORCEINLINE type READ_REGISTER_##name(volatile type *Register)                             \
	{                                                                                          \
		return __atomic_load_n(Register, __ATOMIC_SEQ_CST);                                \
	}                                                                                          \
	FORCEINLINE VOID WRITE_REGISTER_##name(volatile type *Register, type Value)                \
	{                                                                                          \
		__atomic_store_n(Register, Value, __ATOMIC_SEQ_CST);                               \
	}                                                                                          \
	FORCEINLINE VOID READ_REGISTER_BUFFER_##name(                                              \
		volatile type *Register, type *Buffer, ULONG Count)                                \
	{                                                                                          \
		for (ULONG i = 0; i < Count; i++)                                                  \
			Buffer[i] = READ_REGISTER_##name(Register + i);                            \
	}                                                                                          \
	FORCEINLINE VOID WRITE_REGISTER_BUFFER_##name(                                             \
		volatile type *Register, type *Buffer, ULONG Count)                                \
	{                                                                                          \
		for (ULONG i = 0; i < Count; i++)                                                  \
			WRITE_REGISTER_##name(Register + i, Buffer[i]);                            \
	}

DRVTRACE_REGISTER(UCHAR, UCHAR)
DRVTRACE_REGISTER(USHORT, USHORT)
DRVTRACE_REGISTER(ULONG, ULONG)
DRVTRACE_REGISTER(ULONG64, ULONG64)
#undef DRVTRACE_REGISTER

/* The pointer's value is the port's number; a port holds what was written to it last. */
NTKERNELAPI UCHAR READ_PORT_UCHAR(PUCHAR Port);
NTKERNELAPI USHORT READ_PORT_USHORT(PUSHORT Port);
NTKERNELAPI ULONG READ_PORT_ULONG(PULONG Port);
NTKERNELAPI VOID WRITE_PORT_UCHAR(PUCHAR Port, UCHAR Value);
NTKERNELAPI VOID WRITE_PORT_USHORT(PUSHORT Port, USHORT Value);
NTKERNELAPI VOID WRITE_PORT_ULONG(PULONG Port, ULONG Value);

/* The same port again and again. */
#define DRVTRACE_PORT_BUFFER(type)                                                                 \
	FORCEINLINE VOID READ_PORT_BUFFER_##type(type *Port, type *Buffer, ULONG Count)            \
	{                                                                                          \
		for (ULONG i = 0; i < Count; i++)                                                  \
			Buffer[i] = READ_PORT_##type(Port);                                        \
	}                                                                                          \
	FORCEINLINE VOID WRITE_PORT_BUFFER_##type(type *Port, type *Buffer, ULONG Count)           \
	{                                                                                          \
		for (ULONG i = 0; i < Count; i++)                                                  \
			WRITE_PORT_##type(Port, Buffer[i]);                                        \
	}
DRVTRACE_PORT_BUFFER(UCHAR)
DRVTRACE_PORT_BUFFER(USHORT)
DRVTRACE_PORT_BUFFER(ULONG)
#undef DRVTRACE_PORT_BUFFER

#ifdef __cplusplus
}
#endif
