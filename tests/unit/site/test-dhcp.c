/* SPDX-License-Identifier: BSD-3-Clause */
#include "../cmocka-all.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/cleanup.h"
#include "site/dhcp.h"

static struct access_point access_points[] = {
	{ .name = (char *)"hall", .vlan = 20 },
	{ .name = (char *)"stairs", .router = true },
	{ .name = (char *)"attic", .vlan = 20 },
	{ .name = (char *)"cellar", .vlan = 300 },
};

static const struct scenario scenario = { .access_points = access_points,
					  .access_point_count = 4 };

static struct topology sample(void)
{
	return (struct topology){ .scenario = &scenario,
				  .server_address = { .s_addr = htonl(0x0a4d0001) } };
}

static void the_server_serves_the_plain_network_and_each_vlan_once(void **state)
{
	const struct topology topology = sample();
	cleanup_text_ struct text conf = { 0 };

	(void)state;
	dhcp_format_server(&topology, "/run/lab", &conf);
	assert_string_equal(conf.data,
			    "port=0\nlog-facility=-\nlog-dhcp\nuser=root\n"
			    "bind-interfaces\nno-ping\ndhcp-authoritative\n"
			    "dhcp-leasefile=/run/lab/dnsmasq-server.leases\n"
			    "pid-file=/run/lab/dnsmasq-server.pid\n"
			    "interface=eth0\n"
			    "dhcp-range=10.77.0.100,10.77.0.199,255.255.255.0,1h\n"
			    "interface=eth0.20\n"
			    "dhcp-range=10.80.20.100,10.80.20.199,255.255.255.0,1h\n"
			    "interface=eth0.300\n"
			    "dhcp-range=10.81.44.100,10.81.44.199,255.255.255.0,1h\n");
}

static void a_router_serves_the_network_behind_it(void **state)
{
	const struct topology topology = sample();
	cleanup_text_ struct text conf = { 0 };

	(void)state;
	dhcp_format_router(&topology, 1, "/run/lab", &conf);
	assert_non_null(strstr(conf.data, "/run/lab/dnsmasq-stairs.leases\n"));
	assert_non_null(strstr(conf.data, "interface=br0\n"
					  "dhcp-range=10.77.2.100,10.77.2.199,"));
	assert_null(strstr(conf.data, "eth0"));
}

static void a_client_that_keeps_its_address_does_not_look_at_the_carrier(void **state)
{
	struct lab_station station = { .dhcp = true };

	(void)state;
	assert_null(strstr(dhcp_client_conf(&station), "nolink"));
	station.keep_address = true;
	assert_non_null(strstr(dhcp_client_conf(&station), "nolink\n"));
	assert_non_null(strstr(dhcp_client_conf(&station), "script /dev/null\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_server_serves_the_plain_network_and_each_vlan_once),
		cmocka_unit_test(a_router_serves_the_network_behind_it),
		cmocka_unit_test(
			a_client_that_keeps_its_address_does_not_look_at_the_carrier),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
