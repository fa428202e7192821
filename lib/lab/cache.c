/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/cache.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/memory.h"

char *cache_path(const char *name)
{
	const char *folder = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	/* Relative paths are to be ignored. */
	if (folder && *folder == '/')
		return memory_printf("%s/roamtest/%s", folder, name);
	if (home && *home == '/')
		return memory_printf("%s/.cache/roamtest/%s", home, name);
	return NULL;
}
