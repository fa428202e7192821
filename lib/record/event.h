/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mac.h"
#include "base/text.h"
#include "scenario/scenario.h"
#include "wifi/frame.h"

/* What a run records, event by event: the boundary between the part that touches
 * the world (run) and the pure part that judges (analysis). Plain data. On disk
 * and between guest and host an event is one line of JSON (events.jsonl).
 *
 * Times are CLOCK_MONOTONIC nanoseconds less that clock's reading at the start of
 * the run, so an event before the start cannot exist. */

enum event_kind {
	EVENT_RUN_START,
	EVENT_NOTE, /* narration for a person: "hall is on the air" */
	EVENT_STEP_START,
	EVENT_COMMAND,	  /* a control-interface command was sent */
	EVENT_REPLY,	  /* its reply arrived */
	EVENT_BSS,	  /* what the supplicant's BSS table says of an access point */
	EVENT_SUPPLICANT, /* a wpa_supplicant control event */
	EVENT_KERNEL,	  /* an nl80211 multicast event */
	EVENT_FRAME,	  /* one that the station's radio sent or received */
	EVENT_STEP_DONE,  /* the step's outcome is known */
	EVENT_PROBES,	  /* a batch of probes sent and received */
	EVENT_TUNNEL,	  /* a reading of the WireGuard peer's counters */
	EVENT_SETTLED,	  /* data flows again after a step, or the limit has passed */
	EVENT_ALIVE,	  /* nothing happened; the run goes on */
	EVENT_PROBLEM,	  /* the run could not go on: why, and what to do */
	EVENT_RUN_END,
	EVENT_KIND_MAX
};

enum supplicant_event {
	SUPPLICANT_OTHER,
	SUPPLICANT_SCAN_STARTED,
	SUPPLICANT_SCAN_RESULTS,
	SUPPLICANT_SCAN_FAILED,
	SUPPLICANT_AUTHENTICATING, /* "SME: Trying to authenticate with BSSID" */
	SUPPLICANT_ASSOCIATING,	   /* "Trying to associate with BSSID" */
	SUPPLICANT_ASSOCIATED,	   /* "Associated with BSSID" */
	SUPPLICANT_EAPOL_RECEIVED, /* "RX EAPOL from BSSID" (debug level) */
	SUPPLICANT_KEYS_DONE,	   /* "WPA: Key negotiation completed with BSSID" */
	SUPPLICANT_CONNECTED,	   /* CTRL-EVENT-CONNECTED */
	SUPPLICANT_DISCONNECTED,   /* CTRL-EVENT-DISCONNECTED */
	SUPPLICANT_AUTH_REJECT,	   /* CTRL-EVENT-AUTH-REJECT */
	SUPPLICANT_ASSOC_REJECT,   /* CTRL-EVENT-ASSOC-REJECT */
	SUPPLICANT_TEMP_DISABLED,  /* CTRL-EVENT-SSID-TEMP-DISABLED */
	SUPPLICANT_TERMINATING,	   /* CTRL-EVENT-TERMINATING */
	SUPPLICANT_FT_RESPONSE,	   /* "FT: Received FT Action Response: … TargetAP BSSID
				    * status N" (debug level) */
	SUPPLICANT_EVENT_MAX
};

enum kernel_event {
	KERNEL_OTHER,
	KERNEL_SCAN_STARTED, /* NL80211_CMD_TRIGGER_SCAN */
	KERNEL_SCAN_DONE,    /* NL80211_CMD_NEW_SCAN_RESULTS */
	KERNEL_SCAN_ABORTED, /* NL80211_CMD_SCAN_ABORTED */
	KERNEL_AUTHENTICATE, /* authentication frame received, or timed out */
	KERNEL_ASSOCIATE,    /* (re)association response received, or timed out */
	KERNEL_DEAUTHENTICATE,
	KERNEL_DISASSOCIATE,
	KERNEL_CONNECT,
	KERNEL_DISCONNECT,
	KERNEL_FRAME_TX_STATUS, /* a management frame that user space sent was ACKed or
				   not */
	KERNEL_EAPOL_TX_STATUS, /* NL80211_CMD_CONTROL_PORT_FRAME_TX_STATUS */
	KERNEL_PORT_AUTHORIZED,
	KERNEL_NEW_STATION,
	KERNEL_DEL_STATION,
	KERNEL_ASSOC_COMEBACK, /* refused for now, status 30: the kernel will try again */
	KERNEL_EVENT_MAX
};

struct environment {
	char *lab;	   /* "uml", "qemu", "host" or "none" */
	char *clock;	   /* "virtual" or "real" */
	char *accelerator; /* "kvm", "tcg", or NULL where there is none */
	char *kernel;	   /* release of the kernel that the run used */
	char *hostapd;	   /* version, or NULL where roamtest runs none */
	char *wpa_supplicant;
	char *driver; /* of the station's radio: "mac80211_hwsim" */
	bool has_seed;
	uint32_t seed; /* of what a lab makes up */
};

struct probe_sent {
	uint32_t sequence;
	uint64_t at_ns;	  /* when the send call was made */
	uint64_t late_ns; /* how long after it was due */
};

struct probe_received {
	uint32_t sequence;	     /* of the probe that this answers */
	uint64_t at_ns;		     /* when the answer was read */
	uint32_t reflector_sequence; /* counts the reflector's answers, from 0 */
	uint64_t reflected_ns;	     /* when the probe reached the reflector, on the run's
				      * clock (in the lab both ends share one) */
};

/* A probe's arrival, told by a reflector of roamtest's own; a distant one tells only of
 * the probes whose answers come back. */
struct probe_heard {
	uint32_t sequence;
	uint64_t at_ns;
};

#define EVENT_PACKET_MAX 4096

struct event {
	enum event_kind kind;
	uint64_t time_ns;
	int step; /* index into the plan's steps, -1 outside a step */
	union {
		struct {
			char *started; /* RFC 3339 */
			struct environment environment;
		} run_start;
		struct {
			char *text;
		} note;
		struct {
			char *text; /* "ROAM 02:00:00:00:02:00"; never a secret */
		} command;
		struct {
			bool ok;
			char *text;
		} reply;
		struct {
			uint8_t bssid[MAC_LENGTH];
			unsigned frequency_mhz;
			struct bss_elements elements;
		} bss;
		struct {
			enum supplicant_event what;
			uint8_t bssid[MAC_LENGTH]; /* zero: none */
			bool has_status;
			unsigned status; /* status_code= */
			bool has_reason;
			unsigned reason; /* reason= of a disconnection */
			bool locally_generated, timeout;
			char *text; /* the whole message, without its <level> */
		} supplicant;
		struct {
			enum kernel_event what;
			bool timed_out, acknowledged;
			struct frame frame; /* kind FRAME_NONE: none came with it */
			uint8_t mac[MAC_LENGTH];
		} kernel;
		struct {
			bool sent;
			struct frame frame; /* kind FRAME_NONE: not understood */
			uint8_t *packet;    /* as captured: radiotap, then 802.11 */
			size_t length;	    /* EVENT_PACKET_MAX at most */
			size_t header;	    /* of that: the radiotap header's length */
		} frame;
		struct {
			enum outcome outcome;
			bool has_status;
			unsigned status; /* status or reason code that decided it */
			uint8_t bssid[MAC_LENGTH]; /* associated with now; zero: none */
		} step_done;
		struct {
			size_t stream; /* index into the scenario's streams */
			struct probe_sent *sent;
			size_t sent_count, sent_capacity;
			struct probe_received *received;
			size_t received_count, received_capacity;
			struct probe_heard *heard; /* in the order of their arrival */
			size_t heard_count, heard_capacity;
		} probes;
		struct {
			bool has_handshake;
			uint64_t handshake_ns; /* latest handshake, CLOCK_REALTIME since
						* the epoch, as WireGuard gives it */
			uint64_t received_bytes, sent_bytes;
		} tunnel;
		struct {
			bool recovered; /* every stream flows in both directions */
		} settled;
		struct {
			char *reason, *remedy; /* remedy may be NULL */
		} problem;
	};
};

const char *supplicant_event_name(enum supplicant_event what);
const char *kernel_event_name(enum kernel_event what);

/* Releases what the event holds and zeroes it. */
void event_clear(struct event *event);

/* Appends one line of JSON with its newline. */
void event_format(const struct event *event, struct text *out);
/* Parses one line (without or with newline). 0, or -EBADMSG with the reason. */
int event_parse(const char *line, size_t length, struct event *ret, struct error *error);
