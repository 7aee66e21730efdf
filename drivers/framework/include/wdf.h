/*
 * The supported subset of the Kernel-Mode Driver Framework. What is not declared here is not
 * supported, and does not compile.
 */
#pragma once

#include <wdm.h>

#include <wdftypes.h>

#include <wdfcore.h>

#include <wdfobject.h>

#include <wdfroletypes.h>

#include <wdfdriver.h>

#include <wdfdevice.h>

#include <wdfdeviceinterface.h>

#include <wdffdo.h>

#include <wdfbus.h>

#include <wdfqueryinterface.h>

#include <wdfchildlist.h>

#include <wdfpdo.h>

#include <wdfpowerpolicy.h>

#include <wdfcontrol.h>

#include <wdffileobject.h>

#include <wdfrequest.h>

#include <wdfio.h>

#include <wdfmemory.h>

#include <wdfcollection.h>

#include <wdfstring.h>

#include <wdfsync.h>

#include <wdftimer.h>

#include <wdfdpc.h>

#include <wdfworkitem.h>

#include <wdfregistry.h>

#include <wdfwmi.h>

#include <wdfiotarget.h>

#include <wdfinterrupt.h>

#include <wdfproperty.h>

#include <wdfresource.h>
