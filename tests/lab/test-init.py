#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-init.py: roamtest init writes down a site as its station hears it, and the lab
simulates what is written, as it is."""

import subprocess

import lab

SITE = """\
network: { ssid: "corri \\"dor", security: [psk, ft-psk], password: correct horse battery }
access-points:
  hall:   { bssid: "02:00:00:00:01:00", channel: 1 }
  stairs: { bssid: "02:00:00:00:02:00", channel: 36 }
  attic:  { bssid: "02:00:00:00:03:00", channel: 6 }
  cellar: { bssid: "02:00:00:00:04:00", channel: 11 }
  shed:   { bssid: "02:00:00:00:05:00", channel: 44 }
lab:
  hostapd: { ieee80211w: 1 }
  access-points:
    attic: { hostapd: { wpa_key_mgmt: WPA-PSK, mobility_domain: null } }
    cellar: { hostapd: { mobility_domain: b2b2 } }
    shed: { hostapd: { ft_over_ds: 0, ieee80211w: 0, ignore_broadcast_ssid: 1 } }
traffic:
  - { name: plain, through: wifi, every: 1s }
steps:
  - associate: hall
  - wait: 60s
"""
EXPECTED = """\
access-points:
  # -20 dBm, PSK FT-PSK, CCMP-128, PMF offered, MDE a1b2 over the DS; the station is here
  ap-0100: { bssid: "02:00:00:00:01:00", channel: 1 }
  # -27 dBm, PSK FT-PSK, CCMP-128, PMF offered, MDE a1b2 over the DS
  ap-0200: { bssid: "02:00:00:00:02:00", channel: 36 }
  # -27 dBm, PSK FT-PSK, CCMP-128, no PMF, MDE a1b2
  # differs: not over the DS, no PMF
  ap-0500: { bssid: "02:00:00:00:05:00", channel: 44 }
  # To these no roam can use FT:
  # -20 dBm, PSK, CCMP-128, PMF offered
  # differs: no MDE
  # ap-0300: { bssid: "02:00:00:00:03:00", channel: 6 }
  # -20 dBm, PSK FT-PSK, CCMP-128, PMF offered, MDE b2b2 over the DS
  # differs: mobility domain b2b2
  # ap-0400: { bssid: "02:00:00:00:04:00", channel: 11 }

# Only with --lab: how to simulate them.
lab:
  by-default: false
  hostapd: { ieee80211w: 1 }
  access-points:
    ap-0500: { hostapd: { ft_over_ds: 0, ieee80211w: 0 } }

traffic:
  - { name: gateway, through: wifi, probe: icmp, every: 20ms }
"""

folder = lab.scratch_folder()
site = folder / "site.yaml"
site.write_text(SITE)
run = lab.run(site, "--beside", "ip route add default via 10.77.0.1;"
              f" {lab.ROAMTEST} init wlan0; echo == $?")
lab.check_passed(run)
written, _, code = (run.folder / "beside.log").read_text().partition("== ")
lab.require(int(code) == 0, f"it ends well: {code}")
lab.require(EXPECTED in written, f"the site is as it was made:\n{written}")
lab.require('ssid: "corri \\"dor"\n  security: [psk, ft-psk]\n' in written,
            f"and so is its network:\n{written}")
lab.require("horse" not in written, "no password is in it")

again = folder / "again.yaml"
again.write_text(written)
subprocess.run([*lab.PREFIX, lab.ROAMTEST, "check", again], check=True)
run = lab.run(again, "--lab", lab.LAB)
results = lab.check_passed(run)
pairs = {(roam["from"], roam["to"], roam["via"]) for roam in results["roams"]}
names = ["ap-0100", "ap-0200", "ap-0500"]
lab.require(pairs == {(a, b, "air") for a in names for b in names if a != b} |
            {("ap-0100", "ap-0200", "ds"), ("ap-0200", "ap-0100", "ds")},
            f"every pair is roamed in the ways that it offers: {pairs}")
seen = {(bss["bssid"][-5:-3], bss["frequency_mhz"], tuple(bss["akms"]), bss["ft_capability"] & 1,
         bss["rsn_capabilities"] & 0xc0)
        for bss in run.events() if bss["event"] == "bss" and "akms" in bss}
akms = (0x000fac02, 0x000fac04)
lab.require(seen == {("01", 2412, akms, 1, 0x80), ("02", 5180, akms, 1, 0x80),
                     ("05", 5220, akms, 0, 0)},
            f"they offer what those that were heard did: {seen}")
lab.require(results["traffic"][0]["name"] == "gateway", "under traffic to the gateway")
