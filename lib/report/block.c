/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/block.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

#define ELLIPSIS "..." /* in every locale the same */

static char *plain(const char *string)
{
	struct text out = { 0 };

	plain_add(&out, string);
	return text_steal(&out);
}

void block_add(struct text *out, const char *label, const char *string)
{
	cleanup_free_ char *clean = plain(string);

	text_printf(out, "%-*s", BLOCK_INDENT, label);
	text_add_wrapped(out, clean, BLOCK_INDENT, BLOCK_INDENT, BLOCK_WIDTH);
}

bool block_add_cut(struct text *out, const char *label, const char *string,
		   unsigned lines)
{
	cleanup_text_ struct text wrapped = { 0 };
	cleanup_free_ char *clean = plain(string);
	size_t shown = 0;

	/* The ellipsis has room on every line. */
	text_add_wrapped(&wrapped, clean, BLOCK_INDENT, BLOCK_INDENT,
			 BLOCK_WIDTH - text_columns(ELLIPSIS));
	for (; lines > 0 && shown < wrapped.length; lines--)
		shown += strcspn(wrapped.data + shown, "\n") + 1;
	text_printf(out, "%-*s", BLOCK_INDENT, label);
	if (shown == wrapped.length)
		text_add(out, wrapped.data);
	else
		text_printf(out, "%.*s%s\n", (int)shown - 1, wrapped.data, ELLIPSIS);
	return shown == wrapped.length;
}

void block_add_typed(struct text *out, const char *label, const char *lines)
{
	while (lines && *lines) {
		size_t length = strcspn(lines, "\n");
		cleanup_free_ char *line = memory_strndup(lines, length);
		cleanup_free_ char *clean = plain(line);

		if (BLOCK_INDENT + text_columns(clean) > BLOCK_WIDTH)
			text_printf(out, "%s%s  %s\n", label, *label ? "\n" : "", clean);
		else
			text_printf(out, "%-*s%s\n", BLOCK_INDENT, label, clean);
		label = "";
		lines += length + (lines[length] == '\n');
	}
}

void block_add_remedy(struct text *out, const char *access_points,
		      const struct remedy *remedy)
{
	cleanup_free_ char *text = NULL;

	if (!remedy->text)
		return;
	text = access_points ? memory_printf("on %s: %s", access_points, remedy->text)
			     : memory_strdup(remedy->text);
	block_add(out, "what to do", text);
	block_add_typed(out, "  hostapd", remedy->hostapd);
	block_add_typed(out, "  OpenWrt", remedy->openwrt);
}
