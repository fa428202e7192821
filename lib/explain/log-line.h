/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/mac.h"

/* What hostapd's log says of a station's roam (hostapd 2.10 to 2.12-devel; most of it
 * only with -d or log_level DEBUG: src/ap/wpa_auth_ft.c, ieee802_11.c, wpa_auth.c). */

enum log_line {
	/* Whose the frame or the message is that the lines after it are about */
	LOG_AUTHENTICATION, /* a station's */
	LOG_ASSOCIATION,    /* likewise */
	LOG_RRB_RECEIVED,   /* an access point's, about keys */
	/* FT at the target, and over the DS at the access point that the station is on */
	LOG_FT_AUTHENTICATION, /* an FT authentication frame came from the station */
	LOG_FT_ACTION,	       /* an FT request came from the station, over the DS */
	LOG_OVER_DS_OFF,       /* and was dropped: ft_over_ds=0 */
	LOG_RELAY_SENT,	       /* what goes over the DS is handed to the wire */
	LOG_RELAY_RECEIVED,    /* and came from it */
	LOG_FT_RESULT,	       /* what the target answers over the DS */
	LOG_RELAY_ANSWER,      /* the target's answer for the station is there */
	/* the key at the target */
	LOG_R1_CACHED,	  /* it has the PMK-R1 already */
	LOG_R0_OWN,	  /* it takes itself for the R0KH */
	LOG_R0KH_UNKNOWN, /* no r0kh entry for the R0KH-ID */
	LOG_R0KH_SELF,	  /* the r0kh entry is itself */
	LOG_R0KH_BLOCKED, /* asked in vain a short while ago */
	LOG_R0KH_BLOCKS,  /* asked in vain just now */
	LOG_WILDCARD,	  /* the r0kh entry is the wildcard */
	LOG_PULL_SENT,
	LOG_PULL_TIMEOUT,
	LOG_RESPONSE_RECEIVED,
	LOG_NO_KEY, /* no PMK-R1, and none to be had */
	LOG_NO_PSK, /* of those keys that are generated locally none fits */
	/* at the R0KH */
	LOG_PULL_RECEIVED,
	LOG_R1KH_UNKNOWN, /* no r1kh entry for the R1KH-ID */
	LOG_R0_UNKNOWN,	  /* it does not hold the station's PMK-R0 */
	LOG_RESPONSE_SENT,
	LOG_R1KH_NAMED, /* the R1KH-ID in a message */
	/* on either side */
	LOG_UNDECIPHERABLE,   /* a message that the key does not open */
	LOG_SEQUENCE_OWN,     /* the identifiers in a message are both its own */
	LOG_SEQUENCE_FOREIGN, /* neither is */
	LOG_ID_MISMATCH,
	/* what the target finds in the station's frames */
	LOG_MDE,
	LOG_AKM,
	LOG_CIPHER,
	LOG_FTE_MIC,
	LOG_PMF,
	LOG_EAPOL_MIC,	 /* message 2 of the 4-way handshake: another password */
	LOG_SAE_CONFIRM, /* likewise */
	LOG_ACCESS_LIST,
	LOG_FULL,
	LOG_SA_QUERY,
	/* the access point itself */
	LOG_CONNECTED,
	LOG_DISCONNECTED,
	LOG_ENABLED,
	LOG_DISABLED,
	LOG_CHANNEL, /* it moves */
	LOG_LINE_MAX
};

/* What a line says; LOG_LINE_MAX: nothing of that kind. The line may have anything before
 * what hostapd has written, as a system's log has. */
enum log_line log_line_find(const char *line);
/* From what hostapd has written on, without its interface: for a person. */
const char *log_line_text(const char *line);
/* Whom a line is about, where it says so: a station, or the access point that a message
 * came from. False: it names nobody. */
bool log_line_about(const char *line, uint8_t ret[static MAC_LENGTH]);
/* hostapd says it only with -d or log_level DEBUG: what such a log does not have has not
 * happened. Many builds have no such lines at all (OpenWrt's, WPA_MSG_MIN_PRIORITY=3). */
bool log_line_is_debug(enum log_line line);
