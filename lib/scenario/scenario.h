/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostic.h"
#include "base/error.h"
#include "base/ip.h"
#include "base/mac.h"
#include "base/place.h"
#include "explain/cause.h"
#include "scenario/fault.h"

struct wg_quick; /* scenario/wg-quick.h */

/* A scenario file as a typed model in which every value keeps its place.
 * Everything here is plain data; see roamtest-scenario(5) for the format. */

enum security {
	SECURITY_OPEN,
	SECURITY_PSK,
	SECURITY_SAE,
	SECURITY_FT_PSK,
	SECURITY_FT_SAE,
	SECURITY_MAX
};

/* As written in a scenario ("ft-sae"). */
const char *security_name(enum security security);
/* Uses the FT protocol (an AKM of the FT family). */
bool security_is_ft(enum security security);

enum via { VIA_AIR, VIA_DS, VIA_MAX };
const char *via_name(enum via via);

/* How a roam was really done (results.json "used"). */
enum method {
	METHOD_NONE,   /* the station did not arrive */
	METHOD_FT_AIR, /* FT authentication over the air (IEEE 802.11-2020 13.5.2) */
	METHOD_FT_DS,  /* FT action exchange over the DS (13.5.3) */
	METHOD_FULL,   /* a full authentication */
	METHOD_PMKSA,  /* a cached PMKSA, then the 4-way handshake (12.6.10.3) */
	METHOD_MAX
};
const char *method_name(enum method method);

/* How a step ended (results.json "result"). */
enum outcome {
	OUTCOME_OK,
	OUTCOME_REJECTED,     /* a status code other than 0 */
	OUTCOME_TIMEOUT,      /* no answer within the step's deadline */
	OUTCOME_DISCONNECTED, /* deauthenticated or disassociated on the way */
	OUTCOME_WRONG_AP,     /* connected, but elsewhere */
	OUTCOME_MAX
};
const char *outcome_name(enum outcome outcome);

/* One hostapd.conf option that overrides every generated line of that name. */
struct hostapd_option {
	char *key;
	char **values; /* one line each */
	size_t value_count;
	bool removed; /* written as null: the generated lines are left out */
	struct place place;
};

struct hostapd_options {
	struct hostapd_option *items;
	size_t count, capacity;
};

void hostapd_options_clear(struct hostapd_options *options);

struct access_point {
	char *name;
	uint8_t bssid[MAC_LENGTH];
	unsigned channel;	/* IEEE 802.11 channel number */
	unsigned frequency_mhz; /* its centre frequency, from the channel number */
	char *log; /* path of the file that its log comes to on a real site, or NULL */
	struct hostapd_options hostapd; /* lab: access-points: NAME: hostapd: */
	bool router;   /* lab: access-points: NAME: router: has a subnet, and NAT */
	unsigned vlan; /* lab: access-points: NAME: vlan: behind it; 0: none */
	/* Of what it is a radio, or NULL: those with one name are of one device. */
	char *device;
	struct place place; /* of the name */
	struct place bssid_place, channel_place, log_place, router_place;
};

/* Which WireGuard tunnel the run watches. */
enum tunnel_kind {
	TUNNEL_LAB,	 /* both ends are made for the run */
	TUNNEL_WG_QUICK, /* made for the run as a wg-quick(8) style file says */
	TUNNEL_EXISTING, /* an interface that is there; nothing about it is changed */
	TUNNEL_KIND_MAX
};

struct tunnel {
	enum tunnel_kind kind;
	struct place place;	   /* of the value of "wireguard" */
	char *interface;	   /* its name; NULL: roamtest's own choice */
	struct ip_address far_end; /* of the probes, inside; family 0: roamtest's */
	char *file;		   /* of TUNNEL_WG_QUICK: as the scenario has it */
	char *text;		   /* its content: it holds keys */
	size_t text_length;
	/* NULL where the content is not at hand: in a recording. */
	struct wg_quick *wg_quick;
};

/* lab: station: settings of the simulated station's system. */
struct lab_station {
	char *wireguard; /* name of an interface that it has before the run, or NULL */
	struct place wireguard_place;
	bool has_arp_evict;   /* else the kernel's own, which is true since 5.16 */
	bool arp_evict;	      /* net.ipv4.conf.INTERFACE.arp_evict_nocarrier */
	bool has_ndisc_evict; /* likewise */
	bool ndisc_evict;     /* net.ipv6.conf.INTERFACE.ndisc_evict_nocarrier */
	bool dhcp;	   /* its address is a DHCP server's; else it has one for good */
	bool keep_address; /* also when the carrier drops, whatever network comes then */
};

/* lab: backbone: what happens to every frame on an access point's uplink, in either
 * direction. */
struct backbone {
	uint64_t delay_ns, jitter_ns; /* delay - jitter to delay + jitter */
	uint64_t loss_ppm;	      /* share of the frames, parts per million */
};

/* lab: air: what happens to every attempt to transmit a frame. */
struct lab_air {
	uint64_t loss_ppm; /* share of the attempts that fail, parts per million */
};

enum stream_path { THROUGH_WIFI, THROUGH_TUNNEL, THROUGH_MAX };

enum probe_kind {
	PROBE_STAMP, /* RFC 8762, over UDP */
	PROBE_ICMP,  /* echo, RFC 792 */
	PROBE_TCP,   /* messages on a connection that is held, and their echoes */
	PROBE_MAX
};
const char *probe_name(enum probe_kind probe); /* "stamp", … */

/* A stream of sequence-numbered probes. */
struct stream {
	char *name;
	struct place probe_place; /* of the value of "probe"; line 0: it is not said */
	enum probe_kind probe;
	enum stream_path through;
	struct place ip_place; /* of the value of "ip"; line 0: it is not said */
	bool ipv6; /* else IPv4; of the probes, not of the tunnel that they go through */
	uint64_t every_ns;
	unsigned size; /* payload of UDP or ICMP, a message of TCP; octets */
	bool has_to;
	struct in_addr to; /* the far end; else the server of the lab */
	unsigned port;	   /* of the far end; 0: the default */
	bool implicit;	   /* made by roamtest to watch a tunnel that no stream uses */
	struct place place;
};

/* What a step is expected to do, from its own "expect:". */
struct step_expectation {
	bool present;
	bool has_result, has_status, has_used, has_cause;
	enum outcome result;
	unsigned status; /* IEEE 802.11 status or reason code */
	enum method used;
	enum cause cause; /* CAUSE_MAX: none */
	struct place result_place, status_place, used_place, cause_place;
	bool misread; /* there is a mistake in it: nobody knows where it leads */
};

/* What a matrix does with each ordered pair of access points, after a fresh association
 * with the first one. */
enum leg {
	LEG_COLD, /* to the second one, which has not met the station's keys yet */
	LEG_BACK, /* back to the first one */
	LEG_WARM, /* to the second one again */
	LEG_MAX
};
const char *leg_name(enum leg leg); /* "cold", … */

/* Every ordered pair of some access points. */
struct matrix {
	size_t *access_points; /* indices, each once */
	size_t count, capacity;
	bool vias[VIA_MAX];
	bool legs[LEG_MAX]; /* cold always; warm not without back */
};

enum step_kind {
	STEP_ASSOCIATE,
	STEP_ROAM,
	STEP_REPEAT,
	STEP_WAIT,
	STEP_FAULT,  /* one of the lab's begins or ends */
	STEP_MATRIX, /* every ordered pair of access points */
	STEP_KIND_MAX
};

struct step {
	enum step_kind kind;
	struct place place;    /* of the step's key */
	size_t to;	       /* associate, roam: index into access_points */
	struct place to_place; /* of the access point's name there */
	enum via via;	       /* roam */
	uint64_t wait_ns;      /* wait */
	enum fault_kind fault; /* fault: all of that kind */
	bool begins;	       /* fault: else it ends */
	unsigned times;	       /* repeat: rounds at most; 0: only for_ns limits them */
	uint64_t for_ns;    /* repeat: rounds begin within that; 0: times alone counts */
	uint64_t every_ns;  /* repeat: rounds begin so far apart; 0: at once */
	struct step *steps; /* repeat */
	size_t step_count, step_capacity;
	struct matrix matrix;		/* matrix */
	struct step_expectation expect; /* matrix: of each of its roams */
};

/* What a gap in a stream consists of: a packet has to pass each of these in turn, and
 * where several stand in its way at once, the first one counts. */
enum gap_part_kind {
	GAP_RADIO,   /* from the old association's end until the new one's port is open */
	GAP_CARRIER, /* the interface has no carrier, or is not up (RFC 2863) yet */
	GAP_QUEUE,   /* the kernel holds packets back: a block ack agreement is being made
		      */
	GAP_ADDRESS, /* an address or a route is gone, until there is one again */
	GAP_NEIGHBOUR, /* the next hop's link-layer address is not known (ARP; RFC 4861)
			*/
	GAP_TUNNEL,    /* a WireGuard handshake is under way */
	/* Up flows through the new access point, down does not yet: the distribution
	 * system still takes the station to be behind the old one. */
	GAP_FORWARDING,
	/* Of a TCP stream: nothing stands in the way any more, and TCP waits for its
	 * retransmission timer, which has doubled with each try (RFC 6298 5.5). */
	GAP_RETRANSMISSION,
	GAP_TRANSIT, /* the packet that ended the gap was under way: the path's own delay
		      */
	/* Nothing was sent: the stream's own spacing, before the first packet that did
	 * not get through, and after the last of the above had gone until the next
	 * packet. */
	GAP_INTERVAL,
	GAP_UNATTRIBUTED, /* nothing of this is known to have been the cause */
	GAP_PART_MAX
};
const char *gap_part_name(enum gap_part_kind part); /* "radio", … */

enum metric {
	METRIC_FAST_TRANSITION,	    /* always or never */
	METRIC_ROAM_TIME,	    /* duration, at most */
	METRIC_GAP,		    /* of a stream: duration, at most */
	METRIC_GAP_PART,	    /* of a stream: the largest part of all roams' gaps */
	METRIC_ROUND_TRIP,	    /* of a stream: duration, at most */
	METRIC_LOSS,		    /* of a stream: share of the probes, at most */
	METRIC_CONNECTION_SURVIVES, /* of a TCP stream: true or false */
	METRIC_CONNECTION_RETRANSMISSIONS, /* of a TCP stream: count, at most */
	METRIC_TUNNEL_SURVIVES,		   /* true or false */
	METRIC_TUNNEL_HANDSHAKES,	   /* count, at most */
	METRIC_STEP_RESULT,		   /* of a step: an outcome */
	METRIC_STEP_STATUS,		   /* of a step: a status or reason code */
	METRIC_STEP_USED,		   /* of a step: a method */
	METRIC_STEP_CAUSE,		   /* of a step: a cause, or none */
	METRIC_WARNINGS,		   /* these and no others */
	METRIC_MAX
};
/* "roam-time", "tunnel.survives", "result", … */
const char *metric_name(enum metric metric);

enum statistic {
	STATISTIC_MIN,
	STATISTIC_P50,
	STATISTIC_P95,
	STATISTIC_P99,
	STATISTIC_MAX,
	STATISTIC_COUNT
};
const char *statistic_name(enum statistic statistic); /* "min" … "max" */

/* One line of the run's "expect:". Limits are "at most". */
struct expectation {
	enum metric metric;
	enum statistic statistic; /* roam-time, gap, round-trip */
	size_t stream;		  /* gap, round-trip, loss, connection: index into streams
				   */
	enum gap_part_kind part;  /* gap part */
	bool wanted;		  /* fast-transition (always), survives */
	uint64_t limit;		  /* ns; handshakes, retransmissions: a count; loss:
				   * parts per million */
	bool warnings[CAUSE_MAX]; /* warnings: those that there have to be */
	bool implicit;		  /* not written: the default for an FT network */
	struct place place;	  /* of the value */
};

#define SSID_MAX 32

struct scenario {
	char *file;   /* as given */
	char *source; /* the file's text, exactly: it holds the password */
	size_t source_length;
	char sha256[65]; /* of the file, lower-case hex */

	char *name;
	struct place name_place;

	char *ssid; /* 1 to 32 octets, NUL-terminated */
	bool securities[SECURITY_MAX];
	struct place security_place;
	/* Never shown. NULL for open, and where a scenario without a lab leaves it to the
	 * station's saved network. */
	char *password;

	bool live;	 /* scenario_make_live() was called */
	char *interface; /* of a real station, or NULL: it is to be found */
	struct place interface_place;

	struct access_point *access_points;
	size_t access_point_count, access_point_capacity;

	bool has_lab; /* and it is not one on demand only (by-default: false) */
	struct place lab_place;
	struct hostapd_options hostapd; /* lab: hostapd: (all access points) */
	struct lab_station station;
	struct lab_air air;
	struct backbone backbone;
	struct fault *faults; /* in the order of the file */
	size_t fault_count, fault_capacity;

	bool has_tunnel;
	struct place tunnel_place;
	struct tunnel tunnel;

	struct stream *streams; /* the implicit one, if any, is last */
	size_t stream_count, stream_capacity;

	struct step *steps;
	size_t step_count, step_capacity;

	struct expectation *expectations; /* in the order of the file, implicit last */
	size_t expectation_count, expectation_capacity;
	/* How long data may take to flow again in both directions after a roam
	 * (expect: tunnel: within:), default SCENARIO_RECOVERY_NS. */
	uint64_t recovery_limit_ns;
};

/* The UDP port of both ends of a lab's tunnel, where no file says another. */
#define TUNNEL_PORT 51820

#define SCENARIO_RECOVERY_NS (UINT64_C(5) * 1000000000)

/* Limits on what a file can ask for. */
#define SCENARIO_SIZE_MAX (1u << 20) /* octets */
#define SCENARIO_AP_MAX 64
#define SCENARIO_STREAM_MAX 16
#define SCENARIO_STEP_MAX 100000 /* after unrolling */
#define SCENARIO_REPEAT_DEPTH_MAX 8
#define SCENARIO_REPEAT_NS (UINT64_C(7) * 24 * 3600 * 1000000000) /* "for", "every" */
#define SCENARIO_NAME_MAX 128	  /* octets of the scenario's name */
#define SCENARIO_INTERFACE_MAX 15 /* octets of an interface's name, IFNAMSIZ - 1 */
#define SCENARIO_LABEL_MAX 32	  /* octets of an access point's or stream's name */
#define SCENARIO_TUNNEL_PROBE "tunnel-probe" /* name of the implicit stream */

/* Parses and checks text. Mistakes of any kind go to diagnostics, all of them in
 * one pass; then *ret is NULL and the result is -EINVAL. password-env and
 * password-file are resolved here (a file relative to the scenario's folder):
 * one that cannot be had is a diagnostic at its place, as is, without a lab, an access
 * point's log. */
int scenario_parse(const char *file, const char *text, size_t length,
		   struct diagnostics *diagnostics, struct scenario **ret);
/* What a scenario takes from outside its text. */
struct scenario_secrets {
	const char *password; /* what password, password-env or password-file gave */
	const char *wg_quick; /* content of the file that "tunnel" names */
	size_t wg_quick_length;
};
/* As scenario_parse(), for a text that was checked on another machine, with what it took
 * from outside there: neither the environment nor a file is looked at here. Without it
 * (in a recording) the scenario can be judged all the same. */
int scenario_parse_with_secrets(const char *file, const char *text, size_t length,
				const struct scenario_secrets *secrets,
				struct diagnostics *diagnostics, struct scenario **ret);
/* Reads the file first ("-" is standard input). error says why it could not be
 * read; *ret_source then is NULL. Otherwise, also when the scenario is not valid,
 * *ret_source is the text with its secrets starred out, for diagnostics_format(). */
int scenario_load(const char *path, struct diagnostics *diagnostics,
		  struct scenario **ret, char **ret_source, size_t *ret_length,
		  struct error *error);
/* A copy of a scenario's text in which passwords and keys are stars, character by
 * character so that places hold: a line that is shown with a diagnostic must not
 * show the password. Works on text that is no valid scenario, too. */
char *scenario_redact(const char *text, size_t length, size_t *ret_length);
/* A copy of a valid scenario's text for a recording: the network's password, secrets
 * among hostapd options, and all comments (a password that is out of use stands there)
 * are replaced, so that scenario_parse_with_secrets() without any gives the same
 * steps, names, lines and columns. */
char *scenario_conceal(const char *text, size_t length, size_t *ret_length);
struct scenario *scenario_free(struct scenario *scenario);
static inline void scenario_freep(struct scenario **scenario)
{
	scenario_free(*scenario);
}

/* Of a run on a real interface: a stream to which the scenario gives neither a probe nor
 * a far end is ICMP echo, to the default gateway or the tunnel's other end, where nobody
 * has to install anything. */
void scenario_make_live(struct scenario *scenario);
/* What a run on a real interface cannot have, of a scenario that is made so: -EINVAL with
 * diagnostics, or 0. */
int scenario_check_live(const struct scenario *scenario, struct diagnostics *diagnostics);
/* Gives a network that needs a password and has none one that follows from the seed, for
 * a lab that makes up the site. */
void scenario_make_password(struct scenario *scenario, uint32_t seed);

/* True if any of the network's securities is of the FT family. */
bool scenario_uses_ft(const struct scenario *scenario);
/* True if a stream is of IPv6, or the lab's station has a setting for it. */
bool scenario_uses_ipv6(const struct scenario *scenario);
/* The UDP port of the tunnel's far end, in host order. */
uint16_t scenario_tunnel_port(const struct scenario *scenario);
/* False for an associate or roam step that its own "expect:" wants to fail: the
 * station is then not expected to stand on step->to afterwards. A cause alone wants
 * it to fail. Likewise for the roams of a matrix. */
bool step_arrives(const struct step *step);
/* Whether a matrix has this leg: where the cold one is to fail, none follows it. */
bool matrix_has_leg(const struct step *step, enum leg leg);
/* Where the station stands after a matrix. */
size_t matrix_end(const struct step *step);
/* The fault of that kind at an access point (index) that is there from the start and is
 * about another one (of: its index, FAULT_EVERY: whichever), or NULL. */
const struct fault *scenario_find_fault(const struct scenario *scenario,
					enum fault_kind kind, size_t at, size_t of);
/* The access point with that BSSID, or NULL. */
const struct access_point *scenario_find_bssid(const struct scenario *scenario,
					       const uint8_t bssid[static MAC_LENGTH]);

/* Centre frequency of a 20 MHz channel in the 2.4 or 5 GHz band, MHz; 0 if there
 * is no such channel (IEEE 802.11-2020 Annex E). */
unsigned channel_frequency_mhz(unsigned channel);
