/* SPDX-License-Identifier: BSD-3-Clause */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/memory.h"
#include "wifi/supplicant.h"

/* The texts of wpa_supplicant's control interface (hostap: src/common/wpa_ctrl.h,
 * wpa_supplicant/ctrl_iface.c, and the wpa_msg() calls named below). */

/* wpa_debug.h: MSG_DEBUG 2, MSG_INFO 3. */
#define LEVEL_INFO 3

/* How a message begins, and what it then says. Where its BSSID stands: right behind
 * the beginning, or behind a key. */
struct beginning {
	const char *text;
	enum supplicant_event what;
	const char *bssid_key; /* NULL: right behind */
};

static const struct beginning beginnings[] = {
	/* sme.c, wpa_supplicant.c, events.c, rsn_supp/wpa.c */
	{ "SME: Trying to authenticate with ", SUPPLICANT_AUTHENTICATING, NULL },
	{ "Trying to associate with ", SUPPLICANT_ASSOCIATING, NULL },
	{ "Associated with ", SUPPLICANT_ASSOCIATED, NULL },
	{ "RX EAPOL from ", SUPPLICANT_EAPOL_RECEIVED, NULL },
	{ "WPA: Key negotiation completed with ", SUPPLICANT_KEYS_DONE, NULL },
	{ "CTRL-EVENT-CONNECTED - Connection to ", SUPPLICANT_CONNECTED, NULL },
	{ "CTRL-EVENT-DISCONNECTED ", SUPPLICANT_DISCONNECTED, "bssid=" },
	{ "CTRL-EVENT-AUTH-REJECT ", SUPPLICANT_AUTH_REJECT, NULL },
	{ "CTRL-EVENT-ASSOC-REJECT ", SUPPLICANT_ASSOC_REJECT, "bssid=" },
	{ "CTRL-EVENT-SSID-TEMP-DISABLED ", SUPPLICANT_TEMP_DISABLED, NULL },
	{ "CTRL-EVENT-SCAN-STARTED", SUPPLICANT_SCAN_STARTED, NULL },
	{ "CTRL-EVENT-SCAN-RESULTS", SUPPLICANT_SCAN_RESULTS, NULL },
	{ "CTRL-EVENT-SCAN-FAILED", SUPPLICANT_SCAN_FAILED, NULL },
	{ "CTRL-EVENT-TERMINATING", SUPPLICANT_TERMINATING, NULL },
	/* events.c ft_rx_action(): the only word of it, at debug level */
	{ "FT: Received FT Action Response: ", SUPPLICANT_FT_RESPONSE, "TargetAP " },
};

/* What tells of a passphrase or of a key, in credentials that wpa_supplicant was given
 * (wps_supplicant.c, dpp_supplicant.c) or in a P2P group of its own (p2p_supplicant.c).
 */
static const char *const secrets[] = {
	"WPS-CRED-RECEIVED ", "WPS-NEW-AP-SETTINGS ", "DPP-CONFOBJ-PASS ",
	"DPP-CONFOBJ-PSK ",   "DPP-NET-ACCESS-KEY ",  "P2P-GROUP-STARTED ",
};

static bool starts_with(const char *string, const char *start)
{
	return strncmp(string, start, strlen(start)) == 0;
}

/* The address that the text begins with; mac_parse() wants nothing behind it. */
static bool take_mac(const char *text, uint8_t ret_mac[static MAC_LENGTH])
{
	char mac[MAC_FORMAT_MAX];
	size_t length = strnlen(text, sizeof(mac) - 1);

	memcpy(mac, text, length);
	mac[length] = '\0';
	return mac_parse(mac, ret_mac) == 0;
}

static bool take_unsigned(const char *text, unsigned *ret)
{
	unsigned long value;
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	value = strtoul(text, &end, 10);
	if (errno || value > UINT_MAX || (*end && *end != ' '))
		return false;
	*ret = (unsigned)value;
	return true;
}

/* What stands behind a key that begins the text or follows a space. */
static const char *behind_key(const char *text, const char *key)
{
	const char *at = text;

	while ((at = strstr(at, key))) {
		if (at == text || at[-1] == ' ')
			return at + strlen(key);
		at++;
	}
	return NULL;
}

static void take_number(const char *text, const char *key, bool *has, unsigned *number)
{
	const char *value = behind_key(text, key);

	*has = value && take_unsigned(value, number);
}

static void take_fields(const char *text, struct event *event)
{
	const char *timeout;

	switch (event->supplicant.what) {
	case SUPPLICANT_FT_RESPONSE:
		take_number(text, "status ", &event->supplicant.has_status,
			    &event->supplicant.status);
		break;
	case SUPPLICANT_AUTH_REJECT:
		take_number(text, "status_code=", &event->supplicant.has_status,
			    &event->supplicant.status);
		break;
	case SUPPLICANT_ASSOC_REJECT:
		take_number(text, "status_code=", &event->supplicant.has_status,
			    &event->supplicant.status);
		/* " timeout" or " timeout=why" */
		timeout = behind_key(text, "timeout");
		event->supplicant.timeout =
			timeout &&
			(*timeout == '\0' || *timeout == ' ' || *timeout == '=');
		break;
	case SUPPLICANT_DISCONNECTED:
		take_number(text, "reason=", &event->supplicant.has_reason,
			    &event->supplicant.reason);
		event->supplicant.locally_generated =
			behind_key(text, "locally_generated=1") != NULL;
		break;
	case SUPPLICANT_OTHER:
	case SUPPLICANT_SCAN_STARTED:
	case SUPPLICANT_SCAN_RESULTS:
	case SUPPLICANT_SCAN_FAILED:
	case SUPPLICANT_AUTHENTICATING:
	case SUPPLICANT_ASSOCIATING:
	case SUPPLICANT_ASSOCIATED:
	case SUPPLICANT_EAPOL_RECEIVED:
	case SUPPLICANT_KEYS_DONE:
	case SUPPLICANT_CONNECTED:
	case SUPPLICANT_TEMP_DISABLED: /* its text holds an SSID: anything */
	case SUPPLICANT_TERMINATING:
	case SUPPLICANT_EVENT_MAX:
		break;
	}
}

bool supplicant_parse_event(const char *message, struct event *ret)
{
	struct event event = { .kind = EVENT_SUPPLICANT };
	const char *text, *rest, *bssid;
	unsigned level;
	size_t length;

	if (message[0] != '<' || !isdigit((unsigned char)message[1]) || message[2] != '>')
		return false;
	level = (unsigned)(message[1] - '0');
	text = message + 3;

	for (size_t i = 0; i < ARRAY_SIZE(beginnings); i++) {
		const struct beginning *beginning = &beginnings[i];

		if (!starts_with(text, beginning->text))
			continue;
		event.supplicant.what = beginning->what;
		rest = text + strlen(beginning->text);
		bssid = beginning->bssid_key ? behind_key(rest, beginning->bssid_key)
					     : rest;
		if (bssid)
			take_mac(bssid, event.supplicant.bssid);
		take_fields(rest, &event);
		break;
	}
	if (event.supplicant.what == SUPPLICANT_OTHER && level < LEVEL_INFO)
		return false;
	length = strlen(text);
	for (size_t i = 0; i < ARRAY_SIZE(secrets); i++)
		if (starts_with(text, secrets[i]))
			length = strlen(secrets[i]);
	while (length > 0 && isspace((unsigned char)text[length - 1]))
		length--;
	event.supplicant.text = memory_strndup(text, length);
	*ret = event;
	return true;
}

const char *supplicant_field(const char *reply, const char *key, size_t *ret_length)
{
	size_t key_length = strlen(key);

	for (const char *line = reply; *line;) {
		const char *end = line + strcspn(line, "\n");

		if ((size_t)(end - line) > key_length && line[key_length] == '=' &&
		    memcmp(line, key, key_length) == 0) {
			*ret_length = (size_t)(end - line) - key_length - 1;
			return line + key_length + 1;
		}
		line = *end ? end + 1 : end;
	}
	return NULL;
}

/* A whole reply has at most 4096 octets (ctrl_iface.c), two for one here. */
#define BSS_ELEMENTS_MAX 4096

static int take_elements(const char *hex, size_t length, struct bss_elements *ret)
{
	uint8_t elements[BSS_ELEMENTS_MAX];

	if (length % 2 || length / 2 > sizeof(elements))
		return -EBADMSG;
	if (hex_parse(hex, elements, length / 2) < 0)
		return -EBADMSG;
	return bss_elements_parse(elements, length / 2, ret) < 0 ? -EBADMSG : 0;
}

int supplicant_parse_bss(const char *reply, struct event *ret)
{
	struct event event = { .kind = EVENT_BSS };
	const char *value;
	size_t length;
	char *end;
	unsigned long frequency;

	if (reply[strspn(reply, "\n")] == '\0')
		return -ENOENT;
	value = supplicant_field(reply, "bssid", &length);
	if (!value || length != MAC_FORMAT_MAX - 1 || !take_mac(value, event.bss.bssid))
		return -EBADMSG;
	value = supplicant_field(reply, "freq", &length);
	if (!value || length == 0 || !isdigit((unsigned char)*value))
		return -EBADMSG;
	errno = 0;
	frequency = strtoul(value, &end, 10);
	if (errno || end != value + length || frequency > UINT_MAX)
		return -EBADMSG;
	event.bss.frequency_mhz = (unsigned)frequency;
	value = supplicant_field(reply, "ie", &length);
	if (!value || take_elements(value, length, &event.bss.elements) < 0)
		return -EBADMSG;
	*ret = event;
	return 0;
}
