/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <errno.h>

/* Why something could not be done, and what a person can do about it.
 *
 * Library code never prints: a function that can fail for a reason that a person
 * must hear takes a struct error * last, returns a negative errno, and fills in
 * the sentences. Callers may add context in front. Zero-initialise; release with
 * error_clear(). Every function takes a NULL error and then only returns the code.
 */
struct error {
	char *reason; /* one sentence, no final full stop; NULL when nothing failed */
	char *remedy; /* what to do, or NULL */
};

/* Sets the reason (dropping an earlier one and its remedy) and returns code, so
 * that "return error_set(e, -ENOENT, …)" reads as one thing. */
int error_set(struct error *e, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* As error_set(), with ": " and strerror(-code) after the text. */
int error_errno(struct error *e, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Sets the remedy of an error that has a reason. */
void error_remedy(struct error *e, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Puts "context: " in front of the reason and returns code. */
int error_prefix(struct error *e, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

void error_clear(struct error *e);

#define cleanup_error_ __attribute__((cleanup(error_clear)))
