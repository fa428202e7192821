/* SPDX-License-Identifier: BSD-3-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "report/pcapng.h"

#define STARTED "2026-01-02T03:04:05Z" /* 1767323045 s: 0x1886caf21c963200 ns */
#define APPLICATION "roamtest 1.2.3"
#define APPLICATION_LENGTH (sizeof(APPLICATION) - 1)
#define APPLICATION_PADDING ((4 - APPLICATION_LENGTH % 4) % 4)
#define SECTION_LENGTH (48 + APPLICATION_LENGTH + APPLICATION_PADDING)

static const uint8_t frame[] = { 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x00,
				 0x00, 0xd4, 0x00, 0x3a, 0x01, 0x02 };

/* clang-format off */
static const uint8_t section_head[] = {
	0x0a, 0x0d, 0x0d, 0x0a,			/* Section Header Block */
	SECTION_LENGTH, 0, 0, 0,		/* block total length */
	0x4d, 0x3c, 0x2b, 0x1a,			/* byte-order magic: little-endian */
	1, 0, 0, 0,				/* version 1.0 */
	0xff, 0xff, 0xff, 0xff,			/* section length: unknown */
	0xff, 0xff, 0xff, 0xff,
	1, 0, 6, 0,				/* opt_comment, 6 octets */
	'a', ' ', 'r', 'o', 'a', 'm', 0, 0,	/* padded to 8 */
	4, 0, APPLICATION_LENGTH, 0,		/* shb_userappl; then APPLICATION */
};

static const uint8_t section_end[] = {
	0, 0, 0, 0,				/* opt_endofopt */
	SECTION_LENGTH, 0, 0, 0,		/* block total length */
};

static const uint8_t radiotap_interface[] = {
	1, 0, 0, 0,				/* Interface Description Block */
	56, 0, 0, 0,				/* block total length */
	127, 0,					/* LINKTYPE_IEEE802_11_RADIOTAP */
	0, 0,					/* reserved */
	0, 0, 4, 0,				/* snaplen 262144 */
	2, 0, 4, 0,				/* if_name, 4 octets */
	'm', 'o', 'n', '0',			/* no padding */
	3, 0, 11, 0,				/* if_description, 11 octets */
	't', 'h', 'e', ' ',
	's', 't', 'a', 't', 'i', 'o', 'n', 0,	/* padded to 12 */
	9, 0, 1, 0,				/* if_tsresol, 1 octet */
	9, 0, 0, 0,				/* 10^-9 s, padded to 4 */
	0, 0, 0, 0,				/* opt_endofopt */
	56, 0, 0, 0,				/* block total length */
};

static const uint8_t netlink_interface[] = {
	1, 0, 0, 0,				/* Interface Description Block */
	32, 0, 0, 0,				/* block total length */
	253, 0,					/* LINKTYPE_NETLINK */
	0, 0,					/* reserved */
	0, 0, 0, 0,				/* snaplen: no limit */
	9, 0, 1, 0,				/* if_tsresol, 1 octet */
	9, 0, 0, 0,				/* 10^-9 s, padded to 4 */
	0, 0, 0, 0,				/* opt_endofopt */
	32, 0, 0, 0,				/* block total length */
};

static const uint8_t commented_packet[] = {
	6, 0, 0, 0,				/* Enhanced Packet Block */
	80, 0, 0, 0,				/* block total length */
	0, 0, 0, 0,				/* interface 0 */
	0xf2, 0xca, 0x86, 0x18,			/* 1767323045.123456789 s, high */
	0x15, 0xff, 0xf1, 0x23,			/* and low */
	13, 0, 0, 0,				/* captured length */
	0, 1, 0, 0,				/* original length 256 */
	0x00, 0x00, 0x08, 0x00,			/* radiotap */
	0x00, 0x00, 0x00, 0x00,
	0xd4, 0x00, 0x3a, 0x01, 0x02, 0, 0, 0,	/* 802.11, padded to 8 */
	1, 0, 15, 0,				/* opt_comment, 15 octets */
	'r', 'o', 'a', 'm', ' ', '1', ':', ' ',
	'c', 'o', 'm', 'm', 'a', 'n', 'd', 0,	/* padded to 16 */
	1, 0, 4, 0,				/* opt_comment, 4 octets */
	's', 'c', 'a', 'n',			/* no padding */
	0, 0, 0, 0,				/* opt_endofopt */
	80, 0, 0, 0,				/* block total length */
};

static const uint8_t outbound_packet[] = {
	6, 0, 0, 0,				/* Enhanced Packet Block */
	48, 0, 0, 0,				/* block total length */
	1, 0, 0, 0,				/* interface 1 */
	1, 0, 0, 0,				/* 2^32 ns since 1970, high */
	0, 0, 0, 0,				/* and low */
	4, 0, 0, 0,				/* captured length */
	4, 0, 0, 0,				/* original length: not below that */
	0x00, 0x00, 0x08, 0x00,			/* octets: no padding */
	2, 0, 4, 0,				/* epb_flags, 4 octets */
	2, 0, 0, 0,				/* outbound */
	0, 0, 0, 0,				/* opt_endofopt */
	48, 0, 0, 0,				/* block total length */
};
/* clang-format on */

/* Section and interface written, and forgotten: the next packet comes first. */
static void begin_packets(struct pcapng *pcapng, struct text *out, const char *started)
{
	pcapng_begin(pcapng, out, started, APPLICATION, NULL);
	assert_int_equal(pcapng_interface(pcapng, 127, 0, NULL, NULL), 0);
	text_reset(out);
}

static void assert_octets(const struct text *out, const uint8_t *octets, size_t length)
{
	assert_int_equal(out->length, length);
	assert_memory_equal(out->data, octets, length);
}

static uint32_t u32_at(const struct text *out, size_t offset)
{
	const uint8_t *p = (const uint8_t *)out->data + offset;

	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* The only comment of a packet without octets; its block ends as it should. */
static char *comment_written(const char *comment, size_t *ret_length)
{
	cleanup_text_ struct text out = { 0 };
	struct pcapng pcapng;
	struct pcapng_packet packet = { .comments = &comment, .comment_count = 1 };
	size_t length, padded;

	begin_packets(&pcapng, &out, STARTED);
	pcapng_packet(&pcapng, &packet);
	assert_int_equal(u32_at(&out, 28) & 0xffff, 1);
	length = u32_at(&out, 28) >> 16;
	padded = (length + 3) / 4 * 4;
	assert_int_equal(out.length, 32 + padded + 8);
	assert_int_equal(u32_at(&out, 4), out.length);
	assert_int_equal(u32_at(&out, out.length - 4), out.length);
	assert_int_equal(u32_at(&out, out.length - 8), 0);
	if (ret_length)
		*ret_length = length;
	return memory_strndup(out.data + 32, length);
}

static void assert_comment(const char *comment, const char *wanted)
{
	cleanup_free_ char *written = comment_written(comment, NULL);

	assert_string_equal(written, wanted);
}

static void a_section_says_who_wrote_it_and_what_of(void **state)
{
	cleanup_text_ struct text out = { 0 }, wanted = { 0 };
	struct pcapng pcapng;

	(void)state;
	pcapng_begin(&pcapng, &out, STARTED, APPLICATION, "a roam");
	text_add_bytes(&wanted, section_head, sizeof(section_head));
	text_add(&wanted, APPLICATION);
	text_add_bytes(&wanted, "\0\0", APPLICATION_PADDING);
	text_add_bytes(&wanted, section_end, sizeof(section_end));
	assert_octets(&out, (const uint8_t *)wanted.data, wanted.length);
}

static void an_interface_counts_in_nanoseconds(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct pcapng pcapng;

	(void)state;
	pcapng_begin(&pcapng, &out, STARTED, APPLICATION, NULL);
	text_reset(&out);
	assert_int_equal(pcapng_interface(&pcapng, 127, 262144, "mon0", "the station"),
			 0);
	assert_octets(&out, radiotap_interface, sizeof(radiotap_interface));
	assert_int_equal(pcapng_interface(&pcapng, 253, 0, NULL, NULL), 1);
}

static void an_interface_may_lack_names_and_a_limit(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct pcapng pcapng;

	(void)state;
	pcapng_begin(&pcapng, &out, STARTED, APPLICATION, NULL);
	text_reset(&out);
	pcapng_interface(&pcapng, 253, 0, NULL, "");
	assert_octets(&out, netlink_interface, sizeof(netlink_interface));
}

static void a_packet_has_its_time_its_octets_and_every_comment(void **state)
{
	static const char *const comments[] = { "roam 1: command", "", "scan" };
	cleanup_text_ struct text out = { 0 };
	struct pcapng pcapng;

	(void)state;
	begin_packets(&pcapng, &out, STARTED);
	pcapng_packet(&pcapng, &(struct pcapng_packet){
				       .at_ns = 123456789,
				       .octets = frame,
				       .captured = sizeof(frame),
				       .length = 256,
				       .comments = comments,
				       .comment_count = ARRAY_SIZE(comments),
			       });
	assert_octets(&out, commented_packet, sizeof(commented_packet));
}

static void a_packet_says_which_way_it_went(void **state)
{
	cleanup_text_ struct text out = { 0 };
	struct pcapng pcapng;
	struct pcapng_packet packet = {
		.interface = 1,
		.at_ns = UINT64_C(1) << 32,
		.octets = frame,
		.captured = 4,
		.direction = PCAPNG_OUTBOUND,
	};

	(void)state;
	pcapng_begin(&pcapng, &out, "", APPLICATION, NULL);
	pcapng_interface(&pcapng, 127, 0, NULL, NULL);
	pcapng_interface(&pcapng, 127, 0, NULL, NULL);
	text_reset(&out);
	pcapng_packet(&pcapng, &packet);
	assert_octets(&out, outbound_packet, sizeof(outbound_packet));
	text_reset(&out);
	packet.direction = PCAPNG_INBOUND;
	pcapng_packet(&pcapng, &packet);
	assert_int_equal(u32_at(&out, 32), 0x00040002);
	assert_int_equal(u32_at(&out, 36), 1);
}

static void what_is_no_time_counts_from_1970(void **state)
{
	static const char *const started[] = {
		"",
		"yesterday",
		"2026-01-02T03:04:05",
		"2026-01-02T03:04:05+01:00",
		"2026-01-02T03:04:05Z and more",
		"1969-12-31T23:59:59Z",
		"2600-01-01T00:00:00Z", /* past 2^64 ns */
	};
	cleanup_text_ struct text out = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(started); i++) {
		struct pcapng pcapng;

		begin_packets(&pcapng, &out, started[i]);
		pcapng_packet(&pcapng, &(struct pcapng_packet){ .at_ns = 7 });
		assert_int_equal(u32_at(&out, 12), 0);
		assert_int_equal(u32_at(&out, 16), 7);
	}
}

static void a_comment_keeps_its_characters(void **state)
{
	(void)state;
	assert_comment("é€😀", "é€😀");
	assert_comment("\xc2\xa0~", "\xc2\xa0~"); /* either side of the controls */
}

static void a_terminal_finds_nothing_to_obey_in_a_comment(void **state)
{
	(void)state;
	assert_comment("a\033[2Jb\nc\x7f"
		       "d\te",
		       "a?[2Jb?c?d?e");
	assert_comment("\xc2\x9b"
		       "31m", /* U+009B, which is ESC [ in one */
		       "?31m");
}

static void what_is_not_utf8_is_replaced_octet_by_octet(void **state)
{
	(void)state;
	assert_comment("a\xff"
		       "b\xc0\xafz",
		       "a?b??z");
	assert_comment("cut \xe2\x82", "cut ??");
}

static void a_long_comment_is_cut_between_characters(void **state)
{
	cleanup_text_ struct text comment = { 0 };
	cleanup_free_ char *fits = NULL, *cut = NULL;
	size_t length;

	(void)state;
	for (size_t i = 0; i < 65533; i++)
		text_add_char(&comment, 'x');
	text_add(&comment, "é");
	fits = comment_written(comment.data, &length);
	assert_int_equal(length, 65535);
	assert_string_equal(fits, comment.data);

	comment.data[65533] = 'x'; /* é begins an octet later, and would end past it */
	comment.data[65534] = '\0';
	comment.length = 65534;
	text_add(&comment, "éy");
	cut = comment_written(comment.data, &length);
	assert_int_equal(length, 65534);
	assert_int_equal(cut[65533], 'x');
}

static void what_readers_refuse_is_left_out(void **state)
{
	cleanup_text_ struct text out = { 0 };
	cleanup_free_ uint8_t *octets = memory_zero(PCAPNG_CAPTURED_MAX + 1, 1);
	const char *comments[PCAPNG_COMMENTS_MAX + 1];
	struct pcapng pcapng;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(comments); i++)
		comments[i] = "four";
	begin_packets(&pcapng, &out, STARTED);
	pcapng_packet(&pcapng, &(struct pcapng_packet){
				       .octets = octets,
				       .captured = PCAPNG_CAPTURED_MAX + 1,
				       .comments = comments,
				       .comment_count = ARRAY_SIZE(comments),
			       });
	assert_int_equal(u32_at(&out, 20), PCAPNG_CAPTURED_MAX);
	assert_int_equal(u32_at(&out, 24), PCAPNG_CAPTURED_MAX + 1);
	assert_int_equal(out.length,
			 28 + PCAPNG_CAPTURED_MAX + 8 * PCAPNG_COMMENTS_MAX + 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_section_says_who_wrote_it_and_what_of),
		cmocka_unit_test(an_interface_counts_in_nanoseconds),
		cmocka_unit_test(an_interface_may_lack_names_and_a_limit),
		cmocka_unit_test(a_packet_has_its_time_its_octets_and_every_comment),
		cmocka_unit_test(a_packet_says_which_way_it_went),
		cmocka_unit_test(what_is_no_time_counts_from_1970),
		cmocka_unit_test(a_comment_keeps_its_characters),
		cmocka_unit_test(a_terminal_finds_nothing_to_obey_in_a_comment),
		cmocka_unit_test(what_is_not_utf8_is_replaced_octet_by_octet),
		cmocka_unit_test(a_long_comment_is_cut_between_characters),
		cmocka_unit_test(what_readers_refuse_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
