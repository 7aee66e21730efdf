/* What is in the registry before the first driver is loaded: see drvhost-registry(5). */
#pragma once

/*
 * Reads the file into the framework's registry. 0, or -EINVAL when something is wrong in it, which
 * has been said on standard error by file and line; -ENOMEM.
 */
int registry_file_read(const char *path);
