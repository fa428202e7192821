/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/medium-message.h"

#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <string.h>

#define ADDRESS_1 4 /* offset */
#define FRAME_MIN (ADDRESS_1 + MAC_LENGTH)
#define FRAME_MAX 2352 /* IEEE80211_MAX_FRAME_LEN, include/linux/ieee80211.h */
/* The kernel takes nothing shorter than a header with three addresses
 * (hwsim_cloned_frame_received_nl()); a BlockAckReq is. */
#define DELIVERED_MIN 24
#define RETRY 0x08 /* in the frame control field's second octet */
/* What the kernel's own medium gives: a receiver's -50 dBm and 20 dBm of power. */
#define SIGNAL_DBM (-30)

/* Of a message besides its frame. */
#define MESSAGE_ROOM 256

bool medium_frame_parse(const struct nlmsghdr *message, struct medium_frame *ret)
{
	static const struct nla_policy policy[HWSIM_ATTR_KNOWN + 1] = {
		[HWSIM_ATTR_ADDR_TRANSMITTER] = { .minlen = MAC_LENGTH,
						  .maxlen = MAC_LENGTH },
		[HWSIM_ATTR_FRAME] = { .minlen = FRAME_MIN, .maxlen = FRAME_MAX },
		[HWSIM_ATTR_FLAGS] = { .type = NLA_U32 },
		[HWSIM_ATTR_FREQ] = { .type = NLA_U32 },
		[HWSIM_ATTR_TX_INFO] = { .minlen = sizeof(ret->rates) },
		[HWSIM_ATTR_COOKIE] = { .type = NLA_U64 },
	};
	struct nlattr *attrs[HWSIM_ATTR_KNOWN + 1];

	if (!genlmsg_valid_hdr((struct nlmsghdr *)(uintptr_t)message, 0) ||
	    genlmsg_hdr((struct nlmsghdr *)(uintptr_t)message)->cmd != HWSIM_CMD_FRAME ||
	    genlmsg_parse((struct nlmsghdr *)(uintptr_t)message, 0, attrs,
			  HWSIM_ATTR_KNOWN, policy) < 0)
		return false;
	if (!attrs[HWSIM_ATTR_ADDR_TRANSMITTER] || !attrs[HWSIM_ATTR_FRAME] ||
	    !attrs[HWSIM_ATTR_FLAGS] || !attrs[HWSIM_ATTR_FREQ] ||
	    !attrs[HWSIM_ATTR_TX_INFO] || !attrs[HWSIM_ATTR_COOKIE])
		return false;
	*ret = (struct medium_frame){
		.transmitter = nla_data(attrs[HWSIM_ATTR_ADDR_TRANSMITTER]),
		.octets = nla_data(attrs[HWSIM_ATTR_FRAME]),
		.length = (size_t)nla_len(attrs[HWSIM_ATTR_FRAME]),
		.flags = nla_get_u32(attrs[HWSIM_ATTR_FLAGS]),
		.frequency_mhz = nla_get_u32(attrs[HWSIM_ATTR_FREQ]),
		.cookie = nla_get_u64(attrs[HWSIM_ATTR_COOKIE]),
	};
	memcpy(ret->rates, nla_data(attrs[HWSIM_ATTR_TX_INFO]), sizeof(ret->rates));
	return true;
}

const uint8_t *medium_frame_receiver(const struct medium_frame *frame)
{
	return frame->octets + ADDRESS_1;
}

static struct nl_msg *begin(int family, uint32_t sequence, int command, int flags,
			    size_t room)
{
	struct nl_msg *msg = nlmsg_alloc_size(MESSAGE_ROOM + room);

	if (msg && !genlmsg_put(msg, NL_AUTO_PORT, sequence, family, 0, flags,
				(uint8_t)command, HWSIM_VERSION)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static bool put_frame(struct nl_msg *msg, const struct medium_frame *frame, bool retry)
{
	size_t length = frame->length < DELIVERED_MIN ? DELIVERED_MIN : frame->length;
	struct nlattr *attr = nla_reserve(msg, HWSIM_ATTR_FRAME, (int)length);
	uint8_t *octets;

	if (!attr)
		return false;
	octets = nla_data(attr);
	memset(octets, 0, length);
	memcpy(octets, frame->octets, frame->length);
	if (retry)
		octets[1] |= RETRY;
	return true;
}

struct nl_msg *medium_deliver(int family, uint32_t sequence,
			      const struct medium_frame *frame,
			      const uint8_t receiver[static MAC_LENGTH], bool retry,
			      bool acknowledge)
{
	struct nl_msg *msg = begin(family, sequence, HWSIM_CMD_FRAME,
				   acknowledge ? NLM_F_ACK : 0, frame->length);

	/* The kernel takes no rate of 802.11n or later here: the lowest, always. */
	if (msg && (nla_put(msg, HWSIM_ATTR_ADDR_RECEIVER, MAC_LENGTH, receiver) < 0 ||
		    !put_frame(msg, frame, retry) ||
		    nla_put_u32(msg, HWSIM_ATTR_RX_RATE, 0) < 0 ||
		    nla_put_u32(msg, HWSIM_ATTR_SIGNAL, (uint32_t)SIGNAL_DBM) < 0 ||
		    nla_put_u32(msg, HWSIM_ATTR_FREQ, frame->frequency_mhz) < 0)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

struct nl_msg *medium_report(int family, uint32_t sequence,
			     const struct medium_status *status)
{
	struct nl_msg *msg = begin(family, sequence, HWSIM_CMD_TX_INFO_FRAME, 0, 0);

	if (msg && (nla_put(msg, HWSIM_ATTR_ADDR_TRANSMITTER, MAC_LENGTH,
			    status->transmitter) < 0 ||
		    nla_put_u32(msg, HWSIM_ATTR_FLAGS, status->flags) < 0 ||
		    nla_put_u64(msg, HWSIM_ATTR_COOKIE, status->cookie) < 0 ||
		    nla_put_u32(msg, HWSIM_ATTR_SIGNAL, (uint32_t)SIGNAL_DBM) < 0 ||
		    nla_put(msg, HWSIM_ATTR_TX_INFO, sizeof(status->tried),
			    status->tried) < 0)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}
