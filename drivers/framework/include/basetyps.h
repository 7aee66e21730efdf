/* GUIDs, and macros for functions of either language. */
#pragma once

#include <guiddef.h>

#define STDAPICALLTYPE
#define STDMETHODCALLTYPE
#define STDAPI EXTERN_C HRESULT
