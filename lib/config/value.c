/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/value.h"

#include <stdlib.h>
#include <string.h>

void config_value_clear(struct config_value *value)
{
	if (value->text)
		explicit_bzero(value->text, strlen(value->text));
	free(value->text);
	*value = (struct config_value){ 0 };
}
