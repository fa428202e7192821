/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/ip.h"
#include "base/mac.h"

struct nl_sock;
struct nl_msg;

/* The one place that translates libnl's conventions: its -NLE_* become negative
 * errnos, and extended acknowledgements (NETLINK_EXT_ACK) become the reason of the
 * error. All sockets are opened in the calling thread's network namespace. */

/* -NLE_x to -errno. */
int netlink_errno(int nle);

/* A connected generic netlink socket with extended acknowledgements on. */
int genetlink_open(struct nl_sock **ret, struct error *error);
/* A connected rtnetlink socket, likewise. */
int rtnetlink_open(struct nl_sock **ret, struct error *error);
void netlink_close(struct nl_sock *sock);
static inline void netlink_closep(struct nl_sock **sock)
{
	if (*sock)
		netlink_close(*sock);
}

/* The number of a generic netlink family ("nl80211"), or -errno (-ENOENT: the
 * kernel lacks it). */
int genetlink_family(struct nl_sock *sock, const char *name, struct error *error);
/* The number of one of its multicast groups. */
int genetlink_group(struct nl_sock *sock, const char *family, const char *group,
		    struct error *error);

/* Sends msg (consumed in every case), waits for its acknowledgement, and hands
 * each answer before it to each (may be NULL), whose negative return stops.
 * what names the request for the error ("make radio hall"). A positive number is what
 * some kernels' acknowledgements carry where an error would stand (mac80211_hwsim: the
 * number of the new radio). */
int netlink_request(struct nl_sock *sock, struct nl_msg *msg,
		    int (*each)(struct nl_msg *msg, void *userdata), void *userdata,
		    const char *what, struct error *error);

/* rtnetlink, by interface name, in the socket's namespace. */
/* An interface's index, or -errno. */
int link_index(struct nl_sock *rt, const char *name, struct error *error);
int link_make_bridge(struct nl_sock *rt, const char *name, struct error *error);
/* A veth pair: name here, peer_name in the namespace behind peer_netns (-1: here). */
int link_make_veth(struct nl_sock *rt, const char *name, const char *peer_name,
		   int peer_netns, struct error *error);
/* A link that needs only its kind: "wireguard", "nlmon", "dummy". */
int link_make(struct nl_sock *rt, const char *name, const char *kind,
	      struct error *error);
int link_delete(struct nl_sock *rt, const char *name, struct error *error);
int link_set_up(struct nl_sock *rt, const char *name, bool up, struct error *error);
int link_set_master(struct nl_sock *rt, const char *name, const char *bridge,
		    struct error *error);
int link_set_name(struct nl_sock *rt, const char *name, const char *new_name,
		  struct error *error);
/* mode: whether it is up with its carrier (IF_LINK_MODE_DEFAULT), or only when a user
 * says so, too (IF_LINK_MODE_DORMANT): RFC 2863, include/uapi/linux/if.h. */
int link_set_mode(struct nl_sock *rt, const char *name, uint8_t mode,
		  struct error *error);
int link_set_mtu(struct nl_sock *rt, const char *name, unsigned mtu, struct error *error);
/* Adds address/prefix (IPv4, network order). */
int address_add(struct nl_sock *rt, const char *name, struct in_addr address,
		unsigned prefix, struct error *error);
/* Likewise for IPv6. It can be used at once: nobody is asked whether he has it, too
 * (IFA_F_NODAD, RFC 4862 5.4). -EACCES: IPv6 is switched off there. */
int address_add_v6(struct nl_sock *rt, const char *name, const struct in6_addr *address,
		   unsigned prefix, struct error *error);

/* Of either family: gives the interface an address, which can be used at once. */
int network_add(struct nl_sock *rt, const char *name, const struct ip_network *address,
		struct error *error);
int network_remove(struct nl_sock *rt, const char *name, const struct ip_network *address,
		   struct error *error);
/* A route in the main table, through that interface; via NULL: what it leads to is on the
 * link. -EEXIST: there is one already. */
int network_route_add(struct nl_sock *rt, const struct ip_network *to, const char *name,
		      const struct ip_address *via, struct error *error);
int network_route_remove(struct nl_sock *rt, const struct ip_network *to,
			 const char *name, const struct ip_address *via,
			 struct error *error);

/* A port of a bridge. */
/* Whether the bridge learns from frames that come in there who is behind it. */
int bridge_port_set_learning(struct nl_sock *rt, const char *port, bool learning,
			     struct error *error);
/* From now on the bridge passes nothing between it and other isolated ports. */
int bridge_port_isolate(struct nl_sock *rt, const char *port, struct error *error);
/* An entry in the port's bridge that neither ages nor follows the station when its
 * frames come in elsewhere (NTF_STICKY). */
int bridge_port_pin(struct nl_sock *rt, const char *port,
		    const uint8_t mac[static MAC_LENGTH], struct error *error);
/* Takes that entry away; the bridge learns anew. */
int bridge_port_unpin(struct nl_sock *rt, const char *port,
		      const uint8_t mac[static MAC_LENGTH], struct error *error);

/* VLANs of IEEE 802.1Q, numbered from 1 to VLAN_MAX. */
#define VLAN_MAX 4094
/* What comes in over parent with that tag comes in here without it. */
int link_make_vlan(struct nl_sock *rt, const char *name, const char *parent,
		   unsigned vlan, struct error *error);
/* From now on the bridge keeps VLANs apart. Its ports are in VLAN 1, untagged. */
int bridge_set_vlan_filtering(struct nl_sock *rt, const char *bridge,
			      struct error *error);
/* A port is in that VLAN too, tagged. */
int bridge_port_add_vlan(struct nl_sock *rt, const char *port, unsigned vlan,
			 struct error *error);

/* What netem does to the frames that leave through an interface. */
struct netem {
	uint64_t delay_ns, jitter_ns; /* drawn evenly from delay - jitter to delay +
				       * jitter, which is up to 2 s */
	uint64_t loss_ppm;	      /* parts per million, at most 1000000 */
};

/* Makes it the interface's root queueing discipline, without a limit of its own on the
 * number of frames that wait. -ENOENT: the kernel lacks it. */
int netem_add(struct nl_sock *rt, const char *name, const struct netem *netem,
	      struct error *error);

/* Network namespaces. */
/* A new one, as a file descriptor; the caller's own does not change. */
int netns_new(struct error *error);
/* A descriptor of the caller's own. */
int netns_current(struct error *error);
/* Moves the calling thread into it. */
int netns_enter(int netns, struct error *error);
/* Calls function in the namespace behind netns (-1: the calling thread's own), comes
 * back, and returns what it returned. */
int netns_run(int netns, int (*function)(void *userdata, struct error *error),
	      void *userdata, struct error *error);
/* Likewise, with an rtnetlink socket of that namespace. */
int rtnetlink_run(int netns,
		  int (*function)(struct nl_sock *rt, const void *what,
				  struct error *error),
		  const void *what, struct error *error);
