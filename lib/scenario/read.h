/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostic.h"
#include "scenario/scenario.h"
#include "scenario/words.h"
#include "scenario/yaml.h"

/* Reading the typed model out of the tree. One mistake makes one diagnostic: what
 * could not be read is left out, and "known" flags keep later checks from
 * complaining about what follows from it. */

struct reader {
	struct diagnostics *diagnostics;
	struct scenario *scenario;
	bool security_known;	  /* every word of "security" was understood */
	bool access_points_known; /* the names of all access points are in the model */
	bool streams_known;	  /* likewise */
	bool dhcp_unknown; /* whether the station's address is fixed was not understood */
	bool steps_known;  /* all steps were read; plan checks make sense */
	bool faults_known; /* the name of every fault of the lab was understood */
	bool faults_named[FAULT_MAX]; /* the lab has one of them, right or not */
	bool fault_steps_unknown;     /* a step about a fault was not understood */
	/* NULL: files and the environment are looked at; else these are what they gave.
	 */
	const struct scenario_secrets *secrets;
	size_t roam_steps;     /* lines that roam, unrolled or not */
	size_t roams_unjudged; /* of these, those that expect nothing of their own */
};

/* Index of an access point that the file does not list. */
#define ACCESS_POINT_UNKNOWN SIZE_MAX

struct diagnostic *reader_error(struct reader *r, struct place place, const char *fmt,
				...) __attribute__((format(printf, 3, 4)));

/* The value of a key, or NULL where the key is not there. */
struct node *node_get(const struct node *mapping, const char *key);
/* The key itself, or NULL. */
struct node *node_get_key(const struct node *mapping, const char *key);

/* False, with a diagnostic, for anything that is not of the kind. what is the key
 * as the user wrote it, key_place where it stands: a value that is not there at
 * all has no place of its own. */
bool read_mapping(struct reader *r, const struct node *key, const struct node *node,
		  const char *example);
bool read_sequence(struct reader *r, const struct node *key, const struct node *node,
		   const char *example);

/* Complains about keys that are not among the known ones. where completes the
 * sentence "there is no key "x" …". */
void check_known_keys(struct reader *r, const struct node *mapping,
		      const struct words *known, const char *where);
/* True if one of the unknown keys is probably this one: then its absence is not a
 * second mistake. */
bool key_misspelt(const struct node *mapping, const struct words *known, const char *key);
/* The value of a key that must be there; NULL, with a diagnostic at place ("owner has
 * no "key""), where it is not. */
struct node *node_require(struct reader *r, struct place place, const char *owner,
			  const struct node *mapping, const struct words *known,
			  const char *key, const char *example);
/* Where a container begins: its first line's first character, for want of a key. */
struct place first_place(const struct node *node);

/* A scalar's text; not null. what names it in messages, and key is what a missing
 * value is shown at (NULL: the node itself). */
bool read_text(struct reader *r, const struct node *key, const struct node *node,
	       const char **ret);
bool read_duration(struct reader *r, const struct node *key, const struct node *node,
		   uint64_t min_ns, uint64_t max_ns, uint64_t *ret_ns);
bool read_integer(struct reader *r, const struct node *key, const struct node *node,
		  unsigned min, unsigned max, unsigned *ret);
bool read_boolean(struct reader *r, const struct node *key, const struct node *node,
		  bool *ret);
/* "1%", "0.25%": parts per million, at most 100 %. */
bool read_percentage(struct reader *r, const struct node *key, const struct node *node,
		     uint64_t *ret_ppm);
bool read_word(struct reader *r, const struct node *key, const struct node *node,
	       const struct words *words, unsigned *ret);
/* A single station's address: neither a group's nor zero. */
bool read_bssid(struct reader *r, const struct node *key, const struct node *node,
		uint8_t ret[static MAC_LENGTH]);
/* A name that becomes a file's name and a column's title: letters, digits, '.', '_'
 * and '-', at most SCENARIO_LABEL_MAX. */
bool check_label(struct reader *r, const struct node *node, const char *whose);
/* Control characters would break the line-based files that a value ends up in. */
bool has_control_character(const char *text);

/* Adds "did you mean …?" if one of the names is near. */
bool suggest_name(struct diagnostic *d, const char *word, const char *const *names,
		  size_t count);
/* Finds a listed access point; complains, with a suggestion, where there is none
 * (ACCESS_POINT_UNKNOWN). */
size_t read_access_point(struct reader *r, const struct node *key,
			 const struct node *node);

/* The sections of a scenario. Each takes the key and the value. */
void read_network(struct reader *r, const struct node *key, const struct node *node);
void read_station(struct reader *r, const struct node *key, const struct node *node);
void read_access_points(struct reader *r, const struct node *key,
			const struct node *node);
void read_lab(struct reader *r, const struct node *key, const struct node *node);
/* The keys of an access point in the lab that are about what lies behind it. */
void read_lab_wires(struct reader *r, const struct node *node, struct access_point *ap);
/* Those of the station that are about its address. */
void read_addressing(struct reader *r, const struct node *node,
		     const struct words *known);
/* lab: air: */
void read_air(struct reader *r, const struct node *key, const struct node *node);
/* lab: faults: */
void read_faults(struct reader *r, const struct node *key, const struct node *node);
/* After the tunnel and the steps: what of a fault needs what else. */
void check_faults(struct reader *r);
/* A step in which faults begin or end. */
void read_fault_step(struct reader *r, const struct node *key, const struct node *node,
		     struct step *step);
void read_tunnel(struct reader *r, const struct node *key, const struct node *node);
/* After lab and tunnel: whether the lab has what is to be watched. */
void check_tunnel(struct reader *r);
/* Takes a name such as the kernel does (net/core/dev.c dev_valid_name()); complains
 * otherwise. */
bool check_interface(struct reader *r, const struct node *node);
void read_traffic(struct reader *r, const struct node *key, const struct node *node);
/* Watches a tunnel that no stream uses, so that its survival can be told. */
void add_tunnel_probe(struct reader *r);
void read_steps(struct reader *r, const struct node *key, const struct node *node);
/* The cause that a step is to have, or "none"; and whether it can. */
void read_cause(struct reader *r, const struct node *key, const struct node *node,
		struct step_expectation *e);
void check_cause(struct reader *r, const struct step *step);
/* Of a step that is one; *ret_unrolled is how many steps it makes. */
void read_matrix(struct reader *r, const struct node *key, const struct node *node,
		 struct step *step, size_t *ret_unrolled);
/* Complains about the way over the DS where the network has no FT. */
bool check_via(struct reader *r, const struct node *node, enum via via);
/* node is NULL where nothing is expected in so many words. */
void read_expect(struct reader *r, const struct node *key, const struct node *node);

struct expectation *add_expectation(struct reader *r, enum metric metric,
				    struct place place);
/* The warnings that the run is to have. */
void read_warnings(struct reader *r, const struct node *key, const struct node *node);

/* The path of a file that the scenario names: relative to the scenario's folder; of a
 * scenario from standard input, to the current one. To be freed. */
char *scenario_path(const struct reader *r, const char *path);
/* The password of a network, from the one of three keys that gives it. */
void read_password(struct reader *r, const struct node *network_key,
		   const struct node *network);

/* After the tunnel: what of the lab needs what else. */
void check_lab(struct reader *r);

/* After the steps: who stands where. */
void check_route(struct reader *r);
