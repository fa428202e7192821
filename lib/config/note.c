/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/note.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/memory.h"

void config_note_add(struct config_notes *notes, enum config_note_kind kind,
		     struct place place, const char *fmt, ...)
{
	struct config_note *note;
	va_list ap;

	if (notes->count > CONFIG_NOTES_MAX)
		return;
	note = array_add(notes->items, notes->count, notes->capacity);
	note->kind = kind;
	note->place = place;
	if (notes->count > CONFIG_NOTES_MAX) {
		note->text = memory_strdup("there is more of this kind in the file");
		return;
	}
	va_start(ap, fmt);
	note->text = memory_vprintf(fmt, ap);
	va_end(ap);
}

void config_notes_clear(struct config_notes *notes)
{
	for (size_t i = 0; i < notes->count; i++)
		free(notes->items[i].text);
	free(notes->items);
	*notes = (struct config_notes){ 0 };
}
