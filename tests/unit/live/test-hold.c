/* SPDX-License-Identifier: BSD-3-Clause */
#include "netlink/namespace.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/program.h"
#include "live/hold.h"
#include "live/networks.h"
#include "live/undo.h"

/* A real wpa_supplicant without a radio, on a network namespace's loopback. */

struct fixture {
	char folder[32];
	char *control;
	struct supplicant_talk *talk;
	struct text told;
};

static const char configuration[] = "ctrl_interface=DIR=%s\n"
				    "network={\n"
				    "\tssid=\"home\"\n"
				    "\tkey_mgmt=NONE\n"
				    "}\n"
				    "network={\n"
				    "\tssid=\"corridor\"\n"
				    "\tkey_mgmt=NONE\n"
				    "\tbssid=02:00:00:00:01:00\n"
				    "\tbgscan=\"simple:30:-65:300\"\n"
				    "\tdisabled=1\n"
				    "}\n"
				    "network={\n"
				    "\tssid=\"away\"\n"
				    "\tkey_mgmt=NONE\n"
				    "\tdisabled=1\n"
				    "}\n";

static int start(const struct fixture *f, const char *program)
{
	cleanup_free_ char *text = memory_printf(configuration, f->folder);
	cleanup_free_ char *path = memory_printf("%s/conf", f->folder);
	int status;
	pid_t pid;

	if (file_write(path, text, strlen(text), 0600, NULL) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(1);
		execl(program, program, "-B", "-Dnone", "-ilo", "-c", path, NULL);
		_exit(127);
	}
	/* It goes into the background once it listens. */
	return waitpid(pid, &status, 0) == pid && status == 0 ? 0 : -1;
}

static bool write_map(const char *path, unsigned id)
{
	cleanup_free_ char *line = memory_printf("0 %u 1", id);
	cleanup_fclose_ FILE *file = fopen(path, "we");

	return file && fputs(line, file) >= 0 && fflush(file) == 0;
}

/* A program that is started keeps the capabilities of a user namespace if it is root
 * there. */
static bool in_own_namespace_as_root(void)
{
	unsigned uid = geteuid(), gid = getegid();

	if (!in_own_namespace())
		return false;
	if (geteuid() == 0)
		return true;
	cleanup_fclose_ FILE *file = fopen("/proc/self/setgroups", "we");

	if (file)
		fputs("deny", file);
	if (file)
		fflush(file);
	return write_map("/proc/self/uid_map", uid) &&
	       write_map("/proc/self/gid_map", gid);
}

static int open_fixture(void **state)
{
	static struct fixture fixture;
	cleanup_free_ char *program = NULL;
	struct fixture *f = &fixture;

	memset(f, 0, sizeof(*f));
	*state = f;
	if (!in_own_namespace_as_root() || program_find("wpa_supplicant", &program) < 0)
		return 0;
	strcpy(f->folder, "/tmp/roamtest-unit-XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	f->control = memory_printf("%s/lo", f->folder);
	if (start(f, program) < 0)
		return -1;
	return supplicant_talk_open(&f->talk, f->control, NULL);
}

static int close_fixture(void **state)
{
	cleanup_free_ char *path = NULL;
	struct fixture *f = *state;

	if (f->talk)
		supplicant_ask(f->talk, NULL, NULL, "TERMINATE");
	supplicant_talk_close(f->talk);
	text_clear(&f->told);
	if (!f->control)
		return 0;
	path = memory_printf("%s/conf", f->folder);
	unlink(path);
	unlink(f->control); /* it may be about to */
	free(f->control);
	rmdir(f->folder);
	return 0;
}

static void on_change(void *userdata, const char *sentence)
{
	struct fixture *f = userdata;

	text_printf(&f->told, "%s\n", sentence);
}

/* All that can be asked of the networks. */
static char *describe(struct fixture *f)
{
	cleanup_text_ struct text reply = { 0 }, all = { 0 };
	cleanup_free_ char *bgscan = NULL;

	assert_int_equal(supplicant_ask(f->talk, &reply, NULL, "LIST_NETWORKS"), 0);
	assert_int_equal(saved_network_get(f->talk, 1, "bgscan", &bgscan, NULL), 0);
	text_printf(&all, "%s\n%s\n", reply.data, bgscan ? bgscan : "none");
	return text_steal(&all);
}

static int undo(struct fixture *f, const struct journal *journal, enum station_end *ret)
{
	const struct undo_listener listener = { on_change, on_change, f };

	return journal_undo(journal, ret, &listener, NULL);
}

static struct hold hold_of(struct fixture *f, struct journal *journal)
{
	return (struct hold){
		.journal = journal,
		.control_path = f->control,
		.ssid = "corridor",
		.tell = on_change,
		.userdata = f,
	};
}

/* What a run does to the networks. */
static void disturb(struct fixture *f)
{
	assert_int_equal(supplicant_ask(f->talk, NULL, NULL, "SELECT_NETWORK 1"), 0);
	assert_int_equal(supplicant_ask(f->talk, NULL, NULL, "BSSID 1 02:00:00:00:02:00"),
			 0);
}

static void what_a_run_does_to_saved_networks_is_undone(void **state)
{
	cleanup_free_ char *before = NULL, *held = NULL, *after = NULL;
	cleanup_journal_ struct journal journal = { .current = -1 };
	struct fixture *f = *state;
	struct hold hold = hold_of(f, &journal);
	enum station_end end;

	if (!f->talk)
		skip();
	journal.interface = memory_strdup("lo");
	before = describe(f);
	assert_int_equal(hold_look(&hold, f->talk, NULL), 0);
	assert_int_equal(journal.network, 1);
	assert_string_equal(journal.ssid, "\"corridor\"");
	assert_true(journal.has_pin && journal.idle && !journal.enabled);
	assert_int_equal(journal.current, -1);
	assert_int_equal(journal.other_count, 1);
	assert_int_equal(journal.others[0], 0);
	assert_int_equal(hold_still(&hold, f->talk, NULL), 0);
	disturb(f);
	held = describe(f);
	assert_non_null(strstr(held, "0\thome\tany\t[DISABLED]"));
	assert_non_null(strstr(held, "1\tcorridor\t02:00:00:00:02:00\t[CURRENT]"));
	assert_non_null(strstr(held, "\n\"\"\n"));

	assert_int_equal(undo(f, &journal, &end), 0);
	assert_int_equal(end, STATION_AS_BEFORE);
	after = describe(f);
	assert_string_equal(after, before);
	assert_non_null(strstr(f->told.data, "held to 02:00:00:00:01:00 again"));
	assert_non_null(strstr(f->told.data, "bgscan \"simple:30:-65:300\""));
	assert_non_null(strstr(f->told.data, "1 other saved network is enabled again"));

	/* And once more there is nothing to say. */
	text_reset(&f->told);
	assert_int_equal(undo(f, &journal, &end), 0);
	assert_string_equal(f->told.data, "");
}

static void what_is_not_set_is_not_set_again(void **state)
{
	cleanup_free_ char *before = NULL, *after = NULL;
	cleanup_journal_ struct journal journal = { .current = -1 };
	struct fixture *f = *state;
	struct hold hold = hold_of(f, &journal);
	enum station_end end;

	if (!f->talk)
		skip();
	journal.interface = memory_strdup("lo");
	assert_int_equal(supplicant_ask(f->talk, NULL, NULL, "SET_NETWORK 1 bgscan NULL"),
			 0);
	assert_int_equal(supplicant_ask(f->talk, NULL, NULL, "BSSID 1 00:00:00:00:00:00"),
			 0);
	assert_int_equal(supplicant_ask(f->talk, NULL, NULL, "ENABLE_NETWORK 1"), 0);
	before = describe(f);
	assert_int_equal(hold_look(&hold, f->talk, NULL), 0);
	assert_null(journal.bgscan);
	assert_false(journal.has_pin);
	assert_true(journal.enabled);
	assert_int_equal(hold_still(&hold, f->talk, NULL), 0);
	disturb(f);
	assert_int_equal(undo(f, &journal, &end), 0);
	after = describe(f);
	/* The choice is the supplicant's again, which has made none. */
	assert_non_null(strstr(before, "\nnone\n"));
	assert_non_null(strstr(after, "\nnone\n"));
	assert_non_null(strstr(after, "0\thome\tany\t\n"));
	assert_non_null(strstr(after, "1\tcorridor\tany\t"));
}

static void a_network_that_is_not_saved_is_told(void **state)
{
	cleanup_journal_ struct journal journal = { .current = -1 };
	cleanup_error_ struct error error = { 0 };
	struct fixture *f = *state;
	struct hold hold = hold_of(f, &journal);

	if (!f->talk)
		skip();
	journal.interface = memory_strdup("lo");
	hold.ssid = "corrido";
	assert_int_equal(hold_look(&hold, f->talk, &error), -ENOENT);
	assert_string_equal(error.reason,
			    "the wpa_supplicant of lo has no network \"corrido\" saved");
	assert_null(journal.control_path);
	journal.device = memory_strdup("/d");
	journal.name = memory_strdup("At home");
	assert_int_equal(hold_look(&hold, f->talk, &error), -ENOENT);
	assert_string_equal(error.reason, "lo is on NetworkManager's connection \"At "
					  "home\", and not on \"corrido\"");
	assert_string_equal(error.remedy, "connect it first: nmcli device wifi connect "
					  "\"corrido\" ifname lo");
}

static void a_supplicant_that_is_gone_leaves_nothing_to_undo(void **state)
{
	cleanup_journal_ struct journal journal = { .current = 1, .network = 1 };
	struct fixture *f = *state;
	enum station_end end;

	journal.interface = memory_strdup("lo");
	journal.control_path = memory_strdup("/nowhere/lo");
	journal.ssid = memory_strdup("\"corridor\"");
	assert_int_equal(undo(f, &journal, &end), 0);
}

static void bgscan_is_changed_only_where_that_does_not_disconnect(void **state)
{
	(void)state;
	assert_true(hold_can_change_bgscan("2.10"));
	assert_true(hold_can_change_bgscan("v2.11-devel-hostap"));
	assert_true(hold_can_change_bgscan("3.0"));
	assert_false(hold_can_change_bgscan("2.9"));
	assert_false(hold_can_change_bgscan("1.10"));
	assert_false(hold_can_change_bgscan("git"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_a_run_does_to_saved_networks_is_undone, open_fixture,
			close_fixture),
		cmocka_unit_test_setup_teardown(what_is_not_set_is_not_set_again,
						open_fixture, close_fixture),
		cmocka_unit_test_setup_teardown(a_network_that_is_not_saved_is_told,
						open_fixture, close_fixture),
		cmocka_unit_test_setup_teardown(
			a_supplicant_that_is_gone_leaves_nothing_to_undo, open_fixture,
			close_fixture),
		cmocka_unit_test(bgscan_is_changed_only_where_that_does_not_disconnect),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
