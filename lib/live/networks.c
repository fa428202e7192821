/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/networks.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

void saved_networks_clear(struct saved_networks *networks)
{
	free(networks->items);
	*networks = (struct saved_networks){ 0 };
}

/* "0\tcorridor\tany\t[CURRENT]": id, SSID (in which a tab is "\\t"), BSSID, flags. */
static bool parse_line(const char *line, struct saved_network *ret)
{
	cleanup_free_ char *copy = memory_strndup(line, strcspn(line, "\n"));
	char *rest = copy, *id = strsep(&rest, "\t"), *end;
	const char *ssid = strsep(&rest, "\t"), *bssid = strsep(&rest, "\t");
	const char *flags = rest ? rest : "";
	struct saved_network network = { 0 };

	if (!ssid || !bssid)
		return false;
	network.id = (int)strtol(id, &end, 10);
	if (end == id || *end)
		return false; /* the heading */
	network.has_pin = mac_parse(bssid, network.pin) == 0;
	network.current = strstr(flags, "[CURRENT]");
	network.disabled = strstr(flags, "[DISABLED]");
	network.persistent = strstr(flags, "[P2P-PERSISTENT]");
	*ret = network;
	return true;
}

int saved_networks_parse(const char *reply, struct saved_networks *networks)
{
	int last = -1;

	while (*reply) {
		struct saved_network network;

		if (parse_line(reply, &network)) {
			*array_add(networks->items, networks->count, networks->capacity) =
				network;
			last = network.id;
		}
		reply += strcspn(reply, "\n");
		reply += *reply == '\n';
	}
	return last;
}

int saved_networks_list(struct supplicant_talk *talk, struct saved_networks *ret,
			struct error *error)
{
	cleanup_text_ struct text reply = { 0 };
	int last = -1, r;

	*ret = (struct saved_networks){ 0 };
	/* A reply has 4096 octets, and as many networks as fit. */
	do {
		r = supplicant_ask(talk, &reply, error, "LIST_NETWORKS LAST_ID=%d", last);
		if (r < 0) {
			saved_networks_clear(ret);
			return r;
		}
		last = saved_networks_parse(reply.data, ret);
	} while (last >= 0);
	return 0;
}

const struct saved_network *saved_networks_find(const struct saved_networks *networks,
						int id)
{
	for (size_t i = 0; i < networks->count; i++)
		if (networks->items[i].id == id)
			return &networks->items[i];
	return NULL;
}

int saved_network_get(struct supplicant_talk *talk, int id, const char *variable,
		      char **ret, struct error *error)
{
	cleanup_text_ struct text reply = { 0 };
	int r = supplicant_ask(talk, &reply, error, "GET_NETWORK %d %s", id, variable);

	*ret = NULL;
	/* FAIL is what it says of one that is not set. */
	if (r == -EREMOTEIO)
		error_clear(error);
	if (r == -EREMOTEIO)
		return 0;
	if (r < 0)
		return r;
	*ret = text_steal(&reply);
	return 0;
}

int supplicant_state_read(struct supplicant_talk *talk, struct supplicant_state *ret,
			  struct error *error)
{
	cleanup_free_ char *id = NULL, *bssid = NULL;
	cleanup_text_ struct text reply = { 0 };
	int r = supplicant_ask(talk, &reply, error, "STATUS");

	if (r < 0)
		return r;
	*ret = (struct supplicant_state){ .id = -1 };
	id = supplicant_value(reply.data, "id");
	bssid = supplicant_value(reply.data, "bssid");
	ret->name = supplicant_value(reply.data, "wpa_state");
	if (id)
		ret->id = atoi(id);
	ret->completed = ret->name && strcmp(ret->name, "COMPLETED") == 0 && bssid &&
			 mac_parse(bssid, ret->bssid) == 0;
	return 0;
}

void supplicant_state_clear(struct supplicant_state *state)
{
	free(state->name);
	*state = (struct supplicant_state){ .id = -1 };
}

int supplicant_await(struct supplicant_talk *talk, int id, uint64_t deadline_ns,
		     struct error *error)
{
	for (;;) {
		cleanup_supplicant_state_ struct supplicant_state state = { 0 };
		int r = supplicant_state_read(talk, &state, error);

		if (r < 0 || (state.completed && state.id == id))
			return r;
		r = supplicant_talk_wait(talk, deadline_ns);
		if (r < 0)
			return error_errno(error, r, "cannot listen to wpa_supplicant");
		if (r == 0)
			return error_set(error, -ETIMEDOUT,
					 "wpa_supplicant has not got back onto the "
					 "network (%s)",
					 state.name ? state.name : "unknown");
	}
}
