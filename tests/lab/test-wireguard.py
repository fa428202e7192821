#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-wireguard.py WHAT: tunnels from files and interfaces that are there, in what the
samples do not show."""

import re
import shutil
import sys

import lab

# In the place of wpa_supplicant, which has the station's network namespace from before the
# run until after it: tells what wg0 is like then. Keys only as their hash.
SPY = """#!/bin/sh
tell() {
	{ ip -details address show dev wg0; ip route show table all dev wg0
	  wg show wg0 listen-port; wg show wg0 fwmark; wg show wg0 peers
	  wg show wg0 preshared-keys | sha256sum; wg show wg0 private-key | sha256sum
	  wg show wg0 allowed-ips; wg show wg0 persistent-keepalive
	  wg show wg0 endpoints; } | sed "s/^/$1 wg0: /"
}
case "$*" in *-v*) exec SUPPLICANT "$@" ;; esac
tell before
SUPPLICANT "$@" &
trap 'kill $!; wait $!; tell after; exit 0' TERM
wait $!
"""

CONF = """[Interface]
PrivateKey = wLsDFVBcWUdOdXvKdV6UyzGaJY+/kdzzFfjwhZ1fmUI=
Address = 10.8.0.2/24
LISTEN
[Peer]
PublicKey = jHXL1WBG6OQvNVa+uqmCfjRQLTnWxVoEVJjhYdyTvBc=
PresharedKey = 5kvUMK0ZPKOmPzMMWzVdJD0vVtVWOmTqbXKjuZkFpqE=
AllowedIPs = 10.8.0.0/24
ENDPOINT
"""


def text_of(name="wg-quick"):
    return lab.scenario(f"traffic/{name}").read_text()


def write(text, conf=None):
    """A scenario, and its file beside it."""
    folder = lab.scratch_folder()
    path = folder / "scenario.yaml"
    path.write_text(text)
    if conf:
        (folder / "wg-quick.conf").write_text(conf)
    for file in folder.iterdir():
        file.chmod(0o644)
    return path


def run_conf(listen="", endpoint="", text=None):
    conf = CONF.replace("LISTEN", listen).replace("ENDPOINT", endpoint)
    run = lab.run(write(text or text_of(), conf))
    lab.check_no_key(run, conf)
    return run


def notes(run):
    return [event["text"] for event in run.events() if event["event"] == "note"]


def untouched():
    """An interface that was there is after the run as it was before it."""
    folder = lab.scratch_folder()
    spy = folder / "wpa_supplicant"
    spy.write_text(SPY.replace("SUPPLICANT", shutil.which("wpa_supplicant",
                                                          path="/usr/sbin:/sbin:/usr/bin")))
    spy.chmod(0o755)
    run = lab.run(lab.scenario("traffic/wg-existing"), "--wpa-supplicant", str(spy))
    lab.check_passed(run)
    log = (run.folder / "logs" / "wpa_supplicant.log").read_text()
    before, after = (re.findall(rf"{when} wg0: (.*)", log) for when in ("before", "after"))
    lab.require(len(before) > 8, f"wg0 is there before the run: {before}")
    lab.require(before == after, f"wg0 is the same before and after: {before} {after}")


def literal():
    run = run_conf(endpoint="Endpoint = 203.0.113.7:4500")
    results = lab.check_passed(run)
    lab.require(results["tunnel"]["endpoint"] == "203.0.113.7:4500", "the endpoint is kept")
    lab.require("The lab's server has the address 203.0.113.7, too" in notes(run),
                "a note says where it is")


def name():
    run = run_conf(endpoint="Endpoint = vpn.example.org:4500")
    results = lab.check_passed(run)
    lab.require(results["tunnel"]["endpoint"] == "10.77.0.1:4500",
                "a name is the lab's server, at the port of the file")
    lab.require("In the lab vpn.example.org is the lab's server, 10.77.0.1:4500"
                in notes(run), "a note says so")


def begins():
    """Of a peer without an endpoint it is the peer that begins."""
    run = run_conf(listen="ListenPort = 4501")
    results = lab.check_passed(run)
    lab.require(results["tunnel"]["endpoint"] == "10.77.0.1:51820",
                "the endpoint is where the peer has begun from")


def cut():
    """The far end's answers stop: the tunnel dies, and what is known of it is told."""
    text = text_of("stale-forwarding").replace("{ wireguard: lab }",
                                               "{ wireguard: wg-quick.conf, far-end: 10.8.0.1 }")
    text = text.replace("within: 1s", "within: 22s").replace("times: 3", "times: 1")
    run = run_conf(endpoint="Endpoint = 192.0.2.10:443", text=text)
    results = run.results()
    lab.check_schema(results)
    states = [roam["tunnel"]["state"] for roam in results["roams"]]
    lab.require(states[:2] == ["died", "died"], f"the tunnel dies at two places: {states}")
    first, second = (roam["tunnel"] for roam in results["roams"][:2])
    start = results["roams"][0]["start_ns"]
    last = first["last_authenticated"]
    lab.require(last == second["last_authenticated"] and last["source"] == "probes" and
                start - 25_000_000 < last["at_ns"] < start + 5_000_000,
                f"the last packet came before the old association's end: {last}")
    # WireGuard begins anew 15 s after the last answer, and then every 5 s.
    lab.require(first["unanswered_handshakes"] == 2, f"two attempts in 22 s: {first}")
    lab.require(second["unanswered_handshakes"] >= 5, f"they go on: {second}")
    lab.require(second["received_bytes"] == 0, f"nothing comes: {second}")
    lab.require("died in roam 1 hall -> stairs: the last authenticated packet came" in run.out
                and "; 2 handshake attempts have no answer" in run.out,
                "the summary says when the last packet came, and what was tried since")
    lab.check_report(run)


def unreachable():
    """The fault takes the packets of the file's own port off the wire."""
    text = text_of("endpoint-unreachable").replace(
        "{ wireguard: lab }", "{ wireguard: wg-quick.conf, far-end: 10.8.0.1 }")
    run = run_conf(endpoint="Endpoint = 192.0.2.10:443", text=text)
    lab.require("died" in {roam["tunnel"]["state"] for roam in run.results()["roams"]},
                "the tunnel dies")


def could_not_measure(run, reason, remedy):
    lab.require(run.code == 3, f"exit code 3, not {run.code}")
    lab.require(reason in run.out, f"the reason is told: {reason}")
    lab.require(remedy in run.out, f"the remedy is told: {remedy}")


def missing():
    """Where a scenario has a lab: section, it says so itself."""
    text = text_of("wg-existing")
    text = re.sub(r"lab:\n.*\n", "", text)
    could_not_measure(lab.run(write(text)), "there is no interface wg0",
                      "bring the VPN up before the run")


def no_wireguard():
    text = re.sub(r"lab:\n.*\n", "", text_of("wg-existing")).replace("wireguard: wg0",
                                                                    "wireguard: wlan0")
    could_not_measure(lab.run(write(text)), "wlan0 is no WireGuard interface",
                      "wg show interfaces")


def taken():
    """A file that is called as an interface that is there: nothing is changed."""
    folder = lab.scratch_folder()
    (folder / "wlan0.conf").write_text(CONF.replace("LISTEN", "").replace(
        "ENDPOINT", "Endpoint = 192.0.2.10:443"))
    (folder / "scenario.yaml").write_text(text_of().replace("wg-quick.conf", "wlan0.conf"))
    for file in folder.iterdir():
        file.chmod(0o644)
    could_not_measure(lab.run(folder / "scenario.yaml"), "there is an interface wlan0 already",
                      "take it down first")


def large():
    """A large file: peers and allowed IPs that no single message could carry, of both
    families."""
    peers = ""
    for number in range(40):
        key = f"{number:02}HXL1WBG6OQvNVa+uqmCfjRQLTnWxVoEVJjhYdyTv"
        networks = ", ".join(f"10.{100 + number}.{i}.0/24, fd{number:02}:{i:x}::/48"
                             for i in range(1, 101))
        peers += f"[Peer]\nPublicKey = {key}c=\nAllowedIPs = {networks}\n"
    conf = CONF.replace("LISTEN", "Address = fd08::2/64").replace(
        "ENDPOINT", "Endpoint = 192.0.2.10:443\nAllowedIPs = fd08::/64\n"
        "PersistentKeepalive = 1\n" + peers)
    text = text_of().replace("far-end: 10.8.0.1", 'far-end: "fd08::1"')
    run = lab.run(write(text, conf))
    results = lab.check_passed(run)
    lab.check_no_key(run, conf)
    lab.require(all(roam["tunnel"]["state"] == "continued" for roam in results["roams"]),
                "the tunnel continues, with IPv6 in it")


CHECKS = {
    "untouched": untouched, "literal": literal, "name": name, "begins": begins, "cut": cut,
    "unreachable": unreachable,
    "missing": missing, "no-wireguard": no_wireguard, "taken": taken, "large": large,
}

CHECKS[sys.argv[1]]()
