/* SPDX-License-Identifier: BSD-3-Clause */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/time.h"
#include "scenario/read.h"

/* Numbers, durations, addresses: the values that have a form of their own. */

/* Units that people write, and ours. */
static const char *unit_for(const char *unit)
{
	static const struct {
		const char *theirs, *ours;
	} units[] = {
		{ "msec", "ms" },
		{ "msecs", "ms" },
		{ "millisecond", "ms" },
		{ "mS", "ms" },
		{ "MS", "ms" },
		{ "milliseconds", "ms" },
		{ "usec", "us" },
		{ "usecs", "us" },
		{ "µs", "us" },
		{ "μs", "us" },
		{ "microseconds", "us" },
		{ "nsec", "ns" },
		{ "sec", "s" },
		{ "secs", "s" },
		{ "second", "s" },
		{ "seconds", "s" },
		{ "S", "s" },
		{ "min", "m" },
		{ "mins", "m" },
		{ "minute", "m" },
		{ "minutes", "m" },
		{ "hr", "h" },
		{ "hour", "h" },
		{ "hours", "h" },
	};
	static const char *const known[] = { "ns", "us", "ms", "s", "m", "h" };

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (strcmp(unit, known[i]) == 0)
			return known[i];
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (strcmp(unit, units[i].theirs) == 0)
			return units[i].ours;
	return NULL;
}

static const char *skip_number(const char *text)
{
	text += strspn(text, "0123456789");
	if (*text == '.')
		text += 1 + strspn(text + 1, "0123456789");
	return text;
}

static void duration_mistake(struct reader *r, const struct node *node)
{
	const char *text = node->text, *rest = skip_number(text), *unit;
	struct diagnostic *d;
	char number[16];

	if (text[0] == '-' && isdigit((unsigned char)text[1])) {
		reader_error(r, node->place, "a duration cannot be negative");
		return;
	}
	if (rest == text || (size_t)(rest - text) >= sizeof(number)) {
		d = reader_error(r, node->place, "\"%s\" is not a duration", SHOWN(text));
		diagnostic_suggest(d,
				   "write a number and a unit, such as 20ms, 1.5s or 2m");
		return;
	}
	memcpy(number, text, (size_t)(rest - text));
	number[rest - text] = '\0';
	if (*rest == '\0') {
		d = reader_error(r, node->place, "\"%s\" needs a unit, such as %sms",
				 number, number);
		diagnostic_suggest(d, "the units are ns, us, ms, s, m (minutes) and h");
		return;
	}
	unit = unit_for(rest + strspn(rest, " "));
	d = reader_error(r, node->place, "\"%s\" is not a duration", SHOWN(text));
	if (unit)
		diagnostic_suggest(d, "did you mean \"%s%s\"?", number, unit);
	else
		diagnostic_suggest(d, "the units are ns, us, ms, s, m (minutes) and h");
}

bool read_duration(struct reader *r, const struct node *key, const struct node *node,
		   uint64_t min_ns, uint64_t max_ns, uint64_t *ret_ns)
{
	char least[DURATION_EXACT_MAX], most[DURATION_EXACT_MAX];
	const char *text;
	uint64_t ns;
	int status;

	if (!read_text(r, key, node, &text))
		return false;
	status = duration_parse(text, &ns);
	if (status == -EINVAL) {
		duration_mistake(r, node);
		return false;
	}
	if (status < 0 || ns < min_ns || ns > max_ns) {
		reader_error(r, node->place,
			     "\"%s\" is out of range: it must be from %s to %s",
			     SHOWN(text), duration_exact(least, min_ns),
			     duration_exact(most, max_ns));
		return false;
	}
	*ret_ns = ns;
	return true;
}

static bool all_digits(const char *text)
{
	return *text && text[strspn(text, "0123456789")] == '\0';
}

bool read_integer(struct reader *r, const struct node *key, const struct node *node,
		  unsigned min, unsigned max, unsigned *ret)
{
	unsigned long long value;
	struct diagnostic *d;
	const char *text;

	if (!read_text(r, key, node, &text))
		return false;
	if (!all_digits(text) || !node->plain) {
		d = reader_error(r, node->place, "\"%s\" is not a whole number",
				 SHOWN(text));
		if (all_digits(text))
			diagnostic_suggest(d, "write %s without the quotes", SHOWN(text));
		return false;
	}
	errno = 0;
	value = strtoull(text, NULL, 10);
	if (errno || value < min || value > max) {
		reader_error(r, node->place,
			     "\"%s\" is out of range: it must be from %u to %u",
			     SHOWN(text), min, max);
		return false;
	}
	*ret = (unsigned)value;
	return true;
}

bool read_boolean(struct reader *r, const struct node *key, const struct node *node,
		  bool *ret)
{
	static const char *const yes[] = { "yes", "on", "y", "1", "True", "TRUE", "Yes" };
	static const char *const no[] = { "no", "off", "n", "0", "False", "FALSE", "No" };
	struct diagnostic *d;
	const char *text;

	if (!read_text(r, key, node, &text))
		return false;
	if (node->plain && (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)) {
		*ret = text[0] == 't';
		return true;
	}
	d = reader_error(r, node->place, "\"%s\" is neither true nor false", SHOWN(text));
	if (!node->plain && (strcmp(text, "true") == 0 || strcmp(text, "false") == 0))
		diagnostic_suggest(d, "write %s without the quotes", text);
	for (size_t i = 0; i < ARRAY_SIZE(yes); i++)
		if (strcmp(text, yes[i]) == 0)
			diagnostic_suggest(d, "write true");
	for (size_t i = 0; i < ARRAY_SIZE(no); i++)
		if (strcmp(text, no[i]) == 0)
			diagnostic_suggest(d, "write false");
	return false;
}

/* At most 3 digits before and 4 after the point fit into parts per million. */
static bool percentage_parse(const char *text, uint64_t *ret_ppm)
{
	size_t whole = strspn(text, "0123456789"), places = 0;
	uint64_t ppm = 0, unit = 10000;

	if (whole == 0 || whole > 3)
		return false;
	for (size_t i = 0; i < whole; i++)
		ppm = ppm * 10 + (uint64_t)(text[i] - '0');
	ppm *= unit;
	text += whole;
	if (*text == '.') {
		text++;
		for (; isdigit((unsigned char)*text); text++, places++) {
			unit /= 10;
			ppm += unit * (uint64_t)(*text - '0');
		}
		if (places == 0 || places > 4)
			return false;
	}
	if (strcmp(text, "%") != 0 || ppm > 1000000)
		return false;
	*ret_ppm = ppm;
	return true;
}

bool read_percentage(struct reader *r, const struct node *key, const struct node *node,
		     uint64_t *ret_ppm)
{
	struct diagnostic *d;
	const char *text, *rest;

	if (!read_text(r, key, node, &text))
		return false;
	if (percentage_parse(text, ret_ppm))
		return true;
	rest = skip_number(text);
	if (rest != text && *rest == '\0') {
		d = reader_error(r, node->place, "\"%s\" needs a percent sign",
				 SHOWN(text));
		diagnostic_suggest(d, "write %s%%", SHOWN(text));
	} else {
		d = reader_error(r, node->place, "\"%s\" is not a percentage",
				 SHOWN(text));
		diagnostic_suggest(d,
				   "write 0%% to 100%%, with at most four decimals, such "
				   "as 0.5%%");
	}
	return false;
}

/* Twelve hex digits, however they are separated, as hostapd writes them. */
static bool rewrite_mac(const char *text, char ret[static MAC_FORMAT_MAX])
{
	size_t digits = 0, at = 0;

	for (; *text; text++) {
		if (strchr(":-. ", *text))
			continue;
		if (!isxdigit((unsigned char)*text) || digits == 12)
			return false;
		if (digits > 0 && digits % 2 == 0)
			ret[at++] = ':';
		ret[at++] = (char)tolower((unsigned char)*text);
		digits++;
	}
	ret[at] = '\0';
	return digits == 12;
}

bool read_bssid(struct reader *r, const struct node *key, const struct node *node,
		uint8_t ret[static MAC_LENGTH])
{
	char rewritten[MAC_FORMAT_MAX];
	uint8_t mac[MAC_LENGTH];
	struct diagnostic *d;
	const char *text;

	if (!read_text(r, key, node, &text))
		return false;
	if (mac_parse(text, mac) < 0) {
		d = reader_error(r, node->place, "\"%s\" is not a BSSID", SHOWN(text));
		if (rewrite_mac(text, rewritten))
			diagnostic_suggest(d, "write \"%s\"", rewritten);
		else
			diagnostic_suggest(d, "write six pairs of hex digits, such as "
					      "\"02:00:00:00:01:00\"");
		return false;
	}
	if (mac_is_zero(mac)) {
		reader_error(r, node->place, "a BSSID cannot be all zeros");
		return false;
	}
	/* IEEE 802-2014 8.2.2: the first bit sent is the I/G bit. */
	if (mac[0] & 1) {
		d = reader_error(r, node->place, "\"%s\" is a group address, not a BSSID",
				 SHOWN(text));
		diagnostic_suggest(d, "the first pair must be even, such as %02x",
				   mac[0] & 0xfe);
		return false;
	}
	memcpy(ret, mac, MAC_LENGTH);
	return true;
}
