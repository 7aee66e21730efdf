/* On Windows this deprecates what is not safe; here the C library keeps what it has. */
#pragma once
