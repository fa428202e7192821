/* SPDX-License-Identifier: BSD-3-Clause */
#include "twin/questions.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

#define NAMES_SHOWN 4

static void ask(struct twin_questions *questions, const char *id, char *question,
		const char *answer)
{
	struct twin_question *it =
		array_add(questions->items, questions->count, questions->capacity);

	it->id = id;
	it->question = question;
	it->answer = memory_strdup(answer);
}

/* "hall, stairs and 3 more"; NULL: of none is it so. Owned by the caller. */
static char *names_of(const struct config_site *site,
		      bool (*is)(const struct config_bss *))
{
	struct text out = { 0 };
	size_t count = 0;

	for (size_t i = 0; i < site->bss_count; i++) {
		if (!is(&site->bsss[i]))
			continue;
		if (count++ < NAMES_SHOWN)
			text_printf(&out, "%s%s", count > 1 ? ", " : "",
				    site->bsss[i].name);
	}
	if (count > NAMES_SHOWN)
		text_printf(&out, " and %zu more", count - NAMES_SHOWN);
	return count > 0 ? text_steal(&out) : NULL;
}

static bool lacks_bssid(const struct config_bss *bss)
{
	return !bss->bssid_from;
}

static bool lacks_channel(const struct config_bss *bss)
{
	return bss->radio.channel == 0;
}

static bool pulls_keys(const struct config_bss *bss)
{
	return bss->ft.r0kh.count > 0;
}

static bool is_openwrt(const struct config_site *site)
{
	for (size_t i = 0; i < site->access_point_count; i++)
		if (site->access_points[i].format == CONFIG_UCI)
			return true;
	return false;
}

static bool leaves_out(const struct config_site *site)
{
	for (size_t i = 0; i < site->access_point_count; i++) {
		const struct config_notes *notes = &site->access_points[i].notes;

		for (size_t j = 0; j < notes->count; j++)
			if (notes->items[j].kind != CONFIG_NOTE_FILLED_IN)
				return true;
	}
	return false;
}

static void ask_of_radios(const struct config_site *site,
			  struct twin_questions *questions)
{
	cleanup_free_ char *bssids = names_of(site, lacks_bssid),
			   *channels = names_of(site, lacks_channel);

	if (bssids)
		ask(questions, "bssid",
		    memory_printf("Do the radios have the BSSIDs of the table above? The "
				  "files do not tell that of %s.",
				  bssids),
		    "\"roamtest init\" lists those on the air; key holders with another "
		    "one are asked in vain.");
	if (channels)
		ask(questions, "channel",
		    memory_printf("Are the radios on the air, and on which channels? The "
				  "files do not tell that of %s.",
				  channels),
		    "\"roamtest init\" lists the channels; a roam to one that is not "
		    "there fails with target-off-air or target-channel.");
}

static void ask_of_wires(const struct config_site *site, struct twin_questions *questions)
{
	cleanup_free_ char *pulling = names_of(site, pulls_keys);

	if (!pulling || site->access_point_count < 2)
		return;
	ask(questions, "wire",
	    memory_strdup(
		    "Do the switches between the access points carry the frames in "
		    "which they ask each other for keys (EtherType 0x890D), and are "
		    "they in one bridge or VLAN?"),
	    "If not, roams within one access point work, and those between access points "
	    "get no answer or status 53 (r0kh-unreachable).");
}

void twin_questions_find(const struct twin_trial *trial, struct twin_questions *ret)
{
	const struct config_site *site = &trial->site;

	*ret = (struct twin_questions){ 0 };
	ask_of_radios(site, ret);
	ask_of_wires(site, ret);
	ask(ret, "running",
	    memory_strdup(
		    is_openwrt(site)
			    ? "Do the access points run these files, with a wpad "
			      "that can do what they ask (wpad-basic has FT, not "
			      "each build has SAE)?"
			    : "Do the access points run these files, with a hostapd "
			      "that was built for what they ask?"),
	    "The run's \"negotiated\" shows AKM, mobility domain and FT over the DS as "
	    "they are on the air.");
	ask(ret, "driver",
	    memory_strdup("Do the drivers and the firmware of radios and stations do FT "
			  "as the simulated ones do?"),
	    "\"roamtest doctor INTERFACE\" says it of the laptop; a pair that works here "
	    "and fails there is the drivers' or the wires'.");
	if (leaves_out(site))
		ask(ret, "left-out",
		    memory_strdup("Does anything of what the simulation leaves out "
				  "matter? It is listed below."),
		    "What is due to it fails there and works here.");
	ask(ret, "time",
	    memory_strdup("How long do roams take where the air is shared, and does your "
			  "own VPN survive them?"),
	    "Times of a lab are no times of a site: the run there measures both (tunnel: "
	    "in the scenario).");
}

void twin_questions_clear(struct twin_questions *questions)
{
	for (size_t i = 0; i < questions->count; i++) {
		free(questions->items[i].question);
		free(questions->items[i].answer);
	}
	free(questions->items);
	*questions = (struct twin_questions){ 0 };
}
