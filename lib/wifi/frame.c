/* SPDX-License-Identifier: BSD-3-Clause */
#include "wifi/frame.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "wifi/eapol-key.h"
#include "wifi/element.h"

static const char *const kind_names[] = {
	[FRAME_NONE] = "none",
	[FRAME_AUTHENTICATION] = "authentication",
	[FRAME_ASSOCIATION_REQUEST] = "association-request",
	[FRAME_ASSOCIATION_RESPONSE] = "association-response",
	[FRAME_REASSOCIATION_REQUEST] = "reassociation-request",
	[FRAME_REASSOCIATION_RESPONSE] = "reassociation-response",
	[FRAME_DEAUTHENTICATION] = "deauthentication",
	[FRAME_DISASSOCIATION] = "disassociation",
	[FRAME_FT_REQUEST] = "ft-request",
	[FRAME_FT_RESPONSE] = "ft-response",
	[FRAME_FT_CONFIRM] = "ft-confirm",
	[FRAME_FT_ACK] = "ft-ack",
	[FRAME_PROTECTED_ACTION] = "protected-action",
	[FRAME_EAPOL_KEY] = "eapol-key",
};
_Static_assert(ARRAY_SIZE(kind_names) == FRAME_KIND_MAX, "a kind of frame has no name");

const char *frame_kind_name(enum frame_kind kind)
{
	return (unsigned)kind < FRAME_KIND_MAX ? kind_names[kind] : "unknown";
}

/* What is left of a frame's body; each field taken moves it on. */
static bool body_skip(struct octets *body, size_t length)
{
	if (body->length < length)
		return false;
	body->octets += length;
	body->length -= length;
	return true;
}

static bool body_take_le16(struct octets *body, uint16_t *ret)
{
	const uint8_t *field = body->octets;

	if (!body_skip(body, 2))
		return false;
	*ret = get_le16(field);
	return true;
}

/* 9.3.3.11 */
static int parse_authentication(struct octets *body, struct frame *frame)
{
	if (!body_take_le16(body, &frame->auth_algorithm) ||
	    !body_take_le16(body, &frame->auth_transaction) ||
	    !body_take_le16(body, &frame->status))
		return -EINVAL;
	/* The first frame of open and FT authentication has a status field that is
	 * reserved; SAE's commit uses it (Table 9-41). */
	frame->has_status =
		frame->auth_algorithm == AUTH_SAE || frame->auth_transaction != 1;
	/* SAE goes on with a group, a scalar and an element of a group (9.4.1.38 to 41),
	 * which are no information elements. */
	if (frame->auth_algorithm != AUTH_FT)
		body->length = 0;
	return 0;
}

/* 9.3.3.5, 9.3.3.7: capabilities, listen interval, and who reassociates says from
 * which AP. */
static int parse_request(struct octets *body, struct frame *frame)
{
	size_t fixed = frame->kind == FRAME_REASSOCIATION_REQUEST ? 4 + MAC_LENGTH : 4;

	return body_skip(body, fixed) ? 0 : -EINVAL;
}

/* 9.3.3.6, 9.3.3.8: capabilities, status, AID. */
static int parse_response(struct octets *body, struct frame *frame)
{
	if (!body_skip(body, 2) || !body_take_le16(body, &frame->status) ||
	    !body_skip(body, 2))
		return -EINVAL;
	frame->has_status = true;
	return 0;
}

/* 9.3.3.4, 9.3.3.12 */
static int parse_leave(struct octets *body, struct frame *frame)
{
	if (!body_take_le16(body, &frame->reason))
		return -EINVAL;
	frame->has_reason = true;
	body->length = 0; /* vendor-specific elements, and a MIC */
	return 0;
}

enum action_category {
	ACTION_FAST_BSS_TRANSITION = 6,
};

/* 9.6.8: category, action, STA address, target AP address, the status in a response
 * and an acknowledgement, elements. */
static int parse_action(struct octets *body, struct frame *frame)
{
	static const enum frame_kind kinds[] = {
		[1] = FRAME_FT_REQUEST,
		[2] = FRAME_FT_RESPONSE,
		[3] = FRAME_FT_CONFIRM,
		[4] = FRAME_FT_ACK,
	};
	const uint8_t *fixed = body->octets;

	if (body->length < 2)
		return -EINVAL;
	if (fixed[0] != ACTION_FAST_BSS_TRANSITION || fixed[1] == 0 ||
	    fixed[1] >= ARRAY_SIZE(kinds))
		return -ENOTSUP;
	if (!body_skip(body, 2 + 2 * MAC_LENGTH))
		return -EINVAL;
	frame->kind = kinds[fixed[1]];
	memcpy(frame->target_ap, fixed + 2 + MAC_LENGTH, MAC_LENGTH);
	if (frame->kind == FRAME_FT_RESPONSE || frame->kind == FRAME_FT_ACK) {
		if (!body_take_le16(body, &frame->status))
			return -EINVAL;
		frame->has_status = true;
	}
	return 0;
}

/* Frame Control (9.2.4.1). */
#define TYPE_MANAGEMENT 0
#define FLAG_PROTECTED 0x40
#define FLAG_HTC 0x80 /* +HTC, once Order */

#define HEADER_LENGTH 24
#define HT_CONTROL_LENGTH 4

enum management_subtype {
	SUBTYPE_ASSOCIATION_REQUEST = 0,
	SUBTYPE_ASSOCIATION_RESPONSE = 1,
	SUBTYPE_REASSOCIATION_REQUEST = 2,
	SUBTYPE_REASSOCIATION_RESPONSE = 3,
	SUBTYPE_DISASSOCIATION = 10,
	SUBTYPE_AUTHENTICATION = 11,
	SUBTYPE_DEAUTHENTICATION = 12,
	SUBTYPE_ACTION = 13,
};

/* parse() takes the fixed fields and leaves the elements. */
static const struct {
	enum frame_kind kind;
	int (*parse)(struct octets *body, struct frame *frame);
} subtypes[16] = {
	[SUBTYPE_ASSOCIATION_REQUEST] = { FRAME_ASSOCIATION_REQUEST, parse_request },
	[SUBTYPE_ASSOCIATION_RESPONSE] = { FRAME_ASSOCIATION_RESPONSE, parse_response },
	[SUBTYPE_REASSOCIATION_REQUEST] = { FRAME_REASSOCIATION_REQUEST, parse_request },
	[SUBTYPE_REASSOCIATION_RESPONSE] = { FRAME_REASSOCIATION_RESPONSE,
					     parse_response },
	[SUBTYPE_DISASSOCIATION] = { FRAME_DISASSOCIATION, parse_leave },
	[SUBTYPE_AUTHENTICATION] = { FRAME_AUTHENTICATION, parse_authentication },
	[SUBTYPE_DEAUTHENTICATION] = { FRAME_DEAUTHENTICATION, parse_leave },
	[SUBTYPE_ACTION] = { FRAME_NONE, parse_action }, /* which, the body says */
};

int frame_parse_elements(const uint8_t *octets, size_t length, struct frame *ret,
			 struct octets *ret_elements)
{
	struct octets body = { octets, length };
	struct frame frame = { 0 };
	unsigned subtype;
	int r;

	*ret = (struct frame){ 0 };
	*ret_elements = (struct octets){ 0 };
	if (length < 2)
		return -EINVAL;
	if ((octets[0] & 0x03) != 0) /* protocol version */
		return -EINVAL;
	subtype = octets[0] >> 4;
	if ((octets[0] >> 2 & 0x03) != TYPE_MANAGEMENT || !subtypes[subtype].parse)
		return -ENOTSUP;
	if (!body_skip(&body, HEADER_LENGTH))
		return -EINVAL;
	memcpy(frame.to, octets + 4, MAC_LENGTH);
	memcpy(frame.from, octets + 10, MAC_LENGTH);
	memcpy(frame.bssid, octets + 16, MAC_LENGTH);
	if ((octets[1] & FLAG_HTC) && !body_skip(&body, HT_CONTROL_LENGTH))
		return -EINVAL;

	frame.kind = subtypes[subtype].kind;
	if (octets[1] & FLAG_PROTECTED) {
		/* Encrypted. Of an action frame, that hides even the category. */
		if (frame.kind == FRAME_NONE)
			frame.kind = FRAME_PROTECTED_ACTION;
		body.length = 0;
	} else {
		r = subtypes[subtype].parse(&body, &frame);
		if (r < 0)
			return r;
	}
	r = elements_take(body.octets, body.length, &frame);
	if (r < 0)
		return r;
	*ret = frame;
	*ret_elements = body;
	return 0;
}

int frame_parse(const uint8_t *octets, size_t length, struct frame *ret)
{
	struct octets elements;

	return frame_parse_elements(octets, length, ret, &elements);
}

/* The Key Data of message 2 has what the station put into its (re)association request.
 * Were they malformed, it would still be a message 2. */
static void take_key_data(const struct eapol_key *key, struct frame *frame)
{
	struct frame with_elements = *frame;

	if (key->message == 2 && !(key->information & KEY_INFO_ENCRYPTED) &&
	    elements_take(key->key_data.octets, key->key_data.length, &with_elements) ==
		    0)
		*frame = with_elements;
}

int frame_parse_eapol(const uint8_t *octets, size_t length, struct frame *ret)
{
	struct eapol_key key;
	int r;

	*ret = (struct frame){ 0 };
	r = eapol_key_parse(octets, length, &key);
	if (r < 0)
		return r;
	ret->kind = FRAME_EAPOL_KEY;
	ret->eapol_message = key.message;
	take_key_data(&key, ret);
	return 0;
}

#define TYPE_DATA 2
#define FLAG_TO_DS 0x01
#define FLAG_FROM_DS 0x02
#define SUBTYPE_QOS 0x80 /* of the first octet */
#define SUBTYPE_NO_DATA 0x40

/* Receiver, transmitter and the third address, by the two DS flags (9.3.2.1.2, table
 * 9-26); frames with both are between access points. */
static int take_data_addresses(const uint8_t *octets, struct frame *frame)
{
	switch (octets[1] & (FLAG_TO_DS | FLAG_FROM_DS)) {
	case FLAG_TO_DS: /* BSSID, source, destination */
		memcpy(frame->bssid, octets + 4, MAC_LENGTH);
		memcpy(frame->from, octets + 10, MAC_LENGTH);
		memcpy(frame->to, octets + 16, MAC_LENGTH);
		return 0;
	case FLAG_FROM_DS: /* destination, BSSID, source */
		memcpy(frame->to, octets + 4, MAC_LENGTH);
		memcpy(frame->bssid, octets + 10, MAC_LENGTH);
		memcpy(frame->from, octets + 16, MAC_LENGTH);
		return 0;
	}
	return -ENOTSUP;
}

/* Behind the header, LLC and SNAP. */
static int find_eapol(const uint8_t *octets, size_t length, struct frame *addresses,
		      struct octets *ret)
{
	static const uint8_t llc[] = { 0xaa, 0xaa, 0x03, 0, 0, 0, 0x88, 0x8e };
	size_t skip = HEADER_LENGTH;
	int r;

	if (length < HEADER_LENGTH)
		return -EINVAL;
	if ((octets[0] >> 2 & 0x03) != TYPE_DATA || (octets[0] & SUBTYPE_NO_DATA) ||
	    (octets[1] & FLAG_PROTECTED))
		return -ENOTSUP;
	r = take_data_addresses(octets, addresses);
	if (r < 0)
		return r;
	if (octets[0] & SUBTYPE_QOS)
		skip += 2;
	if (octets[1] & FLAG_HTC)
		skip += HT_CONTROL_LENGTH;
	if (length < skip + sizeof(llc))
		return -EINVAL;
	if (memcmp(octets + skip, llc, sizeof(llc)) != 0)
		return -ENOTSUP;
	skip += sizeof(llc);
	*ret = (struct octets){ octets + skip, length - skip };
	return 0;
}

int frame_find_eapol(const uint8_t *octets, size_t length, struct octets *ret)
{
	struct frame addresses;

	return find_eapol(octets, length, &addresses, ret);
}

int frame_parse_data(const uint8_t *octets, size_t length, struct frame *ret)
{
	struct frame addresses = { 0 }, frame;
	struct octets eapol;
	int r;

	*ret = (struct frame){ 0 };
	r = find_eapol(octets, length, &addresses, &eapol);
	if (r < 0)
		return r;
	r = frame_parse_eapol(eapol.octets, eapol.length, &frame);
	if (r < 0)
		return r;
	memcpy(frame.to, addresses.to, MAC_LENGTH);
	memcpy(frame.from, addresses.from, MAC_LENGTH);
	memcpy(frame.bssid, addresses.bssid, MAC_LENGTH);
	*ret = frame;
	return 0;
}
