/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include "analysis/diagnosis-case.h"

/* What the access points' logs say of one step, and of nothing else: from its beginning
 * on, of its station, and of messages between the access points that it is about. What
 * the tries of an earlier step bring (hostapd pulls four times, a second apart) comes
 * from or goes to others, or is of the same ones. */

/* The first such line, or NULL. */
const struct log_entry *case_said(const struct diagnosis_case *c, size_t access_point,
				  enum log_line what);
const struct log_entry *case_target_said(const struct diagnosis_case *c,
					 enum log_line what);
/* NULL, too, where nobody is known to be the R0KH. */
const struct log_entry *case_r0kh_said(const struct diagnosis_case *c,
				       enum log_line what);
/* The first such line with that address in it. */
const struct log_entry *case_said_of(const struct diagnosis_case *c, size_t access_point,
				     enum log_line what,
				     const uint8_t mac[static MAC_LENGTH]);
/* That of an identifier that was not found comes twice, once with it in hexadecimal: that
 * one, if it is there. */
const struct log_entry *case_said_with_dump(const struct diagnosis_case *c,
					    size_t access_point, enum log_line what);

bool log_names(const struct log_entry *entry, const uint8_t mac[static MAC_LENGTH]);
/* The octets of "… - hexdump(len=4): 68 61 6c 6c", at most size of them; how many there
 * are. */
size_t log_dump(const struct log_entry *entry, uint8_t *ret, size_t size);
