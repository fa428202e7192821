/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stddef.h>

/* Memory for what a long run collects and seldom looks at. It is of a file without a name
 * (O_TMPFILE), mapped: spill_rest() takes its pages out of the process, and whoever reads
 * them gets them back. So what is resident does not grow with what is collected. All of
 * it is released at once, by spill_free(); none of it is released before.
 *
 * Wherever a struct spill * is taken, NULL stands for ordinary memory, whose owner
 * releases it with free() as everywhere. */
struct spill;

/* folder: where the file is to be. NULL where it cannot have one: a file system without
 * shared mappings, no access, less than 64 MB of room. Where so little is left later on,
 * all that comes is memory that stays. */
struct spill *spill_new(const char *folder);
struct spill *spill_free(struct spill *spill);

/* Zeroed, aligned for any object. Ends the process where memory runs out, like all of
 * base/memory.h. */
void *spill_zero(struct spill *spill, size_t size);
/* NULL gives NULL. */
char *spill_string(struct spill *spill, const char *string);

/* What is in the spill goes to its file. Pointers stay valid. */
void spill_rest(struct spill *spill);

/* array_add() of an array that is in the spill. As it grows it moves, and where it was
 * stays taken. */
void *spill_grow_(struct spill *spill, void **items, size_t *count, size_t *capacity,
		  size_t size);
#define spill_array_add(spill, items, count, capacity)                             \
	((__typeof__(*(items)) *)spill_grow_((spill), (void **)&(items), &(count), \
					     &(capacity), sizeof(*(items))))

/* Takes an array over that free() would release: what is returned is it, in the spill. */
void *spill_take_over_(struct spill *spill, void *items, size_t count, size_t *capacity,
		       size_t size);
#define spill_take_over(spill, items, count, capacity)                      \
	((items) = spill_take_over_((spill), (items), (count), &(capacity), \
				    sizeof(*(items))))
/* Likewise a string. */
char *spill_take_over_string(struct spill *spill, char *string);
