/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "situation.h"

/* What the tests of the proofs about keys have in common. */

/* Lines as hostapd writes them (src/ap/wpa_auth_ft.c). */
#define FT_AUTHENTICATION "authentication: STA=" STATION " auth_alg=2 auth_transaction=1"
#define NO_R0KH "FT: No matching R0KH found"
#define R0KH_HALL "FT: Did not find R0KH-ID - hexdump(len=4): 68 61 6c 6c"
#define R0KH_HALL2 "FT: Did not find R0KH-ID - hexdump(len=5): 68 61 6c 6c 32"
#define PULL_TO(mac) \
	"FT: Send PMK-R1 pull request from " STAIRS_BSSID " to remote R0KH address " mac
#define FROM_STAIRS \
	"FT: RRB-OUI(" HALL_BSSID ") received frame from remote AP " STAIRS_BSSID
#define FROM_HALL \
	"FT: RRB-OUI(" STAIRS_BSSID ") received frame from remote AP " HALL_BSSID
#define PULLED "FT: Received PMK-R1 pull"
#define NO_R1KH "FT: No matching R1KH found"
#define R1KH_STAIRS "FT: Did not find R1KH-ID - hexdump(len=6): 02 00 00 00 02 00"
#define R1KH_77AA "FT: Did not find R1KH-ID - hexdump(len=6): 02 00 00 00 77 aa"
#define UNDECIPHERABLE "FT(RRB): Failed to decrypt"
#define BOTH_OWN "FT: seq - local R0KH-ID and R1KH-ID"
#define NEITHER_OWN "FT: seq - remote R0KH-ID and R1KH-ID"
#define R0_OWN "FT: STA R0KH-ID matching local configuration"
#define R0KH_SELF "FT: R0KH-ID points to self - no matching key available"
#define R0_UNKNOWN "FT: No matching PMK-R0-Name found"
#define NO_KEY                                                                           \
	"FT: Did not have matching PMK-R1 and either unknown or blocked R0KH-ID or NAK " \
	"from R0KH"
#define BLOCKED "FT: R0KH-ID is temporarily blocked - hexdump(len=4): 68 61 6c 6c"
#define WILDCARD "FT: Using wildcard R0KH-ID"
#define RESPONDED "FT: Send PMK-R1 pull response from " HALL_BSSID " to " STAIRS_BSSID
#define RESPONSE "FT: Received PMK-R1 pull response"

#define KEY_LINE(kind, mac, id, key) kind "=" mac " " id " " key ":64\n"

#define WILD(key)                               \
	"r0kh=ff:ff:ff:ff:ff:ff * " key ":32\n" \
	"r1kh=00:00:00:00:00:00 00:00:00:00:00:00 " key ":32\n"

/* A roam over the air for which stairs has to ask hall, and that it leaves unanswered. */
struct situation *begin_key_step(void);
/* said: the line of a log that is quoted. conf: that of a configuration, or NULL: none.
 */
void assert_proven(const struct situation *s, enum cause cause, const char *said,
		   const char *conf);
void assert_not_proven(const struct situation *s, enum cause cause);
/* No other cause of keys is proven. */
void assert_only(const struct situation *s, enum cause proven);
/* hall cannot open stairs' pull. */
void say_undecipherable(struct situation *s);
