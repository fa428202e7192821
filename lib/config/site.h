/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostic.h"
#include "base/error.h"
#include "base/mac.h"
#include "config/ft-config.h"
#include "config/hostapd-file.h"
#include "config/note.h"
#include "config/release.h"
#include "config/setting.h"
#include "config/uci.h"

/* A site as the configuration files of its access points describe it. */

enum config_format { CONFIG_UCI, CONFIG_HOSTAPD };

/* An access point, and its file. */
struct config_ap {
	char *name; /* as the user calls it */
	char *file; /* the path */
	char *text; /* the content; it holds passwords */
	size_t length;
	enum config_format format;
	struct openwrt_release release; /* of UCI */
	struct uci *uci;
	struct hostapd_file *hostapd;
	struct config_notes notes;
};

enum band { BAND_UNKNOWN, BAND_2GHZ, BAND_5GHZ, BAND_6GHZ };

struct config_radio {
	char *device; /* "radio0"; of hostapd.conf the interface; or NULL */
	enum band band;
	unsigned channel; /* 0: not told, or chosen by itself */
};

/* A BSS of the SSID in question. */
struct config_bss {
	size_t access_point; /* index */
	char *name; /* of the access point, with its radio where it has several */
	const struct uci_section *section, *device; /* of UCI; device can be NULL */
	const struct hostapd_section *hostapd;	    /* of hostapd.conf */
	struct place place;			    /* where it begins in its file */
	struct config_radio radio;
	uint8_t bssid[MAC_LENGTH];
	const struct config_value *bssid_from; /* NULL: it is a conclusion, or made up */
	struct settings settings;
	struct ft_config ft;
};

/* An option that is to have another value, or is to be added: by the lint. */
struct config_edit {
	size_t bss;  /* index */
	char *key;   /* as the BSS's own file calls it: "nasid", "nas_identifier" */
	char *value; /* it may be a secret */
};

struct config_site {
	struct config_ap *access_points;
	size_t access_point_count, access_point_capacity;
	char *ssid;
	struct config_bss *bsss;
	size_t bss_count, bss_capacity;
	struct config_edit *edits;
	size_t edit_count, edit_capacity;
};

/* What a site consists of at most. */
#define CONFIG_AP_MAX 64
#define CONFIG_BSS_MAX 64
/* Octets of a BSS's name, and of an access point's, which has a number behind it. */
#define CONFIG_NAME_MAX 32
#define CONFIG_AP_NAME_MAX 28

/* Adds an access point: reads text, which is copied. A file's mistakes go to diagnostics;
 * then the result is -EINVAL and nothing is added. release is for UCI. */
int config_site_add(struct config_site *site, const char *name, const char *file,
		    const char *text, size_t length, enum config_format format,
		    const struct openwrt_release *release,
		    struct diagnostics *diagnostics);
/* Chooses the SSID (NULL: the one that all access points have, if there are several the
 * first with FT), and makes the model of its BSSs. -ENOENT: there is no such SSID; the
 * error names those that there are. -E2BIG: there are too many BSSs. */
int config_site_build(struct config_site *site, const char *ssid, struct error *error);
void config_site_clear(struct config_site *site);
#define cleanup_config_site_ __attribute__((cleanup(config_site_clear)))

/* "ap1/wireless:12". Owned by the caller. */
char *config_site_place(const struct config_site *site, size_t access_point,
			struct place place);
/* Where a setting of the BSS stands; where the BSS begins if it is in no file. */
struct place config_bss_place(const struct config_bss *bss,
			      const struct setting *setting);
