/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <errno.h>
#include <string.h>

#include "net/message.h"

#define LENGTH 40

static void a_message_has_its_header_and_zeros(void **state)
{
	static const uint8_t wanted[LENGTH] = {
		'R', 'T', 'M', '1', 0, 0, 0, LENGTH, 1, 2, 3, 4,
	};
	const struct message message = { .length = LENGTH, .sequence = 0x01020304 };
	uint8_t octets[LENGTH];

	(void)state;
	memset(octets, 0xff, sizeof(octets));
	message_format(&message, octets);
	assert_memory_equal(octets, wanted, sizeof(wanted));
}

static void an_echo_says_what_the_far_end_knows_and_that_it_is_one(void **state)
{
	static const uint8_t wanted[MESSAGE_HEADER] = {
		'R', 'T', 'M', '1',  0,	   0,	 0,    LENGTH, 0, 0, 0, 7, 0,
		0,   0,	  5,   0x83, 0xaa, 0x7e, 0x81, 0,      0, 0, 0, /* a second after
									   1970 */
		0,   0,	  0,   3,
	};
	const struct message message = { .length = LENGTH, .sequence = 7 };
	uint8_t octets[LENGTH];
	struct message read;

	(void)state;
	message_format(&message, octets);
	assert_int_equal(message_parse(octets, &read), 0);
	assert_int_equal(read.received_ns, 0);
	message_echo(octets, 5, 1000000000, 3);
	assert_memory_equal(octets, wanted, sizeof(wanted));
	assert_int_equal(message_parse(octets, &read), 0);
	assert_int_equal(read.length, LENGTH);
	assert_int_equal(read.sequence, 7);
	assert_int_equal(read.far_sequence, 5);
	assert_int_equal(read.received_ns, 1000000000);
	assert_int_equal(read.far_retransmissions, 3);
}

static void assert_refused(size_t at, uint8_t octet)
{
	const struct message message = { .length = LENGTH, .sequence = 7 };
	uint8_t octets[LENGTH];
	struct message read;

	message_format(&message, octets);
	octets[at] = octet;
	assert_int_equal(message_parse(octets, &read), -EBADMSG);
}

static void what_is_no_message_is_refused(void **state)
{
	(void)state;
	assert_refused(0, 'r');
	assert_refused(3, '2');
	assert_refused(7, MESSAGE_HEADER - 1);
	assert_refused(6, 8); /* 2048 and some */
	assert_refused(4, 1);
	assert_refused(12, 1); /* a count of a far end that has not heard it */
	assert_refused(27, 1); /* likewise */
	assert_refused(23, 1); /* 1900 */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_has_its_header_and_zeros),
		cmocka_unit_test(an_echo_says_what_the_far_end_knows_and_that_it_is_one),
		cmocka_unit_test(what_is_no_message_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
