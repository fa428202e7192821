/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "wifi/ft-check.h"

/* A stream of frames as the radio sends and receives them. Each stands behind its length
 * in two octets, the low one first; the highest bit says that it was sent. The secret is
 * that of the frames in tests/unit/wifi: with it the corpus comes as far as the Key Data
 * of message 3. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void found(void *userdata, const struct event *event)
{
	(void)userdata;
	if (event->ft_keys.length > sizeof(event->ft_keys.found))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ft_checker checker;

	/* "correct horse battery", without its 4096 rounds for each input. */
	ft_checker_init(&checker,
			"5cec1e773e3ab723e8d69a9f5f2b07a3"
			"23a324780e6653a303d8fee74fcc26fb",
			"corridor");
	while (size >= 2) {
		size_t length = (size_t)(data[0] | (data[1] & 0x7f) << 8);
		bool sent = data[1] & 0x80;
		struct frame frame;
		uint8_t *copy;

		data += 2;
		size -= 2;
		if (length > size)
			length = size;
		/* Of exactly its size, so that one octet too far is seen. */
		copy = malloc(length ? length : 1);
		memcpy(copy, data, length);
		ft_checker_frame(&checker, 0, sent, copy, length, &frame, found, NULL);
		free(copy);
		data += length;
		size -= length;
	}
	ft_checker_clear(&checker);
	return 0;
}
