/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

/* Where in a scenario file something stands. Lines and columns count from 1;
 * columns and length count characters (not bytes). line 0: nowhere. */
struct place {
	unsigned line;
	unsigned column;
	unsigned length;
};
