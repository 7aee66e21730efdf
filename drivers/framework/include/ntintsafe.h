/*
 * Arithmetic and conversions that fail instead of wrapping: STATUS_INTEGER_OVERFLOW, and all bits of
 * the result are set. All types of the Windows kit, and all conversions between them.
 */
#pragma once

#include <ntdef.h>
#include <ntstatus.h>

/* The types that the functions are named after: name, type, value after a failure. */
#define DRVTRACE_INTSAFE_TYPES(X, ...)                                                             \
	X(Int8, INT8, -1, __VA_ARGS__)                                                             \
	X(UInt8, UINT8, 0xff, __VA_ARGS__)                                                         \
	X(Byte, BYTE, 0xff, __VA_ARGS__)                                                           \
	X(Char, CHAR, (CHAR)-1, __VA_ARGS__)                                                       \
	X(Short, SHORT, -1, __VA_ARGS__)                                                           \
	X(Int16, INT16, -1, __VA_ARGS__)                                                           \
	X(UShort, USHORT, 0xffff, __VA_ARGS__)                                                     \
	X(UInt16, UINT16, 0xffff, __VA_ARGS__)                                                     \
	X(Word, WORD, 0xffff, __VA_ARGS__)                                                         \
	X(Int, INT, -1, __VA_ARGS__)                                                               \
	X(Int32, INT32, -1, __VA_ARGS__)                                                           \
	X(UInt, UINT, 0xffffffff, __VA_ARGS__)                                                     \
	X(UInt32, UINT32, 0xffffffff, __VA_ARGS__)                                                 \
	X(Long, LONG, -1, __VA_ARGS__)                                                             \
	X(ULong, ULONG, 0xffffffff, __VA_ARGS__)                                                   \
	X(DWord, DWORD, 0xffffffff, __VA_ARGS__)                                                   \
	X(IntPtr, INT_PTR, -1, __VA_ARGS__)                                                        \
	X(UIntPtr, UINT_PTR, ~(UINT_PTR)0, __VA_ARGS__)                                            \
	X(LongPtr, LONG_PTR, -1, __VA_ARGS__)                                                      \
	X(ULongPtr, ULONG_PTR, ~(ULONG_PTR)0, __VA_ARGS__)                                         \
	X(DWordPtr, DWORD_PTR, ~(DWORD_PTR)0, __VA_ARGS__)                                         \
	X(PtrdiffT, ptrdiff_t, -1, __VA_ARGS__)                                                    \
	X(SizeT, size_t, ~(size_t)0, __VA_ARGS__)                                                  \
	X(SSIZET, SSIZE_T, -1, __VA_ARGS__)                                                        \
	X(SIZET, SIZE_T, ~(SIZE_T)0, __VA_ARGS__)                                                  \
	X(LongLong, LONGLONG, -1, __VA_ARGS__)                                                     \
	X(Long64, LONG64, -1, __VA_ARGS__)                                                         \
	X(Int64, INT64, -1, __VA_ARGS__)                                                           \
	X(ULongLong, ULONGLONG, ~0ull, __VA_ARGS__)                                                \
	X(ULong64, ULONG64, ~0ull, __VA_ARGS__)                                                    \
	X(DWordLong, DWORDLONG, ~0ull, __VA_ARGS__)                                                \
	X(DWord64, ULONG64, ~0ull, __VA_ARGS__)                                                    \
	X(UInt64, UINT64, ~0ull, __VA_ARGS__)

#define DRVTRACE_INTSAFE_FINISH(overflows, result, error)                                          \
	do {                                                                                       \
		if (!(overflows))                                                                  \
			return STATUS_SUCCESS;                                                     \
		*(result) = (error);                                                               \
		return STATUS_INTEGER_OVERFLOW;                                                    \
	} while (0)

#define DRVTRACE_INTSAFE_ARITHMETIC(Name, type, error, ...)                                        \
	FORCEINLINE NTSTATUS Rtl##Name##Add(type augend, type addend, type *result)                \
	{                                                                                          \
		DRVTRACE_INTSAFE_FINISH(                                                           \
			__builtin_add_overflow(augend, addend, result), result, error);            \
	}                                                                                          \
	FORCEINLINE NTSTATUS Rtl##Name##Sub(type minuend, type subtrahend, type *result)           \
	{                                                                                          \
		DRVTRACE_INTSAFE_FINISH(                                                           \
			__builtin_sub_overflow(minuend, subtrahend, result), result, error);       \
	}                                                                                          \
	FORCEINLINE NTSTATUS Rtl##Name##Mult(type multiplicand, type multiplier, type *result)     \
	{                                                                                          \
		DRVTRACE_INTSAFE_FINISH(                                                           \
			__builtin_mul_overflow(multiplicand, multiplier, result), result, error);  \
	}
DRVTRACE_INTSAFE_TYPES(DRVTRACE_INTSAFE_ARITHMETIC, )
#undef DRVTRACE_INTSAFE_ARITHMETIC

/* A macro is not expanded within itself: so each type converts to all in a line of its own. */
#define DRVTRACE_INTSAFE_CONVERSION(Target, to_type, error, Source, from_type)                     \
	FORCEINLINE NTSTATUS Rtl##Source##To##Target(from_type operand, to_type *result)           \
	{                                                                                          \
		DRVTRACE_INTSAFE_FINISH(                                                           \
			__builtin_add_overflow(operand, 0, result), result, error);                \
	}
#define DRVTRACE_INTSAFE_FROM(From, from_type)                                                     \
	DRVTRACE_INTSAFE_TYPES(DRVTRACE_INTSAFE_CONVERSION, From, from_type)
DRVTRACE_INTSAFE_FROM(Int8, INT8)
DRVTRACE_INTSAFE_FROM(UInt8, UINT8)
DRVTRACE_INTSAFE_FROM(Byte, BYTE)
DRVTRACE_INTSAFE_FROM(Char, CHAR)
DRVTRACE_INTSAFE_FROM(Short, SHORT)
DRVTRACE_INTSAFE_FROM(Int16, INT16)
DRVTRACE_INTSAFE_FROM(UShort, USHORT)
DRVTRACE_INTSAFE_FROM(UInt16, UINT16)
DRVTRACE_INTSAFE_FROM(Word, WORD)
DRVTRACE_INTSAFE_FROM(Int, INT)
DRVTRACE_INTSAFE_FROM(Int32, INT32)
DRVTRACE_INTSAFE_FROM(UInt, UINT)
DRVTRACE_INTSAFE_FROM(UInt32, UINT32)
DRVTRACE_INTSAFE_FROM(Long, LONG)
DRVTRACE_INTSAFE_FROM(ULong, ULONG)
DRVTRACE_INTSAFE_FROM(DWord, DWORD)
DRVTRACE_INTSAFE_FROM(IntPtr, INT_PTR)
DRVTRACE_INTSAFE_FROM(UIntPtr, UINT_PTR)
DRVTRACE_INTSAFE_FROM(LongPtr, LONG_PTR)
DRVTRACE_INTSAFE_FROM(ULongPtr, ULONG_PTR)
DRVTRACE_INTSAFE_FROM(DWordPtr, DWORD_PTR)
DRVTRACE_INTSAFE_FROM(PtrdiffT, ptrdiff_t)
DRVTRACE_INTSAFE_FROM(SizeT, size_t)
DRVTRACE_INTSAFE_FROM(SSIZET, SSIZE_T)
DRVTRACE_INTSAFE_FROM(SIZET, SIZE_T)
DRVTRACE_INTSAFE_FROM(LongLong, LONGLONG)
DRVTRACE_INTSAFE_FROM(Long64, LONG64)
DRVTRACE_INTSAFE_FROM(Int64, INT64)
DRVTRACE_INTSAFE_FROM(ULongLong, ULONGLONG)
DRVTRACE_INTSAFE_FROM(ULong64, ULONG64)
DRVTRACE_INTSAFE_FROM(DWordLong, DWORDLONG)
DRVTRACE_INTSAFE_FROM(DWord64, ULONG64)
DRVTRACE_INTSAFE_FROM(UInt64, UINT64)
#undef DRVTRACE_INTSAFE_FROM
#undef DRVTRACE_INTSAFE_CONVERSION
#undef DRVTRACE_INTSAFE_FINISH
#undef DRVTRACE_INTSAFE_TYPES
