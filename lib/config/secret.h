/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* What of access points' configurations must not be seen. */

/* Whether the value of an option of hostapd.conf or of OpenWrt is a secret, or ends with
 * one (r0kh, r1kh). One with an unknown name counts as a secret if it sounds like one. */
bool config_option_is_secret(const char *name);

/* A copy of a file's text in which secrets are stars, character by character so that
 * places hold. Works on text that is no configuration, too. */
char *config_redact(const char *text, size_t length, size_t *ret_length);
