/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/radiotap.h"

#include <errno.h>

#include "base/cleanup.h"
#include "wifi/element.h"

/* Version, a pad, the header's length, then present words, each with its bit 31 set if
 * another follows; behind the last one the fields, in the order of their bits. */
#define LENGTH_FIELD 2
#define PRESENT_WORDS 4
#define PRESENT_WORD_LENGTH 4
#define HEADER_MIN (PRESENT_WORDS + PRESENT_WORD_LENGTH)

enum present_bit {
	PRESENT_FLAGS = 1,
	PRESENT_CHANNEL = 3,
	PRESENT_ANTENNA_SIGNAL = 5,
	PRESENT_TX_FLAGS = 15,
	PRESENT_XCHANNEL = 18,
	PRESENT_NAMESPACES = 29, /* from here on the same in every namespace */
	PRESENT_RADIOTAP_NAMESPACE = 29,
	PRESENT_VENDOR_NAMESPACE = 30,
	PRESENT_ANOTHER_WORD = 31,
};

#define FLAGS_FCS 0x10
#define FLAGS_BAD_FCS 0x40
#define TX_FLAGS_FAILED 0x0001
#define TX_FLAGS_NO_ACK 0x0008

/* Every field is aligned, counted from the header's first octet. */
struct field {
	uint8_t align, size;
};

static const struct field fields[] = {
	{ 8, 8 },  /* 0 TSFT */
	{ 1, 1 },  /* 1 flags */
	{ 1, 1 },  /* 2 rate */
	{ 2, 4 },  /* 3 channel */
	{ 2, 2 },  /* 4 FHSS */
	{ 1, 1 },  /* 5 antenna signal, dBm */
	{ 1, 1 },  /* 6 antenna noise, dBm */
	{ 2, 2 },  /* 7 lock quality */
	{ 2, 2 },  /* 8 TX attenuation */
	{ 2, 2 },  /* 9 TX attenuation, dB */
	{ 1, 1 },  /* 10 TX power, dBm */
	{ 1, 1 },  /* 11 antenna */
	{ 1, 1 },  /* 12 antenna signal, dB */
	{ 1, 1 },  /* 13 antenna noise, dB */
	{ 2, 2 },  /* 14 RX flags */
	{ 2, 2 },  /* 15 TX flags */
	{ 1, 1 },  /* 16 RTS retries */
	{ 1, 1 },  /* 17 data retries */
	{ 4, 8 },  /* 18 XChannel */
	{ 1, 3 },  /* 19 MCS */
	{ 4, 8 },  /* 20 A-MPDU status */
	{ 2, 12 }, /* 21 VHT */
	{ 8, 12 }, /* 22 timestamp */
	{ 2, 12 }, /* 23 HE */
	{ 2, 12 }, /* 24 HE-MU */
	{ 2, 6 },  /* 25 HE-MU of another user */
	{ 1, 1 },  /* 26 PSDU without length */
	{ 2, 4 },  /* 27 L-SIG */
};

/* OUI, sub-namespace, and how many octets of its own data follow. */
static const struct field vendor_namespace = { 2, 6 };
#define VENDOR_SKIP_LENGTH 4

static bool bit_set(uint32_t word, unsigned bit)
{
	return word >> bit & 1;
}

/* The field at *at, which moves behind it; NULL where it passes the end. */
static const uint8_t *field_next(const uint8_t *octets, size_t length, size_t *at,
				 const struct field *field)
{
	size_t start = (*at + field->align - 1) / field->align * field->align;

	if (start > length || field->size > length - start)
		return NULL;
	*at = start + field->size;
	return octets + start;
}

/* A field that comes again tells of one antenna what the first told of all. */
static void take_field(unsigned bit, const uint8_t *value, struct radiotap *ret)
{
	unsigned flags;

	switch (bit) {
	case PRESENT_FLAGS:
		ret->has_fcs = value[0] & FLAGS_FCS;
		ret->bad_fcs = value[0] & FLAGS_BAD_FCS;
		break;
	case PRESENT_CHANNEL:
		ret->freq_mhz = get_le16(value);
		break;
	case PRESENT_XCHANNEL: /* 32 bits of flags come first */
		ret->freq_mhz = get_le16(value + 4);
		break;
	case PRESENT_ANTENNA_SIGNAL:
		if (!ret->has_signal)
			ret->signal_dbm = (int8_t)value[0];
		ret->has_signal = true;
		break;
	case PRESENT_TX_FLAGS:
		flags = get_le16(value);
		ret->sent = true;
		ret->unacknowledged = flags & TX_FLAGS_FAILED;
		ret->no_ack_wanted = flags & TX_FLAGS_NO_ACK;
		break;
	}
}

/* The fields of one present word of radiotap's own namespace. 1 if there are none of
 * unknown length, 0 if there are, -EINVAL if one passes the end. */
static int take_fields(const uint8_t *octets, uint32_t present, size_t *at,
		       struct radiotap *ret)
{
	for (unsigned bit = 0; bit < PRESENT_NAMESPACES; bit++) {
		const uint8_t *value;

		if (!bit_set(present, bit))
			continue;
		if (bit >= ARRAY_SIZE(fields)) /* 28: what follows are TLVs */
			return 0;
		value = field_next(octets, ret->length, at, &fields[bit]);
		if (!value)
			return -EINVAL;
		take_field(bit, value, ret);
	}
	return 1;
}

static int skip_vendor_namespace(const uint8_t *octets, size_t length, size_t *at)
{
	const uint8_t *value = field_next(octets, length, at, &vendor_namespace);
	size_t skip;

	if (!value)
		return -EINVAL;
	skip = get_le16(value + VENDOR_SKIP_LENGTH);
	if (skip > length - *at)
		return -EINVAL;
	*at += skip;
	return 0;
}

/* Where the fields begin: behind the last present word. 0 if there is none. */
static size_t fields_start(const uint8_t *octets, size_t length)
{
	size_t at = PRESENT_WORDS;
	uint32_t present;

	do {
		if (length - at < PRESENT_WORD_LENGTH)
			return 0;
		present = get_le32(octets + at);
		at += PRESENT_WORD_LENGTH;
	} while (bit_set(present, PRESENT_ANOTHER_WORD));
	return at;
}

/* What the bits 0 to 28 of a present word stand for. */
enum namespace {
	NAMESPACE_RADIOTAP,
	NAMESPACE_UNDEFINED, /* radiotap's fields from 32 on */
	NAMESPACE_VENDOR,    /* data that was skipped as a whole */
};

static int take_words(const uint8_t *octets, struct radiotap *ret)
{
	size_t at = fields_start(octets, ret->length);
	enum namespace space = NAMESPACE_RADIOTAP;
	uint32_t present;
	int r;

	if (at == 0)
		return -EINVAL;
	for (size_t word = PRESENT_WORDS;; word += PRESENT_WORD_LENGTH) {
		present = get_le32(octets + word);
		if (space == NAMESPACE_RADIOTAP) {
			r = take_fields(octets, present, &at, ret);
			if (r <= 0)
				return r;
		} else if (space == NAMESPACE_UNDEFINED &&
			   (present & ((1U << PRESENT_NAMESPACES) - 1))) {
			return 0;
		}
		if (bit_set(present, PRESENT_VENDOR_NAMESPACE)) {
			if (bit_set(present, PRESENT_RADIOTAP_NAMESPACE))
				return -EINVAL;
			r = skip_vendor_namespace(octets, ret->length, &at);
			if (r < 0)
				return r;
			space = NAMESPACE_VENDOR;
		} else if (bit_set(present, PRESENT_RADIOTAP_NAMESPACE)) {
			space = NAMESPACE_RADIOTAP;
		} else if (space == NAMESPACE_RADIOTAP) {
			space = NAMESPACE_UNDEFINED;
		}
		if (!bit_set(present, PRESENT_ANOTHER_WORD))
			return 0;
	}
}

int radiotap_parse(const uint8_t *octets, size_t length, struct radiotap *ret)
{
	struct radiotap radiotap = { 0 };
	int r;

	*ret = (struct radiotap){ 0 };
	if (length < HEADER_MIN || octets[0] != 0)
		return -EINVAL;
	radiotap.length = get_le16(octets + LENGTH_FIELD);
	if (radiotap.length < HEADER_MIN || radiotap.length > length)
		return -EINVAL;
	r = take_words(octets, &radiotap);
	if (r < 0)
		return r;
	*ret = radiotap;
	return 0;
}
