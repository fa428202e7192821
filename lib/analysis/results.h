/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mac.h"
#include "base/spill.h"
#include "explain/cause.h"
#include "record/event.h"
#include "scenario/scenario.h"

/* results.json, format 1, as plain data. Every string is owned by the results.
 * Durations and times are nanoseconds; times count from the start of the run. */

struct phase {
	char *name; /* command, scan, ft-authentication, sae-commit, …: see roamtest(1) */
	uint64_t start_ns, end_ns;
	char *source; /* where its end was seen: "nl80211 multicast", "control interface"
		       */
};

/* The first probe of a stream that got through in one direction after a roam. */
struct first_packet {
	char *stream;
	bool up;		  /* to the far end; else from it */
	uint64_t at_ns, after_ns; /* after_ns: since the roam's start */
	char *source;
};

/* Something that a roam brought about after the station was connected. */
struct aftermath {
	char *name; /* "carrier" */
	uint64_t at_ns, after_ns;
	char *source;
};

/* What frames and keys say of one check (record/event.h). */
struct key_check {
	enum ft_check check;
	bool matches;
	uint8_t expected[32], found[32];
	size_t length;
};

/* What a station and an access point agreed on, as their frames say it. What no frame
 * said is absent. */
struct negotiation {
	bool has_security;
	uint32_t akm, pairwise_cipher, group_cipher; /* suite selectors */
	uint32_t group_management_cipher;	     /* 0: none named */
	bool pmf; /* both ends are capable of management frame protection */
	bool has_rsnxe;
	uint8_t rsnxe; /* the station's: its first octet */
	bool has_mobility_domain;
	uint16_t mobility_domain;
	bool over_ds; /* bit 0 of the MDE's FT capability */
	uint8_t r0kh_id[R0KH_ID_MAX];
	uint8_t r0kh_id_length; /* 0: none */
	bool has_r1kh_id, has_pmkr0_name, has_pmkr1_name;
	uint8_t r1kh_id[MAC_LENGTH], pmkr0_name[16], pmkr1_name[16];
	/* From the Timeout Interval elements of the mobility domain's first association
	 */
	bool has_reassociation_deadline, has_key_lifetime;
	uint32_t reassociation_deadline_tu, key_lifetime_s;
	struct key_check *checks;
	size_t check_count, check_capacity;
};

struct gap_part {
	char *name;
	uint64_t ns;
};

/* The connection of a TCP stream, in a roam or in the run. */
struct connection_result {
	bool present; /* the stream is of TCP; the rest holds */
	bool alive;
	uint64_t died_at_ns; /* of the run, where it is not alive */
	char *reason;	     /* likewise: "Connection timed out"; or NULL */
	/* The longest time in which no message was echoed and one was owed. */
	uint64_t stall_ns;
	uint64_t retransmissions;     /* segments, by the station */
	uint64_t far_retransmissions; /* by the far end, as its echoes tell */
	uint64_t rto_max_ns;	      /* the longest retransmission timer seen */
};

/* What a roam did to one stream: from its start until the next step. */
struct gap {
	char *stream;
	uint64_t up_ns, down_ns;       /* longest silence in each direction that touches
					* the roam's window */
	uint64_t up_at_ns, down_at_ns; /* when each silence began */
	uint64_t lost_up, lost_down;   /* probes */
	/* Nobody tells of a loss's direction (ICMP): there is no up_ns, and what is lost
	 * is lost_unknown. */
	bool lacks_direction;
	uint64_t lost_unknown;
	struct connection_result connection; /* without reason */
	bool up_open, down_open;	     /* had not ended when the window closed */
	bool neighbour_evicted; /* the kernel forgot the next hop with the carrier */
	/* analysis/gap.h; the sum of each is that direction's silence. */
	struct gap_part *up_parts, *down_parts;
	size_t up_part_count, up_part_capacity, down_part_count, down_part_capacity;
};

/* What a roam did to the tunnel. */
enum tunnel_state {
	TUNNEL_CONTINUED,     /* it went on without a new handshake */
	TUNNEL_NEW_HANDSHAKE, /* it had to shake hands */
	TUNNEL_REKEYED, /* it shook hands, which was due (REKEY_AFTER_TIME, 120 s) */
	TUNNEL_DIED,	/* no data flowed again in time */
	TUNNEL_STATE_MAX
};
/* "continued", "new-handshake", "rekeyed", "died" */
const char *tunnel_state_name(enum tunnel_state state);

/* The last packet of the peer's that WireGuard has authenticated. */
struct last_authenticated {
	bool known;
	uint64_t at_ns;
	uint64_t within_ns; /* it came at most so long before at_ns */
	char *source;	    /* "probes", "WireGuard handshake", "WireGuard counters" */
};

struct roam_tunnel {
	enum tunnel_state state;
	char *endpoint; /* of the peer, "192.0.2.1:51820"; NULL: it has none */
	bool endpoint_changed;
	uint64_t received_bytes, sent_bytes; /* in this roam */
	unsigned unanswered; /* handshake initiations since the last packet */
	struct last_authenticated last;
};

/* What can be done about a cause: on which access point, and with what. */
struct remedy {
	char *access_point; /* its name; NULL: on none in particular, or on all */
	char *text;
	char *hostapd; /* as a line of hostapd.conf, or NULL */
	char *openwrt; /* as uci commands, or NULL */
};

/* Why a roam or an association went as it should not. */
struct diagnosis {
	bool present; /* there is something to explain; the rest holds */
	/* From everything that is at hand; CAUSE_MAX: it does not decide. */
	enum cause cause;
	/* From what the station alone sees, the likeliest first: the true one is among
	 * them. */
	enum cause *candidates;
	size_t candidate_count, candidate_capacity;
	/* Sentences with their times: what was seen, the decisive one first. */
	char **evidence;
	size_t evidence_count, evidence_capacity;
	/* Where the cause is not decided: the command on an access point that does. */
	char *decide;
	struct remedy remedy; /* text NULL: none */
};

/* Something that is configured wrong and did no harm in this run. */
struct warning {
	enum cause cause;
	char *evidence;
	struct remedy remedy;
};

struct roam {
	unsigned index;		   /* from 1 */
	size_t plan_step;	   /* index; known to the analysis only */
	unsigned line;		   /* in the scenario */
	unsigned iteration;	   /* of that line, from 1 */
	bool began_anew;	   /* the station had to be associated with from first */
	char *from, *to;	   /* names of access points */
	uint8_t bssid[MAC_LENGTH]; /* of to */
	enum via via;
	enum method used;
	char *exchange; /* used, a full one by its kind: "full-sae", "full-psk", … */
	bool used_unproven; /* what was seen proves neither FT nor its absence */
	char **proof;	    /* sentences: which frames and events prove used */
	size_t proof_count, proof_capacity;
	enum outcome result;
	bool has_status;
	unsigned status; /* IEEE 802.11 status or reason code */
	uint64_t start_ns,
		total_ns; /* command to CTRL-EVENT-CONNECTED, or to the failure */
	struct phase *phases;
	size_t phase_count, phase_capacity;
	struct aftermath *aftermath;
	size_t aftermath_count, aftermath_capacity;
	struct first_packet *first_packets;
	size_t first_packet_count, first_packet_capacity;
	struct negotiation negotiated;
	struct gap *gaps; /* one a stream, in the scenario's order */
	size_t gap_count, gap_capacity;
	bool has_tunnel;
	bool tunnel_survived;
	unsigned tunnel_handshakes; /* that this roam took */
	unsigned tunnel_rekeys;	    /* that were due anyway (REKEY_AFTER_TIME, 120 s) */
	struct roam_tunnel tunnel;
	struct diagnosis diagnosis;
	char *explanation; /* why FT was not used, or not as it should, or why the roam
			    * failed, in one sentence, as far as it was seen; NULL when
			    * all is well */
	bool passed; /* every expectation of this roam was met: the table's verdict */
	bool of_matrix;
	enum leg leg; /* of a matrix */
};

/* An "associate" step. */
struct association {
	unsigned index, line, iteration;
	size_t plan_step; /* as a roam's */
	char *to;
	uint8_t bssid[MAC_LENGTH];
	enum method used;
	char *exchange;
	bool used_unproven;
	enum outcome result;
	bool has_status;
	unsigned status;
	uint64_t start_ns, total_ns;
	struct phase *phases;
	size_t phase_count, phase_capacity;
	struct aftermath *aftermath;
	size_t aftermath_count, aftermath_capacity;
	struct negotiation negotiated;
	struct diagnosis diagnosis;
	char *explanation;
	bool passed;
	bool of_matrix; /* before the legs of a pair */
};

/* Of n samples; zero when n is 0. Percentiles are nearest-rank. */
struct distribution {
	uint64_t n, min_ns, p50_ns, p95_ns, p99_ns, max_ns;
};

/* One in which a packet that was due is missing: longer than two intervals, or a probe
 * was lost. */
struct stream_silence {
	bool up; /* to the far end; else from it */
	uint64_t at_ns, ns;
	unsigned roam; /* that it belongs to, its index; 0: none */
};

struct traffic {
	char *name;
	char *through; /* "wifi" or "tunnel" */
	bool ipv6;     /* else IPv4; of the probes, not of the tunnel's packets */
	enum probe_kind probe;
	uint64_t sent, received, lost_up, lost_down, duplicates, reordered;
	uint64_t lost_unknown; /* direction not known: no later answer told */
	struct distribution round_trip, timer_error;
	/* From the send call to the far end, and back: where both have one clock, as in a
	 * lab; else of no samples. send_delay: from the call until the kernel handed the
	 * probe to its interface. */
	struct distribution delay_up, delay_down, send_delay;
	uint64_t gap_up_ns, gap_up_at_ns, gap_down_ns,
		gap_down_at_ns;		      /* longest of the run */
	uint64_t first_sent_ns, last_sent_ns; /* zero where nothing was sent */
	bool has_silences; /* false: results of a version that did not tell of them */
	struct stream_silence *silences;
	size_t silence_count, silence_capacity;
	struct connection_result connection;
};

/* One value split in two ways. */
struct metric_split {
	char *key; /* "air" or "ds"; "hall->stairs" */
	struct distribution values;
};
struct metric_result {
	char *name; /* "roam-time", "gap.voice", "gap.voice.up", "phase.scan", … */
	struct distribution values;
	struct metric_split *by_via, *by_exchange, *by_pair;
	size_t by_via_count, by_via_capacity, by_pair_count, by_pair_capacity;
	size_t by_exchange_count, by_exchange_capacity;
};

/* The phases of all roams of one kind that arrived, in their order. */
struct phase_row {
	char *name;
	char *sources; /* of its end: "monitor capture", or several with ", " */
	uint64_t
		mean_ns; /* over all roams of the kind: the sum of these is the total's */
	struct distribution values; /* of the roams that had it */
};
struct phase_table {
	char *exchange; /* "ft-air", "full-sae", … */
	uint64_t mean_ns;
	struct distribution total;
	struct phase_row *rows;
	size_t row_count, row_capacity;
	/* What came after the total, counted from the roam's start: "carrier",
	 * "first-sent STREAM", "first-received STREAM". Their means are of those roams
	 * that had them. */
	struct phase_row *later;
	size_t later_count, later_capacity;
};

struct source_result {
	bool known; /* the recording says something of it */
	enum source_state state;
	char *reason;		 /* why it was not used, or was lost; or NULL */
	uint64_t clock_error_ns; /* of its stamps' conversion to the run's clock, at most
				  */
};

/* A setting of the station's machine that was another for the time of the run. */
struct fix_result {
	char *id, *setting, *before, *after; /* record/fix.h */
	bool restored;			     /* it is before again */
};

/* One leg of one pair of a matrix, in one way. */
struct matrix_cell {
	char *from, *to; /* the pair: the leg back goes the other way */
	enum via via;
	enum leg leg;
	bool first;    /* the pair's keys, by their key holder, were new (plan_cell) */
	unsigned roam; /* its index; 0: it was not run */
	bool skipped;  /* not run since what it was to begin from was not reached */
	bool worked;   /* run, and FT was used as asked; without FT: it arrived */
};

/* Which of a matrix's roams fail, where the others of that way work. */
enum pattern {
	PATTERN_ALL_PAIRS,     /* all do */
	PATTERN_ONE_WAY,       /* from the first access point named to the second */
	PATTERN_BETWEEN,       /* between the two, both ways */
	PATTERN_INTO,	       /* into those named */
	PATTERN_FROM,	       /* from them */
	PATTERN_WITH,	       /* into them and from them */
	PATTERN_SAME_DEVICE,   /* between access points of one device: those named */
	PATTERN_OTHER_DEVICES, /* between access points of different devices */
	PATTERN_GROUPS,	       /* from group to group; the smallest is named */
	PATTERN_OVER_AIR,      /* none over the DS does */
	PATTERN_OVER_DS,       /* none over the air does */
	PATTERN_FIRST,	       /* a pair's first one, whichever way it goes */
	PATTERN_BACK,	       /* the way back, where the way there works */
	PATTERN_WARM,	       /* the second time, where the first time works */
	PATTERN_NONE,	       /* some do, and none of the above is true */
	PATTERN_MAX
};
const char *pattern_name(enum pattern pattern); /* "all-pairs", … */

struct matrix_pattern {
	enum pattern pattern;
	bool vias[VIA_MAX]; /* of the ways in which this is so */
	char **access_points;
	size_t access_point_count, access_point_capacity;
	char *sentence; /* without a full stop */
};

/* A "matrix" step, once. */
struct matrix_result {
	unsigned line, iteration;
	char **access_points; /* in the order of the tries */
	size_t access_point_count, access_point_capacity;
	struct matrix_cell *cells; /* in the order of the tries */
	size_t cell_count, cell_capacity;
	struct matrix_pattern *patterns; /* none where all work, or it was not finished */
	size_t pattern_count, pattern_capacity;
};

enum verdict { VERDICT_PASS, VERDICT_FAIL, VERDICT_ERROR, VERDICT_SKIP, VERDICT_MAX };
const char *verdict_name(enum verdict verdict);

struct expectation_result {
	unsigned line;
	char *metric;	    /* "roam-time.p95", "gap.voice.max", "fast-transition", … */
	char *wanted, *got; /* for a person: "at most 50ms", "38.1ms" */
	char *detail;	    /* names the roams and access points that broke it, or NULL */
	/* Indices of those that broke it, ascending. */
	unsigned *roams, *associations;
	size_t roam_count, roam_capacity, association_count, association_capacity;
	enum verdict verdict;
};

struct results {
	/* Where the rows of steps and the silences are, and all that they point at; NULL:
	 * they are like all else. */
	struct spill *spill;
	char *version; /* of roamtest */
	char *scenario_file, *scenario_name;
	char scenario_sha256[65];
	char *started; /* RFC 3339 */
	uint64_t duration_ns;
	struct environment environment;
	struct source_result sources[SOURCE_MAX];
	struct fix_result *fixes; /* none as a rule */
	size_t fix_count, fix_capacity;
	struct association *associations;
	size_t association_count, association_capacity;
	struct roam *roams;
	size_t roam_count, roam_capacity;
	struct warning *warnings;
	size_t warning_count, warning_capacity;
	struct matrix_result *matrices;
	size_t matrix_count, matrix_capacity;
	struct traffic *traffic;
	size_t traffic_count, traffic_capacity;
	bool has_tunnel;
	unsigned tunnel_handshakes; /* of the whole run, the first one too */
	/* There was a session, from before the run too. For the verdict only. */
	bool tunnel_had_session;
	uint64_t tunnel_received_bytes, tunnel_sent_bytes; /* in this run */
	char *tunnel_endpoint;				   /* as last read, or NULL */
	unsigned tunnel_endpoint_changes;
	struct last_authenticated tunnel_last;
	struct metric_result *metrics;
	size_t metric_count, metric_capacity;
	struct phase_table *phase_tables; /* by exchange, in the order of their first */
	size_t phase_table_count, phase_table_capacity;
	struct expectation_result *expectations;
	size_t expectation_count, expectation_capacity;
	bool has_station_end; /* of a run on a real interface */
	enum station_end station_end;
	char *station_problem; /* what could not be put back, or NULL */
	bool interrupted;
	char *problem, *problem_remedy; /* why the run could not be finished, or NULL */
	enum verdict verdict;		/* error: could not measure */
};

/* The rows one after the other: what is in a spill does not all become resident. */
const struct roam *results_roam(const struct results *results, size_t index);
const struct association *results_association(const struct results *results,
					      size_t index);

struct results *results_free(struct results *results);
static inline void results_freep(struct results **results)
{
	results_free(*results);
}
void roam_clear(struct roam *roam);
void diagnosis_clear(struct diagnosis *diagnosis);
void warning_clear(struct warning *warning);
