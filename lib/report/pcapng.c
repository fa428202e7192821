/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/pcapng.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "base/time.h"
#include "base/utf8.h"

enum block {
	BLOCK_INTERFACE_DESCRIPTION = 1,
	BLOCK_ENHANCED_PACKET = 6,
	BLOCK_SECTION_HEADER = 0x0a0d0d0a,
};

/* From 2 on a code's meaning depends on the block. */
enum option {
	OPTION_END = 0,
	OPTION_COMMENT = 1,
	OPTION_IF_NAME = 2,
	OPTION_EPB_FLAGS = 2,
	OPTION_IF_DESCRIPTION = 3,
	OPTION_SHB_USERAPPL = 4,
	OPTION_IF_TSRESOL = 9,
};

#define BYTE_ORDER_MAGIC 0x1a2b3c4d
#define LENGTH_UNKNOWN UINT32_MAX /* both halves of a section's length */
#define TSRESOL_NANOSECONDS 9	  /* -log10 of a second */

static void put_u16(char *p, uint16_t value)
{
	p[0] = (char)(value & 0xff);
	p[1] = (char)(value >> 8);
}

static void put_u32(char *p, uint32_t value)
{
	put_u16(p, (uint16_t)(value & 0xffff));
	put_u16(p + 2, (uint16_t)(value >> 16));
}

static void add_u16(struct text *out, uint16_t value)
{
	char octets[2];

	put_u16(octets, value);
	text_add_bytes(out, octets, sizeof(octets));
}

static void add_u32(struct text *out, uint32_t value)
{
	char octets[4];

	put_u32(octets, value);
	text_add_bytes(out, octets, sizeof(octets));
}

/* Fills up to 32 bits what has length octets. */
static void add_padding(struct text *out, size_t length)
{
	for (; length % 4 != 0; length++)
		text_add_char(out, '\0');
}

/* Returns where the block begins, for end_block(). */
static size_t begin_block(struct text *out, enum block type)
{
	size_t begin = out->length;

	add_u32(out, type);
	add_u32(out, 0); /* its length, once that is known */
	return begin;
}

static void end_block(struct text *out, size_t begin)
{
	uint32_t length = (uint32_t)(out->length - begin + sizeof(length));

	put_u32(out->data + begin + 4, length);
	add_u32(out, length);
}

static void begin_option(struct text *out, enum option code, uint16_t length)
{
	add_u16(out, code);
	add_u16(out, length);
}

static void end_options(struct text *out)
{
	begin_option(out, OPTION_END, 0);
}

/* Cc of Unicode: a terminal obeys those past U+007F too. */
static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/* Nothing for NULL or an empty text. */
static void add_text_option(struct text *out, enum option code, const char *string)
{
	const unsigned char *s = (const unsigned char *)string;
	size_t left = string ? strlen(string) : 0;
	size_t octets, length = 0, begin = out->length;

	if (left == 0)
		return;
	begin_option(out, code, 0);
	for (; left > 0; s += octets, left -= octets) {
		uint32_t c;
		bool shown;

		octets = utf8_decode(s, left, &c);
		shown = octets > 0 && !is_control(c);
		if (length + (shown ? octets : 1) > UINT16_MAX)
			break;
		if (shown)
			text_add_bytes(out, s, octets);
		else
			text_add_char(out, '?');
		length += shown ? octets : 1;
		if (octets == 0)
			octets = 1;
	}
	put_u16(out->data + begin + 2, (uint16_t)length);
	add_padding(out, length);
}

/* 0 for what is no time from 1970 on that fits into 64 bits of nanoseconds. */
static uint64_t since_1970_ns(const char *started)
{
	struct tm utc = { 0 };
	const char *end = strptime(started, "%Y-%m-%dT%H:%M:%SZ", &utc);
	time_t seconds;

	if (!end || *end)
		return 0;
	seconds = timegm(&utc);
	if ((uint64_t)seconds > UINT64_MAX / NS_PER_S) /* below 0 too */
		return 0;
	return (uint64_t)seconds * NS_PER_S;
}

/* 4.1 */
void pcapng_begin(struct pcapng *pcapng, struct text *out, const char *started,
		  const char *application, const char *comment)
{
	size_t begin = begin_block(out, BLOCK_SECTION_HEADER);

	*pcapng = (struct pcapng){ .out = out, .zero_ns = since_1970_ns(started) };
	add_u32(out, BYTE_ORDER_MAGIC);
	add_u16(out, 1); /* version 1.0 */
	add_u16(out, 0);
	add_u32(out, LENGTH_UNKNOWN);
	add_u32(out, LENGTH_UNKNOWN);
	add_text_option(out, OPTION_COMMENT, comment);
	add_text_option(out, OPTION_SHB_USERAPPL, application);
	end_options(out);
	end_block(out, begin);
}

/* 4.2 */
unsigned pcapng_interface(struct pcapng *pcapng, uint16_t link_type, uint32_t snaplen,
			  const char *name, const char *description)
{
	struct text *out = pcapng->out;
	size_t begin = begin_block(out, BLOCK_INTERFACE_DESCRIPTION);

	add_u16(out, link_type);
	add_u16(out, 0); /* reserved */
	add_u32(out, snaplen);
	add_text_option(out, OPTION_IF_NAME, name);
	add_text_option(out, OPTION_IF_DESCRIPTION, description);
	begin_option(out, OPTION_IF_TSRESOL, 1);
	text_add_char(out, TSRESOL_NANOSECONDS);
	add_padding(out, 1);
	end_options(out);
	end_block(out, begin);
	return pcapng->interface_count++;
}

/* 4.3 */
void pcapng_packet(struct pcapng *pcapng, const struct pcapng_packet *packet)
{
	struct text *out = pcapng->out;
	size_t begin = begin_block(out, BLOCK_ENHANCED_PACKET);
	uint64_t at_ns = pcapng->zero_ns + packet->at_ns;
	uint32_t captured = packet->captured;

	assert(packet->interface < pcapng->interface_count);
	if (captured > PCAPNG_CAPTURED_MAX)
		captured = PCAPNG_CAPTURED_MAX;
	add_u32(out, packet->interface);
	add_u32(out, (uint32_t)(at_ns >> 32));
	add_u32(out, (uint32_t)(at_ns & UINT32_MAX));
	add_u32(out, captured);
	add_u32(out,
		packet->length < packet->captured ? packet->captured : packet->length);
	text_add_bytes(out, packet->octets, captured);
	add_padding(out, captured);
	for (size_t i = 0; i < packet->comment_count && i < PCAPNG_COMMENTS_MAX; i++)
		add_text_option(out, OPTION_COMMENT, packet->comments[i]);
	if (packet->direction != PCAPNG_DIRECTION_UNKNOWN) {
		begin_option(out, OPTION_EPB_FLAGS, 4);
		add_u32(out, packet->direction);
	}
	end_options(out);
	end_block(out, begin);
}
