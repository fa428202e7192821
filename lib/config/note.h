/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

#include "base/place.h"

/* What a person has to know about how files were read, that is no mistake: nothing is
 * dropped or made up in silence. */

enum config_note_kind {
	CONFIG_NOTE_IGNORED,   /* it is there, and roamtest does not know it */
	CONFIG_NOTE_LEFT_OUT,  /* it is known, and the simulated site does without it */
	CONFIG_NOTE_FILLED_IN, /* it is not there, and was made up or taken for granted */
	CONFIG_NOTE_KIND_MAX
};

struct config_note {
	enum config_note_kind kind;
	struct place place; /* line 0: of the file as a whole */
	char *text;	    /* one sentence, no final full stop */
};

struct config_notes {
	struct config_note *items;
	size_t count, capacity;
};

/* Past this many of a file, further ones are counted in one last note. */
#define CONFIG_NOTES_MAX 200

void config_note_add(struct config_notes *notes, enum config_note_kind kind,
		     struct place place, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
void config_notes_clear(struct config_notes *notes);
