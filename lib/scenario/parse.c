/* SPDX-License-Identifier: BSD-3-Clause */
#include "scenario/scenario.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/hex.h"
#include "base/memory.h"
#include "base/time.h"
#include "scenario/read.h"

static void digest(const char *text, size_t length, char ret[static 65])
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	/* Fails only without memory, or without SHA-256. */
	if (!EVP_Digest(text, length, hash, &size, EVP_sha256(), NULL) || size != 32)
		abort();
	hex_format(ret, hash, size);
}

/* "scenarios/quickstart.yaml" is "quickstart". */
static char *name_of_file(const char *file)
{
	const char *slash = strrchr(file, '/');
	const char *base = slash ? slash + 1 : file;
	const char *end = strrchr(base, '.');
	char *name;

	if (strcmp(base, "-") == 0 || *base == '\0')
		return memory_strdup("scenario");
	if (!end || end == base)
		end = base + strlen(base);
	name = memory_strndup(base, (size_t)(end - base));
	for (char *c = name; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = '?';
	return name;
}

static void read_name(struct reader *r, const struct node *key, const struct node *node)
{
	struct scenario *s = r->scenario;
	const char *text;

	if (!node) {
		s->name = name_of_file(s->file);
		return;
	}
	s->name_place = node->place;
	if (!read_text(r, key, node, &text))
		return;
	if (*text == '\0' || strlen(text) > SCENARIO_NAME_MAX ||
	    has_control_character(text))
		reader_error(
			r, node->place,
			"a scenario's name has 1 to %d octets, none of them a control "
			"character",
			SCENARIO_NAME_MAX);
	else
		s->name = memory_strdup(text);
}

/* After a roam data has to flow again within a limit: a stream that has nothing to send
 * in that time cannot show it. */
static void check_pace(struct reader *r)
{
	uint64_t limit_ns = r->scenario->recovery_limit_ns;
	char every[DURATION_FORMAT_MAX], limit[DURATION_FORMAT_MAX];

	for (size_t i = 0; i < r->scenario->stream_count; i++) {
		const struct stream *stream = &r->scenario->streams[i];
		struct diagnostic *d;

		if (stream->every_ns < limit_ns)
			continue;
		d = reader_error(r, stream->place,
				 "\"%s\" sends every %s, and data has to flow again "
				 "within %s of a roam",
				 stream->name, duration_format(every, stream->every_ns),
				 duration_format(limit, limit_ns));
		diagnostic_suggest(d, "send more often, or allow more time with expect: "
				      "{ tunnel: { within: ... } }");
	}
}

/* lab: { by-default: false } */
static bool is_on_demand(const struct node *lab)
{
	const struct node *value =
		lab && lab->kind == NODE_MAPPING ? node_get(lab, "by-default") : NULL;

	return value && value->kind == NODE_SCALAR && value->plain &&
	       strcmp(value->text, "false") == 0;
}

static void read_scenario(struct reader *r, const struct node *root)
{
	static const char *const names[] = { "name",	      "network", "station",
					     "access-points", "lab",	 "tunnel",
					     "traffic",	      "steps",	 "expect" };
	static const struct words known = { names, ARRAY_SIZE(names) };
	static const char owner[] = "the scenario";
	struct place top = first_place(root);
	const struct node *value;

	check_known_keys(r, root, &known, "in a scenario");
	read_name(r, node_get_key(root, "name"), node_get(root, "name"));
	/* What the network has to have, and what the channels of the access points may
	 * be, depends on it. */
	value = node_get(root, "lab");
	r->scenario->has_lab =
		(value && !is_on_demand(value)) || key_misspelt(root, &known, "lab");
	value = node_require(r, top, owner, root, &known, "network",
			     "add network: with ssid, security and password under it");
	if (value)
		read_network(r, node_get_key(root, "network"), value);
	value = node_get(root, "station");
	if (value)
		read_station(r, node_get_key(root, "station"), value);
	value = node_require(r, top, owner, root, &known, "access-points",
			     "add access-points: with NAME: { bssid: ..., channel: ... } "
			     "under it");
	if (value)
		read_access_points(r, node_get_key(root, "access-points"), value);
	r->faults_known = !key_misspelt(root, &known, "lab");
	value = node_get(root, "lab");
	if (value)
		read_lab(r, node_get_key(root, "lab"), value);
	value = node_get(root, "tunnel");
	if (value)
		read_tunnel(r, node_get_key(root, "tunnel"), value);
	else
		r->scenario->has_tunnel = key_misspelt(root, &known, "tunnel");
	check_lab(r);
	r->streams_known = !key_misspelt(root, &known, "traffic");
	value = node_get(root, "traffic");
	if (value)
		read_traffic(r, node_get_key(root, "traffic"), value);
	add_tunnel_probe(r);
	check_tunnel(r);
	value = node_require(r, top, owner, root, &known, "steps",
			     "add steps: with - associate: NAME under it");
	if (value)
		read_steps(r, node_get_key(root, "steps"), value);
	check_faults(r);
	check_route(r);
	read_expect(r, node_get_key(root, "expect"), node_get(root, "expect"));
	check_pace(r);
}

/* secrets NULL: they are looked for here. */
static int parse(const char *file, const char *text, size_t length,
		 const struct scenario_secrets *secrets, struct diagnostics *diagnostics,
		 struct scenario **ret)
{
	size_t before = diagnostics->count;
	cleanup_(scenario_freep) struct scenario *scenario = NULL;
	cleanup_document_ struct document *document = NULL;
	struct reader reader = {
		.diagnostics = diagnostics,
		.secrets = secrets,
	};

	*ret = NULL;
	if (length > SCENARIO_SIZE_MAX) {
		diagnostics_add(diagnostics, (struct place){ 0 },
				"a scenario has at most %u octets", SCENARIO_SIZE_MAX);
		return -EINVAL;
	}
	document = document_read(text, length, diagnostics);
	if (document->root) {
		reader.scenario = scenario = memory_zero(1, sizeof(*scenario));
		scenario->file = memory_strdup(file);
		scenario->source = memory_strndup(text, length);
		scenario->source_length = length;
		scenario->recovery_limit_ns = SCENARIO_RECOVERY_NS;
		digest(text, length, scenario->sha256);
		if (document->root->kind == NODE_MAPPING)
			read_scenario(&reader, document->root);
		else if (document->root->kind != NODE_BROKEN)
			reader_error(&reader, document->root->place,
				     "a scenario is a mapping: network:, access-points:, "
				     "steps: and so on");
	}
	diagnostics_sort(diagnostics);
	if (diagnostics->count != before)
		return -EINVAL;
	*ret = TAKE_PTR(scenario);
	return 0;
}

int scenario_parse(const char *file, const char *text, size_t length,
		   struct diagnostics *diagnostics, struct scenario **ret)
{
	return parse(file, text, length, NULL, diagnostics, ret);
}

int scenario_parse_with_secrets(const char *file, const char *text, size_t length,
				const struct scenario_secrets *secrets,
				struct diagnostics *diagnostics, struct scenario **ret)
{
	return parse(file, text, length, secrets, diagnostics, ret);
}

int scenario_load(const char *path, struct diagnostics *diagnostics,
		  struct scenario **ret, char **ret_source, size_t *ret_length,
		  struct error *error)
{
	cleanup_free_ char *text = NULL;
	size_t length = 0;
	int status;

	*ret = NULL;
	*ret_source = NULL;
	*ret_length = 0;
	status = file_read(path, SCENARIO_SIZE_MAX, &text, &length, error);
	if (status < 0)
		return status;
	status = scenario_parse(path, text, length, diagnostics, ret);
	*ret_source = scenario_redact(text, length, ret_length);
	explicit_bzero(text, length);
	return status;
}
