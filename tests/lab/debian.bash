# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# A stock Debian at the station of a lab, for scripts that roamtest lab runs there: its
# services, as its systemd units start them, each with a session of its own; its state, and
# whether that is as it was.

interface=wlan0
control=/run/wpa_supplicant # wpa_supplicant's control folder
limit=60		    # seconds, for whatever is waited for
syslog=/run/syslog

fail() {
	printf 'FAILED: %s\n' "$*" >&2
	exit 1
}

# With the time since the machine was started.
say() { printf '%8s  %s\n' "$(cut -d ' ' -f 1 /proc/uptime)" "$*"; }

keep_logs() { cp "$syslog" "$ROAMTEST_OUTPUT/syslog.log"; }

# Folders of this machine's own in place of those of the machine that the lab is on.
own_folders() {
	local folder
	for folder; do
		mkdir -p "$folder"
		mount -t tmpfs -o mode=755 own "$folder"
	done
}

# From when it returns.
start_syslog() {
	python3 - "$syslog" <<-'END'
		import os, socket, sys
		log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
		log.bind("/dev/log")
		out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)
		if os.fork():
		    os._exit(0)
		os.setsid()
		for fd in range(3):
		    os.dup2(os.open(os.devnull, os.O_RDWR), fd)
		while True:
		    os.write(out, log.recv(65536).rstrip(b"\n") + b"\n")
	END
	trap keep_logs EXIT
}

start_system() {
	# A virtual clock begins with the machine. NetworkManager takes a time in the first
	# second for none, and nobody's machine is as young.
	sleep 1
	own_folders /etc/NetworkManager /etc/wpa_supplicant /var/lib/NetworkManager \
		/var/lib/dbus
	# systemd's 50-default.conf
	sysctl -q net.ipv4.ping_group_range='0 2147483647'
	rm -f /etc/machine-id
	printf '%032d\n' 7 >/etc/machine-id
	start_syslog
	mkdir -p /run/dbus
	dbus-daemon --system --fork --nopidfile --syslog-only
	/lib/systemd/systemd-udevd --daemon 2>/dev/null
	udevadm trigger --action=add --subsystem-match=net --subsystem-match=ieee80211
	udevadm settle
}

await_service() {
	gdbus wait --system --timeout "$limit" "$1" || fail "$1 does not come to the bus"
}

# wpa_supplicant.service
start_supplicant() {
	install -d -m 750 -g netdev "$control"
	setsid setpriv --regid netdev --clear-groups \
		/sbin/wpa_supplicant -u -s -O "DIR=$control GROUP=netdev" &
	await_service fi.w1.wpa_supplicant1
}

# NetworkManager.service, with the configuration that the package brings.
start_networkmanager() {
	install -d -m 700 /etc/NetworkManager/system-connections /etc/NetworkManager/conf.d
	printf '%s\n' '[main]' 'plugins=ifupdown,keyfile' '' '[ifupdown]' 'managed=false' '' \
		'[logging]' 'backend=syslog' >/etc/NetworkManager/NetworkManager.conf
	setsid /usr/sbin/NetworkManager --no-daemon &
	await_service org.freedesktop.NetworkManager
	# Which includes a scan of all channels, ten seconds.
	nm-online --wait-for-startup --quiet --timeout "$limit" ||
		fail "NetworkManager does not come up"
}

# connect SSID PASSWORD
connect() {
	nmcli --wait "$limit" device wifi connect "$1" password "$2" >/dev/null ||
		fail "NetworkManager does not connect to $1"
}

# wpa_supplicant@.service, with a control folder of the administrator's choice:
# start_own_supplicant SSID PASSWORD
start_own_supplicant() {
	local conf=/etc/wpa_supplicant/wpa_supplicant-$interface.conf
	control=/run/station
	install -m 600 /dev/null "$conf"
	cat >"$conf" <<-END
		ctrl_interface=DIR=$control GROUP=netdev
		network={
			ssid="$1"
			key_mgmt=FT-SAE SAE
			sae_password="$2"
			ieee80211w=2
		}
	END
	# -s is not in the unit: there its output goes to the journal.
	setsid /sbin/wpa_supplicant "-c$conf" -Dnl80211,wext "-i$interface" -s &
	await_said 'CTRL-EVENT-CONNECTED' 0
}

# await_line FILE PATTERN LINE: it has, below that line, one that the extended regular
# expression matches.
await_line() {
	local reader
	exec {lines}< <(exec tail -n "+$(($3 + 1))" -s 0.1 -f "$1")
	reader=$!
	timeout "$limit" grep -qE -m 1 -e "$2" <&"$lines" || fail "nobody says $2"
	exec {lines}<&-
	kill "$reader" 2>/dev/null || true
}

# await_said PATTERN LINE: in syslog.
await_said() { await_line "$syslog" "$1" "$2"; }

supplicant() { wpa_cli -p "$control" -i "$interface" "$@"; }

# A value of wpa_supplicant's status, such as bssid.
status() { supplicant status | sed -n "s/^$1=//p"; }

# roam BSSID: as wpa_supplicant does it by itself.
roam() {
	local line
	line=$(wc -l <"$syslog")
	[ "$(supplicant roam "$1")" = OK ] || fail "wpa_supplicant does not roam to $1"
	await_said "CTRL-EVENT-CONNECTED - Connection to $1" "$line"
}

networkmanager_state() {
	local file
	nmcli -t -f NAME,UUID,TYPE,DEVICE,STATE,AUTOCONNECT,FILENAME connection show
	nmcli -t -f DEVICE,TYPE,STATE,CONNECTION device
	# Not what changes by itself: the time of its last use, which access points were
	# seen. With each roam NetworkManager asks for its address anew; what it has is
	# looked at where the kernel has it.
	nmcli -t connection show corridor |
		grep -v -e '^connection.timestamp:' -e '^802-11-wireless.seen-bssids:' \
			-e '^GENERAL.SPEC-OBJECT:' -e '^IP[46]\.' -e '^DHCP[46]\.'
	nmcli -t -f general,connections device show "$interface"
	nmcli -t radio
	nmcli -t networking
	find /etc/NetworkManager /run/NetworkManager -name '*.conf' -o -name '*.nmconnection' |
		sort | while read -r file; do
		stat -c '%n %A %U %G %y' "$file"
		sha256sum "$file"
		sed -E 's/^(psk|password)=.*/\1=/' "$file"
	done
}

# With all of a network's settings that NetworkManager or an administrator makes and that a
# run may hold off.
supplicant_state() {
	local id name
	status wpa_state
	status ssid
	status key_mgmt
	supplicant list_networks
	for id in $(supplicant list_networks | grep -oE '^[0-9]+'); do
		for name in ssid bssid bssid_ignore bssid_accept bssid_blacklist \
			bssid_whitelist scan_freq freq_list scan_ssid disabled priority bgscan \
			key_mgmt proto pairwise group ieee80211w; do
			printf '%s %s %s\n' "$id" "$name" \
				"$(supplicant get_network "$id" "$name")"
		done
	done
	supplicant dump
}

# Not counters, times that run out, and what duplicate address detection does with each roam
# to addresses of IPv6 (RFC 4862 5.4).
kernel_state() {
	local name
	sysctl -a --pattern '^net\.' 2>/dev/null |
		grep -v -e '^net\.netfilter\.nf_conntrack_count ' | sort
	ip -o link
	ip -o addr | sed -e 's/ tentative//' -e 's/ *\\.*//'
	ip route show table all | grep -v '^local [0-9a-f]*:.* dev wlan0 ' |
		sed 's/ expires [0-9]*sec//' | sort
	ip rule
	ip -6 rule
	tc qdisc show
	iw dev | grep -E '^(phy|[[:space:]]*(Interface|ifindex|wdev|addr|ssid|type) )'
	iw dev "$interface" get power_save
	find /sys/kernel/tracing/instances -mindepth 1 -maxdepth 1
	for name in current_tracer trace_clock tracing_on set_event; do
		printf '%s: %s\n' "$name" "$(cat "/sys/kernel/tracing/$name")"
	done
}

# What programs leave: journals, control sockets, clients' sockets, themselves.
leftovers() {
	{
		find /run/roamtest "$control" -mindepth 1 2>/dev/null
		# Not find: it looks at each name there, and what the machine below has in
		# its /tmp comes and goes.
		compgen -G '/tmp/wpa_ctrl_*' || true
	} | sort
	pgrep -a 'roamtest|wpa_supplicant|NetworkManager|dhcpcd|tcpdump|dumpcap'
}

# machine_state FILE: all that a run must leave as it was.
machine_state() {
	(
		set +eo pipefail # what a command says that fails is a part of it
		if pgrep -x NetworkManager >/dev/null; then
			networkmanager_state
		fi
		supplicant_state
		kernel_state
		leftovers
	) >"$1" 2>&1
}

remember() { machine_state /run/state-before; }

# changed: whether the machine is another one than at the last remember; the difference.
changed() {
	machine_state /run/state-now
	! diff -u /run/state-before /run/state-now
}

# as_before WHEN
as_before() {
	if changed; then
		fail "$1 the machine is not as it was"
	fi
	say "$1 the machine is as it was"
}
