/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "base/time.h"
#include "net/reflector.h"
#include "net/udp.h"
#include "net/wireguard.h"
#include "run/run.h"
#include "run/sources.h"
#include "run/timeline.h"

/* What the engine's files share. engine.c is the floor: clock, recording, waiting. What
 * it records goes through timeline.c, which puts what several sources tell in order;
 * sources.c opens those, reads them, and says which are used. On these stand station.c
 * (what is known of the station), look.c (what it hears), frames.c (what was captured),
 * associate.c, roam.c and fault.c (a step each), rounds.c (how often they are repeated),
 * farewell.c (what an association may need before it), traffic.c (the streams),
 * far-end.c, next-hops.c (where they go first), tunnel.c with tunnel-lab.c for what a lab
 * adds to it, and fix.c (a setting for the run); run.c puts them together.
 *
 * Events are recorded when the loop has nothing more to do and is about to wait, all
 * that are pending at once: by then whatever happened before can be read, so that their
 * times put them in order. What is done upon an event is done when it is read. */

struct far_end;
struct farewells;
struct keys;
struct log_follower;
struct supplicant;
struct traffic_stream;

/* How the step under way goes, as its events tell. Reset by attempt_begin(). */
struct attempt {
	bool active;
	uint8_t target[MAC_LENGTH];
	bool on_air;	  /* the target was asked for over the air */
	bool associating; /* the supplicant has begun to (re)associate with the target */
	bool handshake;	  /* it has sent a frame of a 4-way handshake */
	bool decided;	  /* outcome holds */
	enum outcome outcome;
	bool has_status;
	unsigned status;
};

/* What was made for the tunnel. */
struct tunnel_made {
	bool near;			  /* the station's end */
	char *redirects;		  /* SYSCTL_SEND_REDIRECTS before, or NULL */
	bool far;			  /* the lab's server's */
	struct ip_network server_address; /* of its loopback; family 0: none */
};

/* Of the repeat under way at a depth. */
struct run_rounds {
	uint64_t began_ns; /* the repeat */
	uint64_t due_ns;   /* the round was to begin, where it had to wait for that */
	uint64_t round_ns; /* it did begin */
	bool arrived;	   /* the station did, somewhere, in the round */
};

struct run {
	sd_event *loop;
	struct plan *plan;
	const struct run_station *station;
	run_record_fn record;
	void *userdata;

	uint64_t zero_ns;	 /* CLOCK_MONOTONIC at the start */
	uint64_t last_record_ns; /* of any event, for EVENT_ALIVE */
	uint64_t known_ns;	 /* a reading of the clock: it is no earlier than that */
	uint64_t written_ns;	 /* all that happened up to then was read and recorded */
	struct timeline pending;
	struct text lines; /* of one turn, on their way out */
	int step;	   /* index of the step under way, -1 outside */
	int step_before;   /* the one before it */
	uint64_t step_began_ns;
	struct run_rounds rounds[SCENARIO_REPEAT_DEPTH_MAX]; /* rounds.c; by depth */
	sd_event_source *tick;
	bool begun; /* the station was told so */

	struct error problem; /* reason set: the run ends */
	int problem_code;     /* -EINTR: it was interrupted */

	/* far-end.c: of a real station, once they are asked for */
	union udp_address gateway, gateway_v6;

	/* station.c */
	struct sources sources; /* sources.c */
	struct supplicant *supplicant;
	bool associated;
	uint8_t bssid[MAC_LENGTH]; /* associated with, where associated */
	uint64_t associated_ns;	   /* when that came to be so */
	bool scanning;		   /* asked for by the run */
	bool scan_ended, scan_failed;
	bool awaited;		 /* an address */
	unsigned strange_scans;	 /* that the run did not ask for, while associated */
	bool left;		 /* told to stay off the air: nothing can flow */
	bool arrived;		 /* the last step that was to move it did */
	unsigned default_routes; /* of IPv4, which have come in the run */
	struct attempt attempt;

	struct farewells *farewells; /* farewell.h */

	/* frames.c */
	struct keys *keys;	       /* NULL: nothing to check */
	uint8_t sent_from[MAC_LENGTH]; /* by the station, last; zero: not yet */

	/* access-points.c */
	struct log_follower *logs; /* NULL: none is followed */

	/* traffic.c */
	struct traffic_stream
		*streams; /* one a stream of the scenario, NULL: not begun */
	size_t stream_count;
	struct far_end *far_ends; /* far-end.c */
	size_t far_end_count, far_end_capacity;

	/* next-hops.c */
	char *next_hops[SCENARIO_STREAM_MAX]; /* as recorded last, "": none; NULL: not
					       * yet */

	/* tunnel.c */
	struct wireguard_reader *tunnel;
	struct wireguard_reading tunnel_reading; /* as recorded last */
	struct tunnel_made tunnel_made;

	/* fix.c */
	char *fix_before; /* what is to be put back; NULL: nothing */
};

/* engine.c */

/* Time since the start of the run. */
uint64_t run_now(const struct run *run);
uint64_t run_since_start(const struct run *run, uint64_t monotonic_ns);
/* From now on this is the step under way. */
void run_begin_step(struct run *run, int step);
/* Records an event, at the end of the loop's turn; it is borrowed for the call. Its time
 * is set here unless it is set already, its step always. */
void run_record(struct run *run, struct event *event);
/* Reads every source and hands over, in order, what has happened up to now. */
void run_write(struct run *run);
/* Hands over what has been recorded, without a look at the sources. */
void run_write_rest(struct run *run);
/* Runs the loop until done(userdata) is true: 0; or until timeout_ns from now:
 * -ETIMEDOUT; or until the run has a problem: its code. */
int run_wait(struct run *run, bool (*done)(const struct run *run, void *userdata),
	     void *userdata, uint64_t timeout_ns);
/* Runs the loop for that long, or until the run has a problem: its code. */
int run_pause(struct run *run, uint64_t duration_ns);

/* Says that something is about to be changed, to whoever keeps an account of it.
 * Negative: it is not to be. */
int run_changing(struct run *run, enum run_change change, const char *name,
		 const char *before, struct error *error);

/* station.c */

int station_open(struct run *run, struct error *error);
void station_close(struct run *run);
/* Sends a command, records it and its reply, and waits for the reply. 0, also when
 * the reply is FAIL: reply (may be NULL) says so. */
int station_command(struct run *run, struct text *reply, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* From now on events decide how an attempt to reach ap goes. */
void attempt_begin(struct run *run, const struct access_point *ap);
/* Waits until the attempt is decided; past timeout_ns it is a timeout. */
int attempt_wait(struct run *run, uint64_t timeout_ns);
void attempt_decide(struct run *run, enum outcome outcome, bool has_status,
		    unsigned status);

/* What nl80211 tells: recorded, and what follows from it for the station. */
void station_kernel_event(void *userdata, uint64_t time_ns, const struct event *seen);

/* What rtnetlink tells: what follows from it for the station. */
void station_link_event(struct run *run, const struct event *seen);
/* Waits until the station has an address with all that belongs to it, where it has none
 * of its own: 0, or -ETIMEDOUT. Where rtnetlink is not to be had there is nothing to wait
 * for. */
int station_await_address(struct run *run);

/* look.c */

/* Sees to it that an access point is in the supplicant's BSS table, by scans of its
 * channel where it is not, and records what the table says of it; its elements for whom
 * they concern (may be NULL). -ENOENT: it is not on the air. */
int station_find(struct run *run, const struct access_point *ap,
		 struct bss_elements *ret_elements);
/* Looks for all access points of the scenario that are not in the table, in one scan,
 * in a lab until all are found: before there is traffic to disturb, and so that roams
 * need no scan of their own. */
int station_survey(struct run *run);
/* Looks for an access point that did not answer, on all channels, and records what comes
 * of it; nothing where it could not look. */
int station_look_for(struct run *run, const struct access_point *ap);
/* Whether an access point that is in the table is on the air now, too, by scans of its
 * channel if it was not heard just before: 0, also where nothing tells, or -ENOENT. */
int station_hears(struct run *run, const struct access_point *ap);
/* Of a real station that is on no network: breaks off the supplicant's scan of all
 * channels, and listens on those of the scenario. */
int station_listen(struct run *run);

/* frames.c */

/* A packet as captured, radiotap and all (struct capture_callbacks). */
void frames_captured(void *userdata, uint64_t time_ns, const uint8_t *octets,
		     size_t length);

/* What wpa_supplicant and the kernel tell: with bssid since time_ns, or NULL: with none.
 */
void station_is_on(struct run *run, uint64_t time_ns, const uint8_t *bssid);

/* real-station.c */

/* Learns where it is. */
int real_station_begin(struct run *run);
/* Looks at a message that is none of an association. */
void real_station_event(struct run *run, const char *text);
/* Waits, once in a run, until it has an address, and a gateway where streams need one:
 * 0, or -ETIMEDOUT. */
int real_station_await_address(struct run *run);
/* Says how often somebody else had the radio scan. */
void station_tell_scans(struct run *run);
/* The limit for one attempt. NetworkManager sets a connection up anew whose station is
 * off its network for 15 s (nm-device-wifi.c, link_timeout_cb()). */
uint64_t attempt_limit_ns(const struct run *run, uint64_t of_a_lab_ns);
/* Of a real station, once a step is over: holds it to the access point that it is on; if
 * it is on none, lets it go to any, and waits for that for a while. */
int station_hold(struct run *run);
/* associate.c, roam.c: leave the outcome in run->attempt. Negative: the run ends. */
int associate_step(struct run *run, const struct access_point *ap);
int roam_step(struct run *run, const struct plan_step *step);
/* Roams from where the station stands. */
int roam_to(struct run *run, const struct access_point *to, enum via via);
/* Pins the network to one BSSID, or (NULL) frees it again. Of all that can be set
 * on a network only this leaves an association alone: SET_NETWORK flushes the PMKSA
 * cache, and the station with it (wpa_supplicant/ctrl_iface.c). */
int station_pin(struct run *run, const uint8_t *bssid);

/* rounds.c */

/* A step of the plan is about to be taken, or skipped: rounds may begin with it. */
void rounds_step(struct run *run, const struct plan_step *step);
/* The station has arrived where a step was to take it. */
void rounds_arrived(struct run *run);
/* Carries out the wait between two rounds. */
int rounds_wait(struct run *run, const struct plan_step *step);
/* Decides whether the repeat that the plan has come to the end of has one more round, and
 * records that. */
int rounds_decide(struct run *run);

/* fault.c */

/* Has the site begin or end faults, and waits until that is done. */
int fault_step(struct run *run, const struct step *step, struct error *error);

/* traffic.c */

/* The port that stream number index sends from: those of a run lie in a row from one
 * that follows from the seed, since the kernel's choice would be another in every run. */
uint16_t traffic_port(uint32_t seed, size_t index);
/* The address of a stream's near end or far end. */
union udp_address traffic_address(const struct run *run, const struct stream *stream,
				  bool near, uint16_t port);
/* The only interface that a stream is to use, or NULL: a machine with a cable prefers
 * that. */
const char *traffic_interface(const struct run *run, const struct stream *stream);
/* Begins the streams that are not under way, once the station has an address; without one
 * there are none. */
int traffic_begin(struct run *run, struct error *error);
/* Waits until every stream has an answer to a probe that was sent after now, within
 * the scenario's recovery limit; *ret_recovered says whether. For a connection that has
 * died nobody waits. */
int traffic_settle(struct run *run, bool *ret_recovered);
/* Waits for a moment that the seed chooses, between two probes. A roam that began right
 * behind an answer, where the step before it has ended, would be over before the next
 * probe every time, and nobody would see what it does to traffic. */
int traffic_any_moment(struct run *run);
/* No more probes; waits for answers on their way. */
int traffic_end(struct run *run);
/* Records what was sent and received since the last time. */
void traffic_flush(struct run *run);
/* Reads what the kernel knows of each TCP stream's connection and records it;
 * only_changes: only where it has retransmitted or changed its state since the last
 * time. */
void traffic_record_connections(struct run *run, bool only_changes);
void traffic_close(struct run *run);

/* next-hops.c */

/* Records where the packets of the streams under way go first, of those for which that is
 * new. time_ns is that of what made it so, 0: now. */
void next_hops_record(struct run *run, uint64_t time_ns);
void next_hops_clear(struct run *run);

/* far-end.c */

/* From a real station streams that name no far end go to its default gateway, which this
 * learns. -ENETUNREACH: it has none so far. */
int far_end_find(struct run *run);
/* Gives the server the address that the stream goes to, and the station a route. */
int far_end_reach(struct run *run, const struct stream *stream, struct error *error);
/* Begins what answers there, unless it is under way; heard gets the run. */
int far_end_begin(struct run *run, enum probe_kind probe,
		  const union udp_address *address, reflector_heard_fn heard,
		  struct error *error);
/* Gives the server an address, and the station a way to it. On failure nothing is left of
 * it; far_end_forget() takes both back. */
int far_end_place(struct run *run, const struct ip_network *address, struct error *error);
void far_end_forget(struct run *run, const struct ip_network *address);
void far_ends_close(struct run *run);

/* tunnel.c */

/* Before the first step: makes what can be made by then, and sees whether the rest can
 * be. */
int tunnel_begin(struct run *run, struct error *error);
/* Once the station is on the air, and before the streams begin. */
int tunnel_bring_up(struct run *run, struct error *error);
/* Where the probes through it are sent from (near) or to; the port in host order. */
union udp_address tunnel_address(const struct run *run, bool ipv6, bool near,
				 uint16_t port);
/* Reads the counters and records them; only_changes: not if all is as it was. */
void tunnel_record(struct run *run, bool only_changes);
/* What was made for the run goes. */
void tunnel_close(struct run *run);

/* access-points.c */

/* Records what they are configured with. */
void access_points_record(struct run *run);
/* Records what their logs have come to say. */
void access_points_read(struct run *run);
/* From now on the files that the scenario names for their logs are followed, unless in a
 * lab. */
void access_points_follow(struct run *run);
/* Reads those files, of which nobody may have told that they have grown
 * (run/log-follower.h). */
void access_points_catch_up(struct run *run);
/* Warns of each to which nothing came. */
void access_points_tell_silent(struct run *run);
void access_points_close(struct run *run);

/* fix.c */

/* Makes the setting that the station is to have in this run, and records it. */
int fix_apply(struct run *run, struct error *error);
/* Puts back what was there, and records that. */
void fix_restore(struct run *run);
