/*
 * References that one object holds to another, as a collection to its items. They are in the trace
 * like those that drivers take, with the handle of the holder as their tag.
 */
#pragma once

struct fx_object;

void fx_hold(struct fx_object *object, const struct fx_object *holder, const void *site);

/* May end the object. Not in fx_class.destroy: the object's callbacks are the driver's code. */
void fx_let_go(struct fx_object *object, const struct fx_object *holder, const void *site);
