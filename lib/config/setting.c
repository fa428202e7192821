/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/setting.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void setting_add_from(struct settings *settings, const char *key, const char *value,
		      const struct config_value *from)
{
	struct setting *setting =
		array_add(settings->items, settings->count, settings->capacity);

	setting->key = memory_strdup(key);
	setting->value = memory_strdup(value);
	setting->origin = ORIGIN_FILE;
	setting->from = from;
}

void setting_add(struct settings *settings, enum setting_origin origin, const char *why,
		 const char *key, const char *fmt, ...)
{
	struct setting *setting =
		array_add(settings->items, settings->count, settings->capacity);
	va_list ap;

	setting->key = memory_strdup(key);
	va_start(ap, fmt);
	setting->value = memory_vprintf(fmt, ap);
	va_end(ap);
	setting->origin = origin;
	setting->why = memory_strdup(why);
}

const struct setting *setting_get(const struct settings *settings, const char *key)
{
	for (size_t i = settings->count; i-- > 0;)
		if (strcmp(settings->items[i].key, key) == 0)
			return &settings->items[i];
	return NULL;
}

const char *setting_value(const struct settings *settings, const char *key)
{
	const struct setting *setting = setting_get(settings, key);

	return setting ? setting->value : NULL;
}

void settings_clear(struct settings *settings)
{
	for (size_t i = 0; i < settings->count; i++) {
		struct setting *setting = &settings->items[i];

		explicit_bzero(setting->value, strlen(setting->value));
		free(setting->key);
		free(setting->value);
		free(setting->why);
	}
	free(settings->items);
	*settings = (struct settings){ 0 };
}
