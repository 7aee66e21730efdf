/*
 * Source annotations. They tell an analyser of the Windows kit what a function expects; a compiler
 * here has no use for them, so all of them are empty.
 */
#pragma once

#define IN
#define OUT
#define OPTIONAL
#define CONST const

#define _In_
#define _In_opt_
#define _In_z_
#define _In_opt_z_
#define _In_reads_(count)
#define _In_reads_opt_(count)
#define _In_reads_bytes_(size)
#define _In_reads_bytes_opt_(size)
#define _In_range_(low, high)
#define _Inout_
#define _Inout_opt_
#define _Inout_updates_(count)
#define _Inout_updates_bytes_(size)
#define _Out_
#define _Out_opt_
#define _Out_writes_(count)
#define _Out_writes_opt_(count)
#define _Out_writes_bytes_(size)
#define _Out_writes_bytes_opt_(size)
#define _Out_writes_to_(count, used)
#define _Out_writes_bytes_to_(size, used)
#define _Outptr_
#define _Outptr_opt_
#define _Outptr_result_maybenull_
#define _Outptr_result_bytebuffer_(size)
#define _Outptr_opt_result_bytebuffer_(size)
#define _Ret_maybenull_
#define _Ret_notnull_
#define _Ret_range_(low, high)
#define _Deref_out_range_(low, high)

#define _Field_size_(count)
#define _Field_size_opt_(count)
#define _Field_size_bytes_(size)
#define _Field_size_bytes_part_opt_(size, used)
#define _Field_range_(low, high)
#define _Struct_size_bytes_(size)

#define _Pre_notnull_
#define _Pre_maybenull_
#define _Pre_satisfies_(condition)
#define _Post_invalid_
#define _Post_maybenull_
#define _Post_notnull_
#define _Post_ptr_invalid_
#define _Post_satisfies_(condition)
#define _Post_writable_byte_size_(size)
#define _Post_equal_to_(value)

#define _At_(target, annotations)
#define _When_(condition, annotations)
#define _Group_(annotations)
#define _Success_(condition)
#define _On_failure_(annotations)
#define _Check_return_
#define _Must_inspect_result_
#define _Null_terminated_
#define _Printf_format_string_
#define _Reserved_
#define _Use_decl_annotations_
#define _Function_class_(name)
#define _Dispatch_type_(name)
#define _Enum_is_bitflag_
#define _Strict_type_match_
#define _Always_(annotations)
#define _Const_
#define _Analysis_assume_(condition)
#define _Analysis_noreturn_

#define _IRQL_requires_(level)
#define _IRQL_requires_max_(level)
#define _IRQL_requires_min_(level)
#define _IRQL_requires_same_
#define _IRQL_raises_(level)
#define _IRQL_saves_
#define _IRQL_restores_
#define _IRQL_always_function_max_(level)
#define _IRQL_always_function_min_(level)
#define _Kernel_clear_do_init_(answer)
#define _Kernel_requires_resource_held_(resource)
#define _Acquires_lock_(lock)
#define _Releases_lock_(lock)
#define _Requires_lock_held_(lock)
#define _Requires_lock_not_held_(lock)
#define _Guarded_by_(lock)
#define _Interlocked_

#define __in
#define __in_opt
#define __in_bcount(size)
#define __in_bcount_opt(size)
#define __in_ecount(count)
#define __in_ecount_opt(count)
#define __inout
#define __inout_opt
#define __out
#define __out_opt
#define __out_bcount(size)
#define __out_bcount_opt(size)
#define __out_ecount(count)
#define __out_ecount_opt(count)
#define __deref_out
#define __deref_out_opt
#define __checkReturn
#define __drv_aliasesMem
#define __drv_allocatesMem(kind)
#define __drv_dispatchType(name)
#define __drv_freesMem(kind)
#define __drv_functionClass(name)
#define __drv_maxIRQL(level)
#define __drv_minIRQL(level)
#define __drv_requiresIRQL(level)
#define __drv_sameIRQL
#define __drv_strictType(type, mode)
#define __drv_strictTypeMatch(mode)
#define __drv_when(condition, annotations)
#define __analysis_assume(condition)
#define __annotation(...)
