/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <systemd/sd-event.h>

#include "base/error.h"
#include "record/event.h"
#include "record/fix.h"
#include "scenario/plan.h"

/* The engine: carries out a plan on a station and records what happens. Single
 * thread, one loop; a step waits by running the loop until what it waits for has
 * happened or its deadline has passed, so probes go on being sent meanwhile. */
struct run;

/* What a run changes of a machine that stays when its process is killed. */
enum run_change {
	RUN_MAKES_INTERFACE, /* name */
	RUN_SETS,	     /* a fix (its id), or RUN_REDIRECTS, that has a value before
			      */
	RUN_CHANGE_MAX
};

/* SYSCTL_SEND_REDIRECTS, of which the kernel changes the value. */
#define RUN_REDIRECTS "send-redirects"

struct run_station {
	int netns; /* of the station's interface; -1: the calling thread's own */
	/* A real interface: what lies beyond it is not roamtest's, the network is one
	 * that its wpa_supplicant has saved, and its user is to be off it for as short as
	 * can be. */
	bool live;
	const char *interface;
	const char *control_path; /* wpa_supplicant's control socket */
	int network_id;
	/* Of the station on the plain network; 0.0.0.0: what it is given, from time to
	 * time another one. */
	struct in_addr address;
	/* Of the far end on the plain network; of a real station it is the default
	 * gateway, which is found. */
	struct in_addr server;
	/* Likewise, for streams of IPv6. */
	struct in6_addr address_v6, server_v6;
	int server_netns;    /* where roamtest runs the far end itself; -1: nowhere */
	const char *started; /* RFC 3339; NULL: now */
	/* The station is on the air and its streams have begun, if it has any; or NULL.
	 * Called once, with the run's userdata. */
	void (*begun)(void *userdata);
	/* Has what the access points' logs say now handed to run_access_point_log(); or
	 * NULL. Called with the run's userdata, at least once a second. */
	void (*read_logs)(void *userdata);
	/* Something is about to be changed: for whoever keeps an account; or NULL. Called
	 * with the run's userdata. Negative, with the reason: it is not to be. */
	int (*changing)(void *userdata, enum run_change change, const char *name,
			const char *before, struct error *error);
	/* The hostapd.conf of each access point of the plan, without secrets
	 * (EVENT_AP_CONF), as far as it is at hand; or NULL. */
	char *const *access_point_confs;
	/* Begins the faults of a kind that the site has, or ends them; gets the run's
	 * userdata. NULL: nobody is there to do so. */
	int (*change_faults)(void *userdata, enum fault_kind kind, bool begin,
			     struct error *error);
	/* Whether that is done: 1, or 0: not yet, it goes on in the loop; or negative,
	 * with the reason. */
	int (*faults_changed)(void *userdata, struct error *error);
	enum fix fix;		  /* a setting for the time of the run; or FIX_NONE */
	bool without[SOURCE_MAX]; /* sources that the run is to do without */
	/* What a run makes up (keys, ports, moments) follows from its seed. */
	struct environment environment;
};

/* A WireGuard interface as a VPN's service would have made it, for a station of a lab
 * that is to have one before the run. */
struct run_service {
	int netns, server_netns;
	struct in_addr server; /* on the plain network */
	const char *interface;
	struct ip_address far_end; /* inside the tunnel; the station has one next to it */
	uint32_t seed;		   /* of the keys */
};

/* Makes both its ends. Neither is a run's to take down. */
int run_lab_service(const struct run_service *service, struct error *error);

/* Silence after which EVENT_ALIVE tells that things go on; who prepares a run keeps to it
 * as well. */
#define RUN_ALIVE_NS (UINT64_C(5) * 1000000000)

/* The sources that a run can do without are the first ones. */
#define RUN_OPTIONAL_SOURCES SOURCE_CONTROL
/* Adds the sources in a list such as "capture,nlmon". -EINVAL: one of them is none that
 * a run can do without. */
int run_without(const char *list, bool without[SOURCE_MAX]);

/* The events of a turn of the loop, each a line (event_format()), in the order in which
 * they happened; borrowed for the call. Only what the kernel was late to hand
 * over, from another processor or as a packet that had to wait for ksoftirqd, comes
 * after what happened later. */
typedef void (*run_record_fn)(void *userdata, const char *lines, size_t length);

/* The run's clock starts here. plan and station are borrowed and outlive the run, which
 * decides the plan as it goes (plan_decide()). */
struct run *run_new(sd_event *loop, struct plan *plan, const struct run_station *station,
		    run_record_fn record, void *userdata);
struct run *run_free(struct run *run);
/* That start: the zero of its events' times, in CLOCK_MONOTONIC. */
uint64_t run_zero_ns(const struct run *run);

/* Carries the plan out. 0 when it came to its end (whatever its steps' outcomes);
 * negative when it could not go on: error says why, and an EVENT_PROBLEM was
 * recorded. */
int run_execute(struct run *run, struct error *error);

/* Records what happened beside the run, for a person. */
void run_note(struct run *run, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* A note that a person is to see in any case. */
void run_warn(struct run *run, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Records a line of an access point's log, if it concerns roams; stamp_ns is when it was
 * written, since the epoch, or 0: now. */
void run_access_point_log(struct run *run, size_t access_point, uint64_t stamp_ns,
			  const char *line);

/* Ends run_execute() soon, as interrupted: -EINTR, and an EVENT_INTERRUPTED. */
void run_interrupt(struct run *run);

/* Ends run_execute() soon, as failed for this reason: for whoever keeps the site
 * and sees a part of it die. The first reason stays. */
void run_abort(struct run *run, const struct error *why);
