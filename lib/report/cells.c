/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

void cells_make(struct cells *ret, unsigned count)
{
	*ret = (struct cells){ memory_zero(count, sizeof(struct cell)), count };
}

void cells_clear(struct cells *cells)
{
	free(cells->items);
	*cells = (struct cells){ 0 };
}

/* Octets of the first character: of UTF-8 at most four. */
static size_t character_length(const char *string)
{
	size_t length = *string != '\0';

	while (length && length < 4 && ((unsigned char)string[length] & 0xc0) == 0x80)
		length++;
	return length;
}

void cells_put(struct cells *cells, unsigned at, const char *character,
	       enum colour colour)
{
	struct cell *cell;

	if (at >= cells->count)
		return;
	cell = &cells->items[at];
	*cell = (struct cell){ .colour = colour };
	memcpy(cell->octets, character, character_length(character));
}

unsigned cells_write(struct cells *cells, unsigned at, unsigned until, const char *string,
		     enum colour colour)
{
	for (; *string && at < until && at < cells->count; at++) {
		cells_put(cells, at, string, colour);
		string += character_length(string);
	}
	return at;
}

static bool is_blank(const struct cell *cell)
{
	return cell->octets[0] == '\0' || strcmp(cell->octets, " ") == 0;
}

void cells_add(const struct cells *cells, const struct text_style *style, bool trimmed,
	       struct text *out)
{
	cleanup_text_ struct text run = { 0 };
	unsigned count = cells->count;

	while (trimmed && count > 0 && is_blank(&cells->items[count - 1]))
		count--;
	for (unsigned i = 0; i < count; i++) {
		const struct cell *cell = &cells->items[i];

		text_add(&run, cell->octets[0] ? cell->octets : " ");
		if (i + 1 < count && cells->items[i + 1].colour == cell->colour)
			continue;
		coloured_add(out, style, cell->colour, run.data);
		text_reset(&run);
	}
}
