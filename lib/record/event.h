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
	/* The one before it did not arrive, which it needs (plan_step.chained). */
	EVENT_STEP_SKIPPED,
	EVENT_ROUND,   /* it was decided whether a repeat has one more (plan_decide()) */
	EVENT_COMMAND, /* a control-interface command was sent */
	EVENT_REPLY,   /* its reply arrived */
	EVENT_BSS,     /* what the supplicant's BSS table says of an access point */
	EVENT_SUPPLICANT, /* a wpa_supplicant control event */
	EVENT_KERNEL,	  /* an nl80211 multicast event */
	EVENT_FRAME,	  /* one that the station's radio sent or received */
	EVENT_LINK,	  /* rtnetlink: carrier, address, route, neighbour */
	EVENT_TRACE,	  /* a call of cfg80211 or mac80211, from tracefs */
	EVENT_FT_KEYS,	  /* what a frame says, held against the keys from the secret */
	EVENT_SOURCE,	  /* a source of events is used, is not to be had, or is lost */
	EVENT_STEP_DONE,  /* the step's outcome is known */
	EVENT_PROBES,	  /* a batch of probes sent and received */
	EVENT_NEXT_HOP,	  /* where a stream's packets go first */
	EVENT_CONNECTION, /* a reading of a TCP stream's connection */
	EVENT_TUNNEL,	  /* a reading of the WireGuard peer's counters */
	EVENT_SETTLED,	  /* data flows again after a step, or the limit has passed */
	EVENT_FIX,	  /* a setting was changed for the run, or put back */
	EVENT_AP_CONF, /* what an access point is configured with, where it is at hand */
	EVENT_AP_LOG,  /* a line of an access point's log that concerns a roam */
	EVENT_ALIVE,   /* nothing happened; the run goes on */
	EVENT_PROBLEM, /* the run could not go on: why, and what to do */
	EVENT_INTERRUPTED,
	EVENT_RUN_END,
	EVENT_RESTORED, /* behind the end: how a real station was left */
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

/* What rtnetlink says of the station's interface (rtnetlink(7)). */
enum link_event {
	LINK_STATE,	/* carrier and operstate */
	LINK_ADDRESS,	/* of IPv4 or IPv6, "192.168.1.2/24" */
	LINK_ROUTE,	/* "default via 192.168.1.1", "192.168.1.0/24" */
	LINK_NEIGHBOUR, /* "192.168.1.1": its link-layer address and state */
	LINK_EVENT_MAX
};

/* Calls of cfg80211 into mac80211, and of mac80211 into the driver
 * (net/wireless/trace.h, net/mac80211/trace.h). Each has the time at which it returned
 * and what it returned. */
enum trace_event {
	TRACE_AUTH,	     /* rdev_auth: mac is the target */
	TRACE_ASSOC,	     /* rdev_assoc */
	TRACE_ADD_KEY,	     /* rdev_add_key: pairwise, key_index */
	TRACE_MGMT_TX,	     /* rdev_mgmt_tx */
	TRACE_SET_STATION,   /* rdev_change_station: authorized */
	TRACE_DEAUTH,	     /* rdev_deauth */
	TRACE_SCAN,	     /* rdev_scan */
	TRACE_STATION_STATE, /* drv_sta_state: authorized where that is the new state */
	TRACE_AMPDU,	     /* drv_ampdu_action, of sending: tid, held */
	TRACE_EVENT_MAX
};

/* Where events come from. Control interface and probes are always there. */
enum source {
	SOURCE_CAPTURE,	  /* frames on a monitor interface */
	SOURCE_NL80211,	  /* nl80211's multicast groups */
	SOURCE_RTNETLINK, /* its multicast groups */
	SOURCE_NLMON,	  /* the kernel's stamps for both of these */
	SOURCE_TRACEFS,
	SOURCE_CONTROL, /* wpa_supplicant's control interface */
	SOURCE_PROBES,
	SOURCE_MAX
};

enum source_state { SOURCE_USED, SOURCE_UNAVAILABLE, SOURCE_LOST, SOURCE_STATE_MAX };

/* How a real station was left behind a run. */
enum station_end {
	STATION_AS_BEFORE,
	STATION_SELECTED_AGAIN, /* the association was lost, and its network chosen anew
				 */
	STATION_OFFLINE,	/* that did not help, so far */
	STATION_END_MAX
};

/* What of an FT exchange, or of the first 4-way handshake of a mobility domain, was
 * computed from the passphrase and held against a frame. */
enum ft_check {
	FT_CHECK_PMKR0_NAME,	/* in the station's authentication or FT request */
	FT_CHECK_PMKR1_NAME,	/* in the station's reassociation request, message 2 */
	FT_CHECK_PMKR1_NAME_AP, /* in the AP's reassociation response, message 3 */
	FT_CHECK_MIC,		/* of the station's reassociation request */
	FT_CHECK_MIC_AP,	/* of the AP's reassociation response */
	FT_CHECK_EAPOL_MIC,	/* of message 2 or 4 */
	FT_CHECK_EAPOL_MIC_AP,	/* of message 3 */
	FT_CHECK_MAX
};

struct environment {
	char *lab;	   /* "uml", "qemu", "host" or "none" */
	char *clock;	   /* "virtual" or "real" */
	char *accelerator; /* "kvm", "tcg", or NULL where there is none */
	char *kernel;	   /* release of the kernel that the run used */
	char *hostapd;	   /* version, or NULL where roamtest runs none */
	char *wpa_supplicant;
	char *driver;	 /* of the station's radio: "mac80211_hwsim" */
	char *interface; /* the station's */
	bool has_seed;
	uint32_t seed; /* of what a lab makes up */
};

/* The scenario of a run, enough to judge its recording anywhere. */
struct recorded_scenario {
	char *file;   /* as given */
	char *sha256; /* of the text as it was, in hexadecimal */
	char *text;   /* with every secret replaced */
};

struct probe_sent {
	uint32_t sequence;
	uint64_t at_ns;	  /* when the send call was made */
	uint64_t late_ns; /* how long after it was due */
};

struct probe_received {
	uint32_t sequence;	     /* of the probe that this answers */
	uint64_t at_ns;		     /* when the answer came: the kernel's stamp */
	uint32_t reflector_sequence; /* counts the reflector's answers, from 0 */
	uint64_t reflected_ns;	     /* when the probe reached the reflector, on the run's
				      * clock (in the lab both ends share one) */
	bool echo;		     /* of ICMP: the far end tells neither of these two */
};

/* When something became of a probe. */
struct probe_time {
	uint32_t sequence;
	uint64_t at_ns;
};

/* States of a TCP connection (RFC 9293 3.3.2), with the numbers that the kernel gives
 * them (include/net/tcp_states.h). */
enum connection_state {
	CONNECTION_UNKNOWN,
	CONNECTION_ESTABLISHED,
	CONNECTION_SYN_SENT,
	CONNECTION_SYN_RECEIVED,
	CONNECTION_FIN_WAIT_1,
	CONNECTION_FIN_WAIT_2,
	CONNECTION_TIME_WAIT,
	CONNECTION_CLOSED,
	CONNECTION_CLOSE_WAIT,
	CONNECTION_LAST_ACK,
	CONNECTION_LISTEN,
	CONNECTION_CLOSING,
	CONNECTION_STATE_MAX
};

/* What the kernel knows of a TCP connection (TCP_INFO, tcp(7)). */
struct connection_reading {
	enum connection_state state;
	uint64_t rto_ns;	  /* the retransmission timer: doubles with each try */
	uint64_t rtt_ns;	  /* smoothed */
	uint64_t last_ack_ns;	  /* ago */
	uint32_t retransmissions; /* of the station's, since the beginning */
	uint32_t far_retransmissions; /* of the far end's, as its last echo tells */
	unsigned backoff;	      /* tries of the segment under way */
	unsigned unacknowledged;      /* segments */
};

#define EVENT_PACKET_MAX 4096

struct event {
	enum event_kind kind;
	uint64_t time_ns;
	int step; /* index into the plan's steps, -1 outside a step */
	union {
		struct {
			char *started;	/* RFC 3339 */
			char *roamtest; /* version of the one that recorded */
			struct recorded_scenario scenario;
			struct environment environment;
		} run_start;
		struct {
			char *text;
			bool warning; /* for a person to see in any case */
		} note;
		struct {
			bool more;
		} round;
		struct {
			char *text; /* "ROAM 02:00:00:00:02:00"; never a secret */
		} command;
		struct {
			bool ok;
			char *text;
		} reply;
		struct {
			uint8_t bssid[MAC_LENGTH];
			/* A scan of all channels has looked for it, since it did not
			 * answer. */
			bool after_failure;
			bool absent; /* it was not found; the rest says nothing */
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
			bool unacknowledged; /* sent, and nobody acknowledged it */
			struct frame frame;  /* kind FRAME_NONE: not understood */
			uint8_t *packet;     /* as captured: radiotap, then 802.11 */
			size_t length;	     /* EVENT_PACKET_MAX at most */
			size_t header;	     /* of that: the radiotap header's length */
		} frame;
		struct {
			enum link_event what;
			bool removed;	 /* address, route, neighbour */
			bool carrier;	 /* of LINK_STATE */
			char *operstate; /* of LINK_STATE: "up", "dormant" (RFC 2863) */
			char *text;	 /* address, route, neighbour's address */
			uint8_t mac[MAC_LENGTH]; /* of a neighbour; zero: none */
			char *state; /* of a neighbour: "reachable", "stale", … */
		} link;
		struct {
			enum trace_event what;
			uint8_t mac[MAC_LENGTH]; /* zero: none */
			bool pairwise;		 /* key; else group */
			unsigned key_index;
			bool authorized;
			unsigned tid;
			bool held;  /* a block ack agreement is being made: what is sent
				     * with that TID waits (net/mac80211/agg-tx.c) */
			int result; /* 0, or -errno */
			uint64_t began_ns;
		} trace;
		struct {
			enum ft_check check;
			uint8_t bssid[MAC_LENGTH]; /* of the access point concerned */
			bool matches;
			/* Names are no secrets; a MIC is neither. */
			uint8_t expected[32], found[32];
			size_t length;
		} ft_keys;
		struct {
			enum source source;
			enum source_state state;
			char *reason;		 /* why it is not used, or NULL */
			uint64_t clock_error_ns; /* of its stamps' conversion, at most */
		} source;
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
			/* Arrivals, in their order, told by a reflector of roamtest's
			 * own; a distant one tells only of the probes whose answers come
			 * back. */
			struct probe_time *heard;
			size_t heard_count, heard_capacity;
			/* When the kernel handed probes to their interface. */
			struct probe_time *left;
			size_t left_count, left_capacity;
		} probes;
		/* As the kernel's routing has it: when the stream begins, and when it
		 * comes to be another. */
		struct {
			size_t stream;	   /* index into the scenario's streams */
			char *destination; /* of a tunnel's packets its endpoint */
			/* The gateway's, or the destination on the link; NULL: nothing
			 * goes out of the station's interface. */
			char *address;
		} next_hop;
		struct {
			size_t stream;
			struct connection_reading reading;
			bool died;    /* now: it is not to be used any more */
			char *reason; /* why: "Connection reset by peer" */
		} connection;
		struct {
			bool has_handshake;
			uint64_t handshake_ns; /* latest handshake, CLOCK_REALTIME since
						* the epoch, as WireGuard gives it */
			uint64_t handshake_at_ns; /* the same on the run's clock */
			uint64_t received_bytes, sent_bytes;
			char *endpoint; /* of the peer: "192.0.2.1:51820", or NULL */
		} tunnel;
		struct {
			char *id;      /* "arp-evict" (record/fix.h) */
			char *setting; /* "net.ipv4.conf.wlan0.arp_evict_nocarrier" */
			char *before, *after;
			bool restored; /* it is before again */
		} fix;
		struct {
			size_t access_point; /* index into the scenario's */
			/* Lines as in hostapd.conf, without secrets: each stands as
			 * "secret-N", the key of an r0kh or r1kh line as "key-N:D", where
			 * what is equal has the same N and D is the number of its digits;
			 * a key of zeros is "key-zero:D". */
			char *text;
		} ap_conf;
		struct {
			size_t access_point;
			char *text; /* of the line, from what hostapd has written on */
		} ap_log;
		struct {
			bool recovered; /* every stream flows in both directions */
		} settled;
		struct {
			char *reason, *remedy; /* remedy may be NULL */
		} problem;
		struct {
			enum station_end end;
			char *problem; /* what could not be put back, or NULL */
		} restored;
	};
};

const char *supplicant_event_name(enum supplicant_event what);
const char *kernel_event_name(enum kernel_event what);
const char *link_event_name(enum link_event what);
const char *trace_event_name(enum trace_event what);
const char *ft_check_name(enum ft_check check);
/* "capture", "nl80211", …: as an option takes it. */
const char *source_name(enum source source);
/* "monitor capture", "nl80211 multicast", …: as a result shows it. */
const char *source_title(enum source source);
const char *source_state_name(enum source_state state);
/* "as-before", "selected-again", "offline" */
const char *station_end_name(enum station_end end);

/* "established", … */
const char *connection_state_name(enum connection_state state);

/* Releases what the event holds and zeroes it. */
void event_clear(struct event *event);

/* Appends one line of JSON with its newline. */
void event_format(const struct event *event, struct text *out);
/* Parses one line (without or with newline). 0, or -EBADMSG with the reason. */
int event_parse(const char *line, size_t length, struct event *ret, struct error *error);
