/* Which events of a stream class can be given as records without being decoded. */
#pragma once

struct native_class;

/* After the layouts are compiled and indexed. */
void native_find_plains(struct native_class *class);
