/* SPDX-License-Identifier: BSD-3-Clause */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* On which way probes were lost. RFC 8762 4.3.1: the stateful reflector counts what it
 * answers, so its sequence tells which of the two directions lost a probe. Both count
 * from 0; the reflector's does again for a sender whose address has changed, by DHCP or
 * behind a NAT, and goes on where it was for one that has its old address back. Pure.
 * Zero-initialise. */
struct loss {
	bool answered; /* there was an answer; the rest holds */
	/* The highest of the probes that were answered, and of the reflector's. */
	uint32_t sequence, reflector_sequence;
	/* Since the reflector began to count: */
	uint32_t first; /* the probe that it began with, if none before was lost */
	uint32_t reflector_first; /* and its number */
	uint64_t received;	  /* answers, each probe's once */
	uint64_t duplicates_up;	  /* probes that it answered twice */
	/* Before that: */
	uint64_t up_before, down_before, unknown_before;
};

/* A probe's first answer. */
void loss_answer(struct loss *loss, uint32_t sequence, uint32_t reflector_sequence);
/* Another answer to a probe that was answered. twice: of another number, since the probe
 * itself came twice. */
void loss_duplicate(struct loss *loss, uint32_t reflector_sequence, bool twice);
/* The reflector counts otherwise from this answer on, to the probe of that sequence,
 * which is to be told next. Of the probes between the last one that was answered and this
 * one, heard many reached the reflector; nobody told: -1. */
void loss_anew(struct loss *loss, uint32_t sequence, uint32_t reflector_sequence,
	       int64_t heard);

/* Signed, since a probe that was overtaken counts as lost until it comes. */
int64_t loss_up(const struct loss *loss);
int64_t loss_down(const struct loss *loss);
/* In either, up to the last answer. */
uint64_t loss_unknown(const struct loss *loss);
