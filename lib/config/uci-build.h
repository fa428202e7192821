/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "config/cursor.h"
#include "config/uci.h"

/* What the readers of both forms of UCI build on. */

struct uci_reader {
	struct cursor cursor;
	struct diagnostics *diagnostics;
	size_t errors;
	struct config_notes *notes;
	struct uci *uci;
};

struct diagnostic *uci_error(struct uci_reader *reader, struct place place,
			     const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Where many are wrong, the rest is not looked at. */
bool uci_enough_errors(const struct uci_reader *reader);

/* A name as options and sections have it: letters, digits, "_". */
bool uci_is_name(const char *text);
/* One as types have it: any printable characters. */
bool uci_is_type(const char *text);

/* The section with that name, made if there is none. Anonymous ones are new each time. */
struct uci_section *uci_add_section(struct uci *uci, const char *type, const char *name,
				    struct place place);
struct uci_option *uci_add_option(struct uci_section *section, const char *name,
				  struct place place);
void uci_option_drop_values(struct uci_option *option);
/* Removes an option as UCI does where its value is empty. */
void uci_drop_option(struct uci_section *section, struct uci_option *option);

/* A word, or text in quotes, or several of these joined without a blank between. What
 * ends it stays. False where it is not ended before the file is; that has been told. */
bool uci_read_word(struct uci_reader *reader, struct config_value *ret);

void uci_read_file(struct uci_reader *reader);
void uci_read_show(struct uci_reader *reader);
