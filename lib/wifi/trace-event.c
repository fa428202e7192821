/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/trace-event.h"

#include <errno.h>
#include <linux/nl80211.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

/* enum ieee80211_sta_state (include/net/mac80211.h), which user space has no header of;
 * the same since Linux 3.3. */
#define STATION_AUTHORIZED 4

/* enum ieee80211_ampdu_mlme_action, likewise: those below are of reception. */
#define AMPDU_TX_START 2

/* Calls of all tasks that have not returned: mostly one within another, since a radio's
 * are made under a mutex. */
#define PENDING_MAX 32

const struct trace_point trace_points[TRACE_POINT_COUNT] = {
	{ "cfg80211", "rdev_auth", .what = TRACE_AUTH, .mac = "bssid" },
	{ "cfg80211", "rdev_assoc", .what = TRACE_ASSOC, .mac = "bssid" },
	{ "cfg80211", "rdev_add_key", .what = TRACE_ADD_KEY, .mac = "mac_addr",
	  .numbers = { "key_index", "pairwise" } },
	{ "cfg80211", "rdev_mgmt_tx", .what = TRACE_MGMT_TX,
	  .with = TRACE_RETURN_COOKIE },
	{ "cfg80211", "rdev_change_station", .what = TRACE_SET_STATION, .mac = "sta_mac",
	  .numbers = { "sta_flags_set", "sta_flags_mask" } },
	{ "cfg80211", "rdev_deauth", .what = TRACE_DEAUTH, .mac = "bssid" },
	{ "cfg80211", "rdev_scan", .what = TRACE_SCAN },
	{ "mac80211", "drv_sta_state", .what = TRACE_STATION_STATE, .mac = "sta_addr",
	  .numbers = { "new_state", "old_state" }, .with = TRACE_RETURN_DRIVER },
	{ "mac80211", "drv_ampdu_action", .what = TRACE_AMPDU, .mac = "sta_addr",
	  .numbers = { "tid", "action" }, .with = TRACE_RETURN_DRIVER },
	/* Made within those above where an association ends in them (net/wireless/sme.c,
	 * __cfg80211_disconnected()): their returns would be taken for the others'. */
	{ "cfg80211", "rdev_del_key", .silent = true },
	{ "cfg80211", "rdev_set_qos_map", .silent = true },
	{ "cfg80211", "rdev_return_int", .returns = true, .numbers = { "ret" } },
	{ "cfg80211", "rdev_return_int_cookie", .returns = true,
	  .with = TRACE_RETURN_COOKIE, .numbers = { "ret" } },
	{ "mac80211", "drv_return_int", .returns = true, .with = TRACE_RETURN_DRIVER,
	  .numbers = { "ret" } },
};

struct layout {
	bool known;
	uint64_t id;
	struct trace_field type, pid, mac, numbers[TRACE_NUMBERS_MAX];
	bool has_ifindex, has_wdev;
};

struct pending {
	uint64_t pid;
	enum trace_return with;
	bool silent;
	struct event event;
};

struct trace_decoder {
	struct layout layouts[TRACE_POINT_COUNT];
	struct pending pending[PENDING_MAX]; /* in order of time */
	size_t pending_count;
};

struct trace_decoder *trace_decoder_new(void)
{
	return memory_zero(1, sizeof(struct trace_decoder));
}

struct trace_decoder *trace_decoder_free(struct trace_decoder *decoder)
{
	free(decoder);
	return NULL;
}

bool trace_format_find(const char *format, const char *name, struct trace_field *ret)
{
	/* A line is "	field:u8 bssid[6];	offset:60;	size:6;	signed:0;". */
	for (const char *line = format; line; line = strchr(line, '\n')) {
		const char *word, *end;

		line += strspn(line, "\n\t");
		if (strncmp(line, "field:", strlen("field:")) != 0)
			continue;
		word = line + strlen("field:");
		end = word + strcspn(word, ";\n");
		for (const char *c = word; c < end; c++)
			if (*c == ' ')
				word = c + 1;
		if (strncmp(word, name, strlen(name)) == 0 &&
		    (word[strlen(name)] == '[' || word[strlen(name)] == ';') &&
		    sscanf(end, "; offset:%zu; size:%zu;", &ret->offset, &ret->size) == 2)
			return true;
	}
	return false;
}

static bool find_number(const char *format, const char *name, struct trace_field *ret)
{
	return trace_format_find(format, name, ret) &&
	       (ret->size == 1 || ret->size == 2 || ret->size == 4 || ret->size == 8);
}

static bool find_fields(const char *format, const struct trace_point *point,
			struct layout *ret)
{
	const char *id = strstr(format, "\nID: ");
	struct trace_field ignored;

	if (!id || !trace_format_find(format, "wiphy_name", &ignored) ||
	    !find_number(format, "common_type", &ret->type) ||
	    !find_number(format, "common_pid", &ret->pid))
		return false;
	if (point->mac && (!trace_format_find(format, point->mac, &ret->mac) ||
			   ret->mac.size != MAC_LENGTH))
		return false;
	for (size_t i = 0; i < TRACE_NUMBERS_MAX && point->numbers[i]; i++)
		if (!find_number(format, point->numbers[i], &ret->numbers[i]))
			return false;
	ret->has_ifindex = trace_format_find(format, "ifindex", &ignored);
	ret->has_wdev = trace_format_find(format, "id", &ignored);
	ret->id = strtoul(id + strlen("\nID: "), NULL, 10);
	ret->known = true;
	return true;
}

int trace_decoder_learn(struct trace_decoder *decoder, size_t point, const char *format)
{
	struct layout layout = { 0 };

	if (!find_fields(format, &trace_points[point], &layout))
		return -EBADMSG;
	decoder->layouts[point] = layout;
	return 0;
}

void trace_decoder_filter(const struct trace_decoder *decoder, size_t point,
			  const struct trace_target *target, struct text *out)
{
	const struct layout *layout = &decoder->layouts[point];
	/* A radio may be given any name. */
	char quote = strchr(target->wiphy, '"') ? '\'' : '"';

	text_printf(out, "wiphy_name == %c%s%c", quote, target->wiphy, quote);
	if (layout->has_ifindex)
		text_printf(out, " && ifindex == %u", target->ifindex);
	if (layout->has_wdev)
		text_printf(out, " && id == %u", target->wdev);
}

static bool holds(size_t length, const struct trace_field *field)
{
	return field->offset <= length && field->size <= length - field->offset;
}

/* In the byte order of this machine, as the kernel wrote it. */
static bool read_number(const uint8_t *entry, size_t length,
			const struct trace_field *field, uint64_t *ret)
{
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;

	if (!holds(length, field))
		return false;
	switch (field->size) {
	case sizeof(u8):
		memcpy(&u8, entry + field->offset, sizeof(u8));
		*ret = u8;
		break;
	case sizeof(u16):
		memcpy(&u16, entry + field->offset, sizeof(u16));
		*ret = u16;
		break;
	case sizeof(u32):
		memcpy(&u32, entry + field->offset, sizeof(u32));
		*ret = u32;
		break;
	default:
		memcpy(ret, entry + field->offset, sizeof(*ret));
	}
	return true;
}

static int find_point(const struct trace_decoder *decoder, const uint8_t *entry,
		      size_t length)
{
	for (int i = 0; i < TRACE_POINT_COUNT; i++) {
		const struct layout *layout = &decoder->layouts[i];
		uint64_t id;

		if (layout->known && read_number(entry, length, &layout->type, &id) &&
		    id == layout->id)
			return i;
	}
	return -1;
}

static void add_pending(struct trace_decoder *decoder, const struct pending *call)
{
	/* So many at once are calls whose returns were lost: the oldest goes. */
	if (decoder->pending_count == PENDING_MAX)
		memmove(decoder->pending, decoder->pending + 1,
			--decoder->pending_count * sizeof(*call));
	decoder->pending[decoder->pending_count++] = *call;
}

/* The task's latest call that ends so: calls nest. */
static bool take_pending(struct trace_decoder *decoder, uint64_t pid,
			 enum trace_return with, struct pending *ret)
{
	for (size_t i = decoder->pending_count; i-- > 0;) {
		struct pending *call = &decoder->pending[i];

		if (call->pid != pid || call->with != with)
			continue;
		*ret = *call;
		memmove(call, call + 1, (--decoder->pending_count - i) * sizeof(*call));
		return true;
	}
	return false;
}

/* The numbers are of the order in trace_points. Whether it is told. */
static bool set_numbers(struct event *event, const uint64_t *numbers)
{
	const uint64_t authorized = UINT64_C(1) << NL80211_STA_FLAG_AUTHORIZED;

	switch (event->trace.what) {
	case TRACE_ADD_KEY:
		event->trace.key_index = (unsigned)numbers[0];
		event->trace.pairwise = numbers[1];
		return true;
	case TRACE_SET_STATION:
		event->trace.authorized = numbers[0] & authorized;
		return numbers[1] & authorized;
	case TRACE_STATION_STATE:
		event->trace.authorized = numbers[0] == STATION_AUTHORIZED;
		return (numbers[0] == STATION_AUTHORIZED) !=
		       (numbers[1] == STATION_AUTHORIZED);
	case TRACE_AMPDU:
		event->trace.tid = (unsigned)numbers[0];
		event->trace.held = numbers[1] == AMPDU_TX_START;
		return numbers[1] >= AMPDU_TX_START;
	case TRACE_AUTH:
	case TRACE_ASSOC:
	case TRACE_MGMT_TX:
	case TRACE_DEAUTH:
	case TRACE_SCAN:
	case TRACE_EVENT_MAX:
		break;
	}
	return true;
}

static void begin_call(struct trace_decoder *decoder, const struct trace_point *point,
		       uint64_t pid, uint64_t time_ns, const uint8_t *mac,
		       const uint64_t *numbers)
{
	struct pending call = { .pid = pid, .with = point->with };

	call.event.kind = EVENT_TRACE;
	call.event.trace.what = point->what;
	call.event.trace.began_ns = time_ns;
	if (mac)
		memcpy(call.event.trace.mac, mac, MAC_LENGTH);
	call.silent = point->silent || !set_numbers(&call.event, numbers);
	add_pending(decoder, &call);
}

bool trace_decoder_take(struct trace_decoder *decoder, uint64_t time_ns,
			const void *entry, size_t length, struct event *ret)
{
	int index = find_point(decoder, entry, length);
	uint64_t pid, numbers[TRACE_NUMBERS_MAX] = { 0 };
	const uint8_t *mac = NULL;
	const struct trace_point *point;
	const struct layout *layout;
	struct pending call;

	if (index < 0)
		return false;
	point = &trace_points[index];
	layout = &decoder->layouts[index];
	if (!read_number(entry, length, &layout->pid, &pid))
		return false;
	for (size_t i = 0; i < TRACE_NUMBERS_MAX && point->numbers[i]; i++)
		if (!read_number(entry, length, &layout->numbers[i], &numbers[i]))
			return false;
	if (point->mac) {
		if (!holds(length, &layout->mac))
			return false;
		mac = (const uint8_t *)entry + layout->mac.offset;
	}
	if (!point->returns) {
		begin_call(decoder, point, pid, time_ns, mac, numbers);
		return false;
	}
	if (!take_pending(decoder, pid, point->with, &call) || call.silent)
		return false;
	*ret = call.event;
	ret->time_ns = time_ns;
	ret->trace.result = (int)(uint32_t)numbers[0];
	return true;
}

void trace_decoder_forget(struct trace_decoder *decoder)
{
	decoder->pending_count = 0;
}
