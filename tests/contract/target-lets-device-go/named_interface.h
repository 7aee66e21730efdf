/* What the named device gives to drivers that ask for it: nothing but its version. */
#pragma once

#define NAMED_VERSION 7

static const GUID NamedInterface = { 0x2f0a6c11, 0x8a52, 0x4d0b, { 0x93, 0x5e, 0x1c, 0x77, 0x40, 0xd2, 0x6b, 0x0a } };
