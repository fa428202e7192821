/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/radio.h"

#include <dirent.h>
#include <errno.h>
#include <linux/nl80211.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "netlink/netlink.h"
#include "site/hwsim.h"

static struct nl_msg *message(int family, int command, int version, struct error *error)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, 0,
				 (uint8_t)command, (uint8_t)version)) {
		nlmsg_free(msg);
		error_errno(error, -ENOMEM, "cannot make a netlink message");
		return NULL;
	}
	return msg;
}

static int new_radio(struct nl_sock *sock, const char *name,
		     const uint8_t mac[static MAC_LENGTH], struct error *error)
{
	cleanup_error_ struct error mistake = { 0 };
	struct nl_msg *msg;
	char what[64];
	int r;

	r = genetlink_family(sock, HWSIM_FAMILY, error);
	if (r < 0)
		return r;
	msg = message(r, HWSIM_CMD_NEW_RADIO, HWSIM_VERSION, error);
	if (!msg)
		return -ENOMEM;
	if (nla_put_string(msg, HWSIM_ATTR_RADIO_NAME, name) < 0 ||
	    nla_put(msg, HWSIM_ATTR_PERM_ADDR, MAC_LENGTH, mac) < 0) {
		nlmsg_free(msg);
		return error_errno(error, -ENOMEM, "cannot make a netlink message");
	}
	snprintf(what, sizeof(what), "make the radio %s", name);
	/* The acknowledgement carries the new radio's number, positive, where an error
	 * would be (hwsim_new_radio_nl()). */
	r = netlink_request(sock, msg, NULL, NULL, what, &mistake);
	if (r < 0)
		return error_set(error, r, "%s", mistake.reason);
	return 0;
}

/* The name that the kernel gave to the radio's interface. */
static int find_interface(const char *radio, char ret[static IF_NAMESIZE],
			  struct error *error)
{
	char path[128];
	struct dirent *entry;
	int r = -ENODEV;
	DIR *folder;

	snprintf(path, sizeof(path), "/sys/class/ieee80211/%s/device/net", radio);
	folder = opendir(path);
	if (!folder)
		return error_errno(error, -errno, "cannot read %s", path);
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] == '.' || strlen(entry->d_name) >= IF_NAMESIZE)
			continue;
		memcpy(ret, entry->d_name, strlen(entry->d_name) + 1);
		r = 0;
		break;
	}
	closedir(folder);
	if (r < 0)
		error_set(error, r, "the radio %s has no interface", radio);
	return r;
}

static int move_radio(struct nl_sock *sock, const char *interface, int netns,
		      struct error *error)
{
	struct nl_msg *msg;
	int r = genetlink_family(sock, NL80211_GENL_NAME, error);

	if (r < 0)
		return r;
	msg = message(r, NL80211_CMD_SET_WIPHY_NETNS, 0, error);
	if (!msg)
		return -ENOMEM;
	if (nla_put_u32(msg, NL80211_ATTR_IFINDEX, if_nametoindex(interface)) < 0 ||
	    nla_put_u32(msg, NL80211_ATTR_NETNS_FD, (uint32_t)netns) < 0) {
		nlmsg_free(msg);
		return error_errno(error, -ENOMEM, "cannot make a netlink message");
	}
	return netlink_request(sock, msg, NULL, NULL, "move a radio to its namespace",
			       error);
}

struct renaming {
	const char *name, *new_name;
};

/* In the interface's namespace. */
static int rename_interface(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct renaming *renaming = what;

	return link_set_name(rt, renaming->name, renaming->new_name, error);
}

int radio_make(const char *name, const uint8_t mac[static MAC_LENGTH], int netns,
	       const char *interface, struct error *error)
{
	cleanup_(netlink_closep) struct nl_sock *sock = NULL;
	char given[IF_NAMESIZE];
	int r;

	r = genetlink_open(&sock, error);
	if (r < 0)
		return r;
	r = new_radio(sock, name, mac, error);
	if (r < 0)
		return r;
	r = find_interface(name, given, error);
	if (r < 0)
		return r;
	r = move_radio(sock, given, netns, error);
	if (r < 0)
		return r;
	if (strcmp(given, interface) == 0)
		return 0;
	return rtnetlink_run(netns, rename_interface,
			     &(struct renaming){ given, interface }, error);
}
