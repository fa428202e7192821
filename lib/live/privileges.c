/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/privileges.h"

#include <cap-ng.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"

static bool may_ping(void)
{
	cleanup_close_ int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_ICMP);

	return fd >= 0;
}

void privileges_read(struct privileges *ret)
{
	capng_get_caps_process();
	*ret = (struct privileges){
		.root = geteuid() == 0,
		.net_admin = capng_have_capability(CAPNG_EFFECTIVE, CAP_NET_ADMIN),
		.net_raw = capng_have_capability(CAPNG_EFFECTIVE, CAP_NET_RAW),
		.ping = may_ping(),
	};
}

static bool has_icmp(const struct scenario *scenario)
{
	for (size_t i = 0; i < scenario->stream_count; i++)
		if (scenario->streams[i].probe == PROBE_ICMP)
			return true;
	return false;
}

bool privileges_lack(const struct privileges *privileges, const struct scenario *scenario,
		     bool fix, const bool without[SOURCE_MAX], struct lack *ret)
{
	static const enum source of_both[] = { SOURCE_CAPTURE, SOURCE_NLMON };
	bool both = privileges->net_admin && privileges->net_raw, lacking = false;

	*ret = (struct lack){ 0 };
	for (size_t i = 0; i < ARRAY_SIZE(of_both); i++) {
		ret->sources[of_both[i]] = !both && !without[of_both[i]];
		lacking |= ret->sources[of_both[i]];
	}
	/* Its readings, too: include/uapi/linux/wireguard.h. */
	if (scenario->has_tunnel && !privileges->net_admin)
		ret->needed = "the tunnel needs CAP_NET_ADMIN";
	else if (fix && !privileges->net_admin)
		ret->needed = "--try-fix needs CAP_NET_ADMIN";
	else if (has_icmp(scenario) && !privileges->net_raw && !privileges->ping)
		ret->needed = "ICMP echo needs CAP_NET_RAW here "
			      "(net.ipv4.ping_group_range)";
	return lacking || ret->needed;
}

/* Effective, of what is permitted. */
static void add(unsigned capability, capng_type_t types, bool condition)
{
	if (condition && capng_have_capability(CAPNG_PERMITTED, capability))
		capng_update(CAPNG_ADD, types, capability);
}

int privileges_drop(struct error *error)
{
	bool root = geteuid() == 0, admin, raw, read;

	capng_get_caps_process();
	admin = capng_have_capability(CAPNG_PERMITTED, CAP_NET_ADMIN);
	raw = capng_have_capability(CAPNG_PERMITTED, CAP_NET_RAW);
	read = root && capng_have_capability(CAPNG_PERMITTED, CAP_DAC_READ_SEARCH);
	capng_clear(CAPNG_SELECT_CAPS);
	if (admin)
		capng_update(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED, CAP_NET_ADMIN);
	if (raw)
		capng_update(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED, CAP_NET_RAW);
	/* The logs of access points (access-points: NAME: log:). */
	if (read)
		capng_update(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED,
			     CAP_DAC_READ_SEARCH);
	if (capng_apply(CAPNG_SELECT_CAPS) < 0)
		return error_set(error, -EPERM, "cannot drop capabilities");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return error_errno(error, -errno, "cannot rule out new privileges");
	return 0;
}

int privileges_lower(struct error *error)
{
	bool root = geteuid() == 0;

	capng_get_caps_process();
	for (unsigned capability = 0; capability <= CAP_LAST_CAP; capability++)
		capng_update(CAPNG_DROP, CAPNG_EFFECTIVE, capability);
	add(CAP_NET_ADMIN, CAPNG_EFFECTIVE, true);
	add(CAP_DAC_OVERRIDE, CAPNG_EFFECTIVE, root);
	add(CAP_FOWNER, CAPNG_EFFECTIVE, root);
	if (capng_apply(CAPNG_SELECT_CAPS) < 0)
		return error_set(error, -EPERM, "cannot lower capabilities");
	return 0;
}
