# SPDX-License-Identifier: BSD-3-Clause
"""Which roams by FT hostapd's rules allow between the radios of OpenWrt's configuration files
with lists of key holders: a second reading of hostap_2_10:src/ap/wpa_auth_ft.c, for tests of
roamtest twin. It shares nothing with lib/config. No wildcards, and no keys made locally."""

import re


class Radio:
    """A wifi-iface: what its hostapd is told."""

    def __init__(self, name, bssid):
        self.name, self.bssid = name, octets(bssid)
        self.nasid = self.password = self.r1kh_id = None
        self.r0kh, self.r1kh = [], []


def octets(mac):
    return bytes.fromhex(mac.replace(":", ""))


def read(text, names, bssids):
    """The radios of a file, in its order, with these names and addresses."""
    radios = []
    for line in text.splitlines():
        if line.startswith("config wifi-iface"):
            radios.append(Radio(names[len(radios)], bssids[len(radios)]))
            continue
        found = re.match(r"\s*(?:option|list) (\w+) '([^']*)'", line)
        if not found:
            continue
        option, value = found.groups()
        if option == "nasid":
            radios[-1].nasid = value
        elif option == "key":
            radios[-1].password = value
        elif option == "r1_key_holder":
            radios[-1].r1kh_id = octets(value)
        elif option == "r0kh":
            mac, holder, key = value.split(",")
            radios[-1].r0kh.append((octets(mac), holder, bytes.fromhex(key)))
        elif option == "r1kh":
            mac, holder, key = value.split(",")
            radios[-1].r1kh.append((octets(mac), octets(holder), bytes.fromhex(key)))
    return radios


def entry(entries, holder):
    """wpa_ft_rrb_lookup_r0kh(), wpa_ft_rrb_lookup_r1kh(): the last match of a list to whose
    head hostapd has added line by line (hostapd/config_file.c, add_r0kh()), so the first."""
    return next((each for each in entries if each[1] == holder), None)


def pulls(first, target):
    """Whether the target gets the station's PMK-R1 from the access point of its first
    association."""
    # wpa_ft_pull_pmk_r1(): whom the target asks, and with which key.
    asked = entry(target.r0kh, first.nasid)
    if asked is None or asked[0] != first.bssid:
        return False
    # wpa_ft_rrb_rx_pull() looks for the R1KH-ID in the question.
    answers = entry(first.r1kh, target.r1kh_id)
    if answers is None or answers[2] != asked[2]:
        return False
    # wpa_ft_rrb_rx_seq(): each asks the other for its sequence number first. It is for the
    # one of the two whose identifier it has, and not for both; and it has to come from the
    # address in the entry (wpa_ft_rrb_seq_chk(), no wildcard).
    if first.nasid == target.nasid or first.r1kh_id == target.r1kh_id:
        return False
    return answers[0] == target.bssid


def broken(radios):
    """The ordered pairs without FT. The station knows the password that most have."""
    passwords = [radio.password for radio in radios]
    known = max(passwords, key=passwords.count)
    return {(first.name, target.name) for first in radios for target in radios
            if first is not target
            and not (first.password == known and pulls(first, target))}
