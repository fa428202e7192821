/* SPDX-License-Identifier: BSD-3-Clause */
/* cmocka's prerequisites */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pcap/pcap.h>
#include <stdbool.h>
#include <string.h>

#include "frames.h"
#include "wifi/capture.h"

/* The filter as the kernel runs it, over a packet of an empty radiotap header and the
 * frame. */
static bool passes(const uint8_t *frame, size_t length)
{
	uint8_t packet[1024] = { 0, 0, 8 };
	struct pcap_pkthdr header = { .caplen = (unsigned)(8 + length) };
	pcap_t *pcap = pcap_open_dead(DLT_IEEE802_11_RADIO, 4096);
	struct bpf_program program;
	bool r;

	assert_non_null(pcap);
	assert_int_equal(
		pcap_compile(pcap, &program, capture_filter, 1, PCAP_NETMASK_UNKNOWN), 0);
	assert_true(8 + length <= sizeof(packet));
	memcpy(packet + 8, frame, length);
	header.len = header.caplen;
	r = pcap_offline_filter(&program, &header, packet) != 0;
	pcap_freecode(&program);
	pcap_close(pcap);
	return r;
}

/* A management frame of so many octets that is a header and zeros but for its subtype. */
static bool management_passes(unsigned subtype)
{
	uint8_t frame[64] = { (uint8_t)(subtype << 4) };

	return passes(frame, sizeof(frame));
}

static void management_frames_pass_but_for_beacons_and_probes(void **state)
{
	(void)state;
	for (unsigned subtype = 0; subtype < 16; subtype++) {
		bool quiet = subtype == 4 || subtype == 5 || subtype == 8;

		assert_int_equal(management_passes(subtype), !quiet);
	}
	assert_true(passes(ft_authentication_request, sizeof(ft_authentication_request)));
	assert_true(passes(reassociation_response, sizeof(reassociation_response)));
}

static void an_encrypted_action_frame_passes(void **state)
{
	uint8_t frame[64] = { 0xd0, 0x40 };

	(void)state;
	assert_true(passes(frame, sizeof(frame)));
}

/* Data whose LLC header comes after so many octets. */
static bool data_passes(uint8_t subtype, size_t header_length, uint16_t ethertype)
{
	static const uint8_t snap[] = { 0xaa, 0xaa, 0x03, 0, 0, 0 };
	uint8_t frame[128] = { (uint8_t)(subtype << 4 | 0x08), 0x01 };

	memcpy(frame + header_length, snap, sizeof(snap));
	frame[header_length + 6] = (uint8_t)(ethertype >> 8);
	frame[header_length + 7] = (uint8_t)ethertype;
	return passes(frame, sizeof(frame));
}

static void of_data_eapol_passes_alone(void **state)
{
	(void)state;
	assert_true(data_passes(0, 24, 0x888e));
	assert_true(data_passes(8, 26, 0x888e)); /* QoS */
	assert_false(data_passes(0, 24, 0x0800));
	assert_false(data_passes(8, 26, 0x0800));
	assert_false(data_passes(0, 24, 0x88c7)); /* pre-authentication */
}

static void control_frames_do_not_pass(void **state)
{
	uint8_t frame[16] = { 0xd4 }; /* an acknowledgement */

	(void)state;
	assert_false(passes(frame, sizeof(frame)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(management_frames_pass_but_for_beacons_and_probes),
		cmocka_unit_test(an_encrypted_action_frame_passes),
		cmocka_unit_test(of_data_eapol_passes_alone),
		cmocka_unit_test(control_frames_do_not_pass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
