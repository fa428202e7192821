/* SPDX-License-Identifier: BSD-3-Clause */
#include <cap-ng.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "command.h"
#include "net/reflector.h"
#include "net/tcp-reflector.h"

static const char help[] =
	"Usage: roamtest reflect [--bind ADDRESS] [--port PORT]\n"
	"\n"
	"The far end for traffic probes, on a machine behind the access points: answers\n"
	"STAMP packets (RFC 8762, unauthenticated) and echoes the messages of TCP "
	"streams\n"
	"until interrupted. Needs no root.\n"
	"\n"
	"  --bind ADDRESS  listen on this address, IPv4 or IPv6; default: on all\n"
	"  --port PORT     listen on this port of UDP and TCP; default: 8620. The\n"
	"                  standard's, 862, is a privileged one. 0: one that is free\n"
	"  -h, --help      this text\n"
	"\n"
	"An answer is never longer than its question. One sender (address and port) is\n"
	"answered 2000 times a second at most, and of one address 128 senders and 32 "
	"TCP\n"
	"connections. More: THE REFLECTOR in roamtest(1).\n"
	"\n"
	"Exit status: 0 when interrupted, 2 for wrong usage, 3 if it cannot listen.\n";

struct options {
	const char *address; /* NULL: all */
	uint16_t port;
};

static int parse_port(const char *string, uint16_t *ret)
{
	unsigned long port;
	char *end;

	errno = 0;
	port = strtoul(string, &end, 10);
	if (string[0] < '0' || string[0] > '9' || *end != '\0' || errno != 0 ||
	    port > UINT16_MAX) {
		fprintf(stderr,
			"roamtest reflect: --port takes a number from 0 to %u, not "
			"'%s'\n",
			UINT16_MAX, string);
		return -EINVAL;
	}
	*ret = (uint16_t)port;
	return 0;
}

/* 1: help was printed, there is nothing to do; negative: wrong usage, which was told. */
static int parse_options(int argc, char **argv, struct options *o)
{
	static const struct option options[] = {
		{ "bind", required_argument, NULL, 'b' },
		{ "port", required_argument, NULL, 'p' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 'b':
			o->address = optarg;
			break;
		case 'p':
			if (parse_port(optarg, &o->port) < 0)
				return -EINVAL;
			break;
		case 'h':
			fputs(help, stdout);
			return 1;
		default:
			return -EINVAL;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "roamtest reflect: unexpected argument '%s'\n",
			argv[optind]);
		return -EINVAL;
	}
	return 0;
}

struct far_end {
	struct reflector *udp;
	struct tcp_reflector *tcp;
};

static int listen_to_udp(struct reflector **ret, sd_event *loop, const struct options *o,
			 struct error *error)
{
	struct reflector_config config = { .netns = -1 };
	int r;

	udp_address_parse(o->address ? o->address : "::", o->port, &config.address);
	r = reflector_start(ret, loop, &config, error);
	if (r == -EAFNOSUPPORT && !o->address) {
		/* A kernel without IPv6. */
		udp_address_parse("0.0.0.0", o->port, &config.address);
		r = reflector_start(ret, loop, &config, error);
	}
	if (r == -EACCES)
		error_remedy(error, "Take a port from 1024 on, or give roamtest the "
				    "capability CAP_NET_BIND_SERVICE.");
	else if (r == -EADDRINUSE)
		error_remedy(error, "Another program has it; take another with --port.");
	else if (r == -EADDRNOTAVAIL)
		error_remedy(error, "This machine does not have that address; "
				    "'ip address' shows those that it has.");
	return r;
}

static int listen_on(struct far_end *end, sd_event *loop, const struct options *o,
		     struct error *error)
{
	struct reflector_config config = { .netns = -1 };
	int r = listen_to_udp(&end->udp, loop, o, error);

	if (r < 0)
		return r;
	/* The same port, also where the kernel chose it. */
	r = reflector_address(end->udp, &config.address);
	if (r < 0)
		return error_errno(error, r, "cannot tell the socket's address");
	r = tcp_reflector_start(&end->tcp, loop, &config, error);
	if (r == -EADDRINUSE)
		error_remedy(error, "Another program has it; take another with --port.");
	return r;
}

/* Whatever is wrong with what follows has to do without privileges: the socket, the only
 * thing to need one, is there. */
static int drop_privileges(struct error *error)
{
	capng_clear(CAPNG_SELECT_CAPS);
	if (capng_apply(CAPNG_SELECT_CAPS) < 0)
		return error_set(error, -EPERM, "cannot drop capabilities");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return error_errno(error, -errno, "cannot rule out new privileges");
	return 0;
}

static int say_ready(const struct reflector *reflector, const struct options *o,
		     struct error *error)
{
	char text[UDP_ADDRESS_FORMAT_MAX];
	union udp_address address;
	int r = reflector_address(reflector, &address);

	if (r < 0)
		return error_errno(error, r, "cannot tell the socket's address");
	udp_address_format(text, &address);
	if (!o->address && address.any.sa_family == AF_INET6)
		fprintf(stderr, "roamtest reflect: ready on 0.0.0.0:%u and %s\n",
			udp_address_port(&address), text);
	else
		fprintf(stderr, "roamtest reflect: ready on %s\n", text);
	return 0;
}

static void say_summary(const struct reflector *reflector)
{
	static const char *const reasons[REFLECTION_MAX] = {
		[REFLECTION_MALFORMED] = "malformed",
		[REFLECTION_FOREIGN] = "not to be answered",
		[REFLECTION_TOO_FAST] = "too fast",
		[REFLECTION_NO_PLACE] = "of senders without a place",
		[REFLECTION_UNSENT] = "not sent",
	};
	cleanup_text_ struct text dropped = { 0 };
	struct reflector_tally tally;
	uint64_t packets = 0;

	reflector_tally(reflector, &tally);
	for (size_t i = 0; i < REFLECTION_MAX; i++) {
		packets += tally.packets[i];
		if (tally.packets[i] > 0 && i != REFLECTION_ANSWERED)
			text_printf(&dropped, ", %" PRIu64 " %s", tally.packets[i],
				    reasons[i]);
	}
	fprintf(stderr,
		"roamtest reflect: %" PRIu64 " packets of %" PRIu64 " senders; %" PRIu64
		" answered, %" PRIu64 " dropped%s%s\n",
		packets, tally.senders, tally.packets[REFLECTION_ANSWERED],
		packets - tally.packets[REFLECTION_ANSWERED], dropped.data ? ":" : "",
		dropped.data ? dropped.data + 1 : "");
}

static void say_connections(const struct tcp_reflector *reflector)
{
	struct tcp_reflector_tally tally;

	tcp_reflector_tally(reflector, &tally);
	if (tally.connections + tally.refused == 0)
		return;
	fprintf(stderr,
		"roamtest reflect: %" PRIu64 " TCP connections, %" PRIu64
		" messages echoed; %" PRIu64 " refused, %" PRIu64 " malformed\n",
		tally.connections, tally.messages, tally.refused, tally.malformed);
}

static int reflect_until_interrupted(const struct options *o, struct error *error)
{
	struct far_end end = { 0 };
	sd_event *loop = NULL;
	sigset_t signals;
	int r;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	r = sd_event_new(&loop);
	/* Without a handler they end the loop. */
	if (r >= 0)
		r = sd_event_add_signal(loop, NULL, SIGINT, NULL, NULL);
	if (r >= 0)
		r = sd_event_add_signal(loop, NULL, SIGTERM, NULL, NULL);
	if (r < 0)
		error_errno(error, r, "cannot make an event loop");
	else
		r = listen_on(&end, loop, o, error);
	if (r >= 0)
		r = drop_privileges(error);
	if (r >= 0)
		r = say_ready(end.udp, o, error);
	if (r >= 0) {
		r = sd_event_loop(loop);
		if (r < 0)
			error_errno(error, r, "the event loop has failed");
		say_summary(end.udp);
		say_connections(end.tcp);
	}
	reflector_close(end.udp);
	tcp_reflector_close(end.tcp);
	sd_event_unref(loop);
	return r;
}

static int run(int argc, char **argv)
{
	struct options o = { .port = REFLECTOR_PORT };
	cleanup_error_ struct error error = { 0 };
	union udp_address address;
	int r = parse_options(argc, argv, &o);

	if (r != 0)
		return r > 0 ? EXIT_PASSED : usage_error("reflect");
	if (o.address && udp_address_parse(o.address, o.port, &address) < 0) {
		fprintf(stderr,
			"roamtest reflect: --bind takes an IPv4 or IPv6 address, not "
			"'%s'\n",
			o.address);
		return usage_error("reflect");
	}
	if (reflect_until_interrupted(&o, &error) < 0) {
		print_error(&error);
		return EXIT_NOT_MEASURED;
	}
	return EXIT_PASSED;
}

const struct command command_reflect = {
	.name = "reflect",
	.summary = "the far end for traffic probes, behind the access points",
	.run = run,
};
