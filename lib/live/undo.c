/* SPDX-License-Identifier: BSD-3-Clause */
#include "live/undo.h"

#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/sysctl.h"
#include "netlink/netlink.h"
#include "record/fix.h"

#define SMALL_FILE_MAX 4096

static void say(const struct undo_listener *listener, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static void say(const struct undo_listener *listener, const char *fmt, ...)
{
	cleanup_free_ char *sentence = NULL;
	va_list ap;

	if (!listener->change)
		return;
	va_start(ap, fmt);
	sentence = memory_vprintf(fmt, ap);
	va_end(ap);
	listener->change(listener->userdata, sentence);
}

static int undo_setting(const char *interface, const struct journal_setting *setting,
			const struct undo_listener *listener, struct error *error)
{
	enum fix fix = fix_find(setting->name);
	cleanup_free_ char *path = NULL, *now = NULL;
	int r;

	if (fix != FIX_NONE)
		path = fix_path(fix, interface);
	else if (strcmp(setting->name, JOURNAL_REDIRECTS) == 0)
		path = memory_strdup(SYSCTL_SEND_REDIRECTS);
	else
		return 0;
	r = sysctl_get(path, &now, error);
	if (r == -ENOENT) /* the interface is gone, and its settings with it */
		return 0;
	if (r < 0 || strcmp(now, setting->before) == 0)
		return r;
	r = sysctl_set(path, setting->before, error);
	if (r >= 0)
		say(listener, "%s is %s again", path, setting->before);
	return r;
}

/* Somebody may have made another one of that name since. */
static bool is_wireguard(const char *interface)
{
	cleanup_free_ char *path = memory_printf("/sys/class/net/%s/uevent", interface);
	cleanup_free_ char *text = NULL;
	size_t length;

	return file_read(path, SMALL_FILE_MAX, &text, &length, NULL) == 0 &&
	       strstr(text, "DEVTYPE=wireguard\n");
}

static int delete_interface(struct nl_sock *rt, const void *what, struct error *error)
{
	return link_delete(rt, what, error);
}

static int undo_interface(const char *interface, const struct undo_listener *listener,
			  struct error *error)
{
	int r;

	if (!is_wireguard(interface))
		return 0;
	r = rtnetlink_run(-1, delete_interface, interface, error);
	if (r < 0 && r != -ENODEV)
		return r;
	say(listener, "the WireGuard interface %s is removed", interface);
	return 0;
}

char *own_supplicant_folder(const char *folder, const char *interface)
{
	return memory_printf("%s/%s.d", folder, interface);
}

static void remove_files(const char *interface)
{
	static const char *const names[] = { "wpa_supplicant.conf" };
	cleanup_free_ char *folder = NULL, *above = NULL, *socket = NULL;

	if (journal_folder(&above, NULL) < 0)
		return;
	folder = own_supplicant_folder(above, interface);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		cleanup_free_ char *path = memory_printf("%s/%s", folder, names[i]);

		unlink(path);
	}
	socket = memory_printf("%s/%s", folder, interface);
	unlink(socket);
	rmdir(folder);
}

/* The kernel keeps an association whose supplicant was killed until the interface goes
 * down. wpa_supplicant has the link dormant for as long as it is there. */
static int put_link_back(struct nl_sock *rt, const void *what, struct error *error)
{
	const struct journal *journal = what;
	int r = link_set_up(rt, journal->interface, false, error);

	if (r >= 0)
		r = link_set_mode(rt, journal->interface, journal->link_mode, error);
	if (r >= 0 && journal->was_up)
		r = link_set_up(rt, journal->interface, true, error);
	return r;
}

static int undo_own_supplicant(const struct journal *journal, struct error *error)
{
	remove_files(journal->interface);
	if (if_nametoindex(journal->interface) == 0)
		return 0;
	return rtnetlink_run(-1, put_link_back, journal, error);
}

/* The first failure is kept. */
static void keep(int *r, int now, struct error *error, struct error *why)
{
	if (now < 0 && *r >= 0) {
		*r = error_set(error, now, "%s",
			       why->reason ? why->reason : strerror(-now));
		if (why->remedy)
			error_remedy(error, "%s", why->remedy);
	}
	error_clear(why);
}

int journal_undo(const struct journal *journal, enum station_end *ret,
		 const struct undo_listener *listener, struct error *error)
{
	cleanup_error_ struct error why = { 0 };
	int r = 0, network;

	for (size_t i = 0; i < journal->interface_count; i++)
		keep(&r, undo_interface(journal->interfaces[i], listener, &why), error,
		     &why);
	for (size_t i = 0; i < journal->setting_count; i++)
		keep(&r,
		     undo_setting(journal->interface, &journal->settings[i], listener,
				  &why),
		     error, &why);
	*ret = STATION_AS_BEFORE;
	if (journal->own_supplicant) {
		keep(&r, undo_own_supplicant(journal, &why), error, &why);
		return r;
	}
	network = undo_network(journal, ret, listener, &why);
	/* Which is no failure, but has a reason. */
	if (network >= 0 && r >= 0 && why.reason)
		error_set(error, -ENETDOWN, "%s", why.reason);
	keep(&r, network, error, &why);
	return r;
}
