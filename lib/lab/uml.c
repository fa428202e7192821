/* SPDX-License-Identifier: BSD-3-Clause */
#include "lab/uml.h"

static void add_clock(const struct uml_options *options, struct arguments *out)
{
	if (!options->virtual_clock)
		return;
	/* Work takes no time; waiting ends at once (arch/um/kernel/time.c). */
	arguments_add(out, "time-travel=inf-cpu");
	arguments_add(out, "time-travel-start=%d000000000", UML_START_S);
	/* lib/lab/kernel/0003-random-seed.patch */
	arguments_add(out, UML_SEED_OPTION "%u", options->seed);
}

void uml_command(const struct uml_options *options, struct machine_command *out)
{
	struct arguments *arguments = &out->arguments;

	arguments_add(arguments, "%s", options->kernel);
	arguments_add(arguments, "mem=%uM", options->memory_mb);
	add_clock(options, arguments);
	arguments_add(arguments, "initrd=/proc/self/fd/%d", UML_INITRAMFS);
	arguments_add(arguments, "con=null");
	arguments_add(arguments, "con0=%s,fd:1", options->terminal ? "fd:0" : "null");
	/* Otherwise in the user's home. Not by its own path: the command line is one of
	 * the sources of the guest's random numbers. */
	arguments_add(arguments, "uml_dir=/proc/self/fd/%d/", UML_FOLDER);
	arguments_add(arguments, "umid=" UML_UMID);
	arguments_add(arguments, "quiet");
	arguments_add(arguments, "noreboot"); /* a panic ends it */
	arguments_add(arguments, "panic=-1");
	arguments_add(arguments, "mac80211_hwsim.radios=0");
	/* The country of the generated configurations. */
	arguments_add(arguments, "cfg80211.ieee80211_regdom=US");
	arguments_end(arguments);
	/* The kernel and the guest's programs run by turns, never at the same time. Where
	 * another processor idles they would wake each other up across the two, at four
	 * times the cost. */
	out->one_processor = true;
	out->slot = options->slot;
	arguments_add(&out->environment, "TMPDIR=%s", options->folder);
	arguments_end(&out->environment);
}
