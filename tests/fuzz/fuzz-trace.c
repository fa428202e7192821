/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "wifi/trace-event.h"

#include "../unit/wifi/trace-formats.h"

/* An event's format, and entries of the kernel's ring buffer, each behind its length in
 * an octet. libFuzzer gives them in a block of exactly their size. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct trace_decoder *new_decoder(void)
{
	static const struct {
		const char *name, *format;
	} formats[] = {
		{ "rdev_auth", rdev_auth_format },
		{ "rdev_add_key", rdev_add_key_format },
		{ "rdev_mgmt_tx", rdev_mgmt_tx_format },
		{ "rdev_change_station", rdev_change_station_format },
		{ "rdev_del_key", rdev_del_key_format },
		{ "drv_sta_state", drv_sta_state_format },
		{ "rdev_return_int", rdev_return_int_format },
		{ "rdev_return_int_cookie", rdev_return_int_cookie_format },
		{ "drv_return_int", drv_return_int_format },
	};
	struct trace_decoder *decoder = trace_decoder_new();

	for (size_t point = 0; point < TRACE_POINT_COUNT; point++)
		for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
			if (strcmp(trace_points[point].name, formats[i].name) == 0 &&
			    trace_decoder_learn(decoder, point, formats[i].format) < 0)
				abort();
	return decoder;
}

static void read_format(const uint8_t *data, size_t size)
{
	struct trace_decoder *decoder = trace_decoder_new();
	char *format = memory_strndup((const char *)data, size);

	for (size_t point = 0; point < TRACE_POINT_COUNT; point++)
		trace_decoder_learn(decoder, point, format);
	free(format);
	trace_decoder_free(decoder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct trace_decoder *decoder;
	uint64_t time_ns = 0;

	if (!decoder)
		decoder = new_decoder();
	read_format(data, size);
	trace_decoder_forget(decoder);
	while (size > 0) {
		size_t length = *data++;
		struct event event;

		size--;
		if (length > size)
			length = size;
		/* A call has begun before it returns. */
		if (trace_decoder_take(decoder, ++time_ns, data, length, &event) &&
		    event.trace.began_ns >= event.time_ns)
			abort();
		data += length;
		size -= length;
	}
	return 0;
}
