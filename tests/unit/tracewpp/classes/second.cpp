/* Another source with the same inline functions. */
#include "classes.h"

int other(int value);

int other(int value)
{
	Device device(value);

	return device.send(twice(value));
}
