/* SPDX-License-Identifier: BSD-3-Clause */
#include "site/dhcp.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "site/programs.h"

/* Of each network: numbers 100 to 199. */
#define RANGE_FIRST 100
#define RANGE_LAST 199
#define NETMASK 0xffffff00u

/* A server, or the client. */
struct program {
	const struct dhcp *dhcp;
	struct daemon *daemon;
	const char *ready_mark; /* in the line that says it */
	bool ready;
};

struct dhcp {
	void (*ended)(void *userdata, const struct error *error);
	void *userdata;
	struct program *programs; /* in the order of their start */
	size_t count;
};

static void on_line(void *userdata, uint64_t stamp_ns, const char *line)
{
	struct program *program = userdata;

	(void)stamp_ns;
	if (strstr(line, program->ready_mark))
		program->ready = true;
}

static void on_ended(void *userdata, const struct error *error)
{
	const struct program *program = userdata;

	program->dhcp->ended(program->dhcp->userdata, error);
}

static int start(struct dhcp *dhcp, sd_event *loop, struct daemon_spec *spec,
		 const char *ready_mark, struct error *error)
{
	struct program *program = &dhcp->programs[dhcp->count++];

	*program = (struct program){ .dhcp = dhcp, .ready_mark = ready_mark };
	spec->line = on_line;
	spec->ended = on_ended;
	spec->userdata = program;
	return daemon_start(&program->daemon, loop, spec, error);
}

/* The network that this address of the server's is in. */
static void add_range(struct text *conf, struct in_addr server)
{
	uint32_t network = ntohl(server.s_addr) & NETMASK;
	struct in_addr first = { .s_addr = htonl(network + RANGE_FIRST) };
	struct in_addr last = { .s_addr = htonl(network + RANGE_LAST) };
	char from[INET_ADDRSTRLEN], to[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, &first, from, sizeof(from));
	inet_ntop(AF_INET, &last, to, sizeof(to));
	text_printf(conf, "dhcp-range=%s,%s,255.255.255.0,1h\n", from, to);
}

/* dnsmasq.conf of a server that does nothing but DHCP. Authoritative, as OpenWrt's: it
 * refuses at once what another network's server has given. It does not ask for three
 * seconds whether an address that it gives is in use. */
static void begin_server(const char *name, const char *run_folder, struct text *conf)
{
	text_printf(conf,
		    "port=0\nlog-facility=-\nlog-dhcp\nuser=root\nbind-interfaces\n"
		    "no-ping\ndhcp-authoritative\n"
		    "dhcp-leasefile=%s/dnsmasq-%s.leases\npid-file=%s/dnsmasq-%s.pid\n",
		    run_folder, name, run_folder, name);
}

/* In the plain network, and in every VLAN. */
void dhcp_format_server(const struct topology *topology, const char *run_folder,
			struct text *out)
{
	const struct scenario *scenario = topology->scenario;

	begin_server("server", run_folder, out);
	text_add(out, "interface=" SERVER_INTERFACE "\n");
	add_range(out, topology->server_address);
	for (size_t i = 0; i < scenario->access_point_count; i++) {
		unsigned vlan = scenario->access_points[i].vlan;
		char name[IF_NAMESIZE];

		if (!topology_vlan_is_first(scenario, i))
			continue;
		topology_vlan_name(vlan, SERVER_INTERFACE, name);
		text_printf(out, "interface=%s\n", name);
		add_range(out, topology_vlan_server(vlan));
	}
}

void dhcp_format_router(const struct topology *topology, size_t access_point,
			const char *run_folder, struct text *out)
{
	begin_server(topology->scenario->access_points[access_point].name, run_folder,
		     out);
	text_add(out, "interface=" ACCESS_POINT_BRIDGE "\n");
	add_range(out, topology_router_inside(access_point));
}

static int start_server(struct dhcp *dhcp, sd_event *loop, int netns, const char *name,
			const struct text *conf, const struct dhcp_options *options,
			struct error *error)
{
	cleanup_free_ char *path =
		memory_printf("%s/dnsmasq-%s.conf", options->run_folder, name);
	cleanup_free_ char *log =
		memory_printf("%s/dnsmasq-%s.log", options->log_folder, name);
	cleanup_free_ char *title = memory_printf("dnsmasq of %s", name);
	cleanup_free_ char *program = NULL;
	struct daemon_spec spec = { .name = title,
				    .log_path = log,
				    .netns = netns,
				    .secrets = options->secrets };
	int r = site_program(PROGRAM_DNSMASQ, &program, error);

	if (r >= 0)
		r = file_write(path, conf->data, conf->length, 0600, error);
	if (r < 0)
		return r;
	spec.arguments = (char *[]){ program, (char *)"--keep-in-foreground",
				     (char *)"-C", path, NULL };
	return start(dhcp, loop, &spec, "DHCP, IP range", error);
}

static int start_central(struct dhcp *dhcp, sd_event *loop,
			 const struct topology *topology,
			 const struct dhcp_options *options, struct error *error)
{
	cleanup_text_ struct text conf = { 0 };

	dhcp_format_server(topology, options->run_folder, &conf);
	return start_server(dhcp, loop, topology->server, "server", &conf, options,
			    error);
}

static int start_router(struct dhcp *dhcp, sd_event *loop,
			const struct topology *topology, size_t index,
			const struct dhcp_options *options, struct error *error)
{
	cleanup_text_ struct text conf = { 0 };

	dhcp_format_router(topology, index, options->run_folder, &conf);
	return start_server(dhcp, loop, topology->access_points[index],
			    topology->scenario->access_points[index].name, &conf, options,
			    error);
}

int dhcp_start_servers(struct dhcp **ret, sd_event *loop, const struct topology *topology,
		       const struct dhcp_options *options, struct error *error)
{
	const struct scenario *scenario = topology->scenario;
	struct dhcp *dhcp = memory_zero(1, sizeof(*dhcp));
	int r;

	*ret = dhcp;
	dhcp->ended = options->ended;
	dhcp->userdata = options->userdata;
	/* One for all, one a router, and the client. */
	dhcp->programs =
		memory_zero(scenario->access_point_count + 2, sizeof(*dhcp->programs));
	r = start_central(dhcp, loop, topology, options, error);
	for (size_t i = 0; i < scenario->access_point_count && r >= 0; i++)
		if (scenario->access_points[i].router)
			r = start_router(dhcp, loop, topology, i, options, error);
	return r;
}

/* What dhcpcd does of itself, but: names and IPv6 are not looked at; it does not ask the
 * network whether its address is somebody else's (RFC 5227), as NetworkManager does not;
 * and it invents no address where there is no server. */
#define CLIENT_CONF "noarp\nnoipv6\nnoipv4ll\nnodev\nscript /dev/null\n"

const char *dhcp_client_conf(const struct lab_station *station)
{
	/* nolink: without a look at the carrier. */
	return station->keep_address ? CLIENT_CONF "nolink\n" : CLIENT_CONF;
}

int dhcp_start_client(struct dhcp *dhcp, sd_event *loop, const struct topology *topology,
		      const struct dhcp_options *options, struct error *error)
{
	static const char *const own_folders[] = { "/var/lib/dhcpcd", NULL };
	cleanup_free_ char *path = memory_printf("%s/dhcpcd.conf", options->run_folder);
	cleanup_free_ char *log = memory_printf("%s/dhcpcd.log", options->log_folder);
	cleanup_free_ char *program = NULL;
	struct daemon_spec spec = { .name = "dhcpcd",
				    .log_path = log,
				    .netns = topology->station,
				    .own_folders = own_folders,
				    .secrets = options->secrets };
	const struct lab_station *station = &topology->scenario->station;
	const char *conf = dhcp_client_conf(station);
	int r = site_program(PROGRAM_DHCPCD, &program, error);

	if (r >= 0)
		r = file_write(path, conf, strlen(conf), 0600, error);
	if (r < 0)
		return r;
	spec.arguments = (char *[]){ program,
				     (char *)"--nobackground",
				     (char *)"--debug",
				     (char *)"-f",
				     path,
				     (char *)STATION_INTERFACE,
				     NULL };
	return start(dhcp, loop, &spec,
		     station->keep_address ? "delaying IPv4" : "waiting for carrier",
		     error);
}

const struct daemon *dhcp_first_waiting(const struct dhcp *dhcp)
{
	for (size_t i = 0; dhcp && i < dhcp->count; i++)
		if (!dhcp->programs[i].ready)
			return dhcp->programs[i].daemon;
	return NULL;
}

void dhcp_stop(struct dhcp *dhcp)
{
	for (size_t i = 0; dhcp && i < dhcp->count; i++)
		daemon_stop(dhcp->programs[i].daemon);
}

struct dhcp *dhcp_free(struct dhcp *dhcp, uint64_t deadline_ns)
{
	if (!dhcp)
		return NULL;
	for (size_t i = 0; i < dhcp->count; i++)
		daemon_free(dhcp->programs[i].daemon, deadline_ns);
	free(dhcp->programs);
	free(dhcp);
	return NULL;
}
