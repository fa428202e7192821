/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "explain/explain.h"

/* Prints roamtest-words(7), made of the tables that roamtest explain prints from. */
int main(void)
{
	cleanup_text_ struct text out = { 0 };

	explain_man_page(&out);
	return fputs(out.data, stdout) == EOF || fflush(stdout) == EOF;
}
