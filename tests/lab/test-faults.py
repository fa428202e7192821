#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-faults.py NAME: scenarios/faults/NAME.yaml passes in the lab, and what hostapd and the
recording say shows that it is the fault's doing.

test-faults.py refused: a fault that hostapd cannot make ends the run with the reason."""

import re
import sys

import lab

MS = 1_000_000
S = 1000 * MS

NO_KEY = "FT: Did not find R0KH-ID"
PULL = r"FT: Received PMK-R1 pull$"
ASKED = "FT: Send PMK-R1 pull request from {stairs} to remote R0KH address "
OWN = "FT: seq - local R0KH-ID and R1KH-ID"
BSSIDS = {"hall": "02:00:00:00:01:00", "stairs": "02:00:00:00:02:00",
          "landing": "02:00:00:00:03:00"}

# What the log of an access point's hostapd must say, or (False) not say.
LOGS = {
    "healthy": [("hall", PULL, True), ("landing", PULL, True)],
    "r0kh-missing": [("stairs", NO_KEY, True), ("landing", NO_KEY, False)],
    "r0kh-mac": [("stairs", ASKED + "02:00:00:00:01:01", True),
                 ("stairs", ASKED + "{hall}", False)],
    "r0kh-key": [("hall", r"FT\(RRB\): Failed to decrypt", True),
                 ("stairs", r"FT\(RRB\): Failed to decrypt", False)],
    "r1kh-missing": [("hall", "FT: No matching R1KH found", True)],
    "r1kh-key": [("hall", r"FT\(RRB\): Failed to decrypt", True),
                 ("stairs", r"FT\(RRB\): Failed to decrypt", False)],
    "r1kh-id": [("hall", "FT: No matching R1KH found", True),
                ("landing", "FT: No matching R1KH found", False)],
    "r1kh-id-duplicate": [("stairs", OWN, True), ("hall", OWN, True),
                          ("landing", r"FT\(RRB\): Failed to decrypt", True)],
    "nas-identifier": [("stairs", NO_KEY, True), ("landing", NO_KEY, True),
                       ("hall", NO_KEY, False)],
    "nas-identifier-duplicate": [("stairs", OWN, True), ("landing", OWN, False)],
    "generate-local-sae": [],
    "over-ds-off": [("hall", "FT: Over-DS option disabled - reject", True),
                    ("stairs", "FT: Over-DS option disabled - reject", False)],
    "mobility-domain": [("stairs", "FT: Invalid MDIE", True)],
    "no-ft-akm": [("stairs", "AP-STA-CONNECTED", True), ("stairs", "FT: ", False)],
    "cipher": [("stairs", r"FT: Invalid pairwise cipher \(0x10\)", True)],
    "pmf": [],
    "password": [],
    "access-list": [("stairs", "not allowed to authenticate", True)],
    "access-point-full": [("stairs", "no more room for new STAs", True)],
    "wildcard-discovery": [("stairs", "FT: Using wildcard R0KH-ID", True)],
    "reassociation-deadline": [],
    "rrb-key-zero": [],
    "rrb-key-length": [],
    "rrb-blocked": [("stairs", ASKED + "{hall}", True)],
    "relay-blocked": [("hall", "FT: RRB send to {stairs}", True)],
    "r0kh-restarted": [("hall", "FT: No matching PMK-R0-Name found", True)],
    "target-off-air": [("stairs", "AP-DISABLED", True)],
    "target-channel": [("stairs", "AP-DISABLED", True)],
    "deauthenticated-after": [("stairs", "AP-STA-DISCONNECTED", True)],
    "negative-cache": [("stairs", "FT: Temporarily block R0KH-ID", True),
                       ("stairs", "FT: R0KH-ID is temporarily blocked", True)],
    "pmksa": [],
}


def log_of(run, name):
    return (run.folder / "logs" / f"hostapd-{name}.log").read_text()


def says(run, name, words):
    return len(re.findall(words.format(**BSSIDS), log_of(run, name), re.M))


def configuration(run, name):
    """As recorded, without its secrets."""
    number = list(BSSIDS).index(name)
    [text] = [event["text"] for event in run.events()
              if event["event"] == "ap-conf" and event["access_point"] == number]
    return text


def times(results):
    return [roam["total_ns"] for roam in results["roams"]]


def generate_local_sae(run, results):
    for name in BSSIDS:
        conf = configuration(run, name)
        lab.require("ft_psk_generate_local=1" in conf and "r0kh" not in conf,
                    f"{name} lists nobody")
    fast = {roam["used"] for roam in results["roams"]}
    lab.require(fast == ({"ft-air", "ft-ds"} if "psk" in sys.argv[1] else {"none"}),
                "that is right for FT-PSK only")


def password(run, results):
    words = "invalid MIC in msg 2/4" if "psk" in sys.argv[1] else "SAE: Confirm mismatch"
    lab.require(says(run, "stairs", words), "stairs has another password")
    lab.require(all(roam["result"] == "ok" for roam in results["roams"]), "FT hides it")


def wildcard_discovery(run, results):
    cold_air, cold_ds, air, ds = times(results)
    lab.require(90 * MS < cold_air < 200 * MS, f"the station asks again: {cold_air}")
    lab.require(900 * MS < cold_ds < 1100 * MS, f"the access point asks again: {cold_ds}")
    lab.require(max(air, ds) < 20 * MS, f"once known it is fast: {air}, {ds}")
    lab.require(says(run, "landing", "FT: Using wildcard R0KH-ID") == 1, "landing looks once")


def reassociation_deadline(run, results):
    for name in BSSIDS:
        lab.require("reassociation_deadline=1000\n" in configuration(run, name),
                    f"the deadline of {name} is short")
    seen = {roam["negotiated"]["reassociation_deadline_tu"] for roam in results["roams"]}
    lab.require(seen == ({1000} if "psk" in sys.argv[1] else {None}),
                f"with a PSK it is to be seen: {seen}")


def rrb_key_zero(run, _):
    for name in BSSIDS:
        lab.require(configuration(run, name).count(" key-zero:64\n") == 4,
                    f"the keys of {name} are all zeros")


def rrb_key_length(run, _):
    for name, count in (("hall", 2), ("stairs", 2), ("landing", 0)):
        lab.require(len(re.findall(r" key-\d+:40$", configuration(run, name), re.M)) == count,
                    f"{count} entries of {name} have an odd key")


def rrb_blocked(run, _):
    """One pull, over the DS, arrives: when the frames pass again."""
    lab.require(says(run, "hall", "FT: Send PMK-R1 pull response from {hall} to {stairs}") == 1,
                "hall answers stairs once")


def relay_blocked(run, _):
    """One request and its answer arrive: when the frames pass again."""
    for name, other in (("stairs", "hall"), ("hall", "stairs")):
        lab.require(says(run, name, f"FT: RRB received frame from remote AP {{{other}}}") == 1,
                    f"what {other} relays reaches {name} once")


def notes(run, beginning):
    return [event for event in run.events()
            if event["event"] == "note" and event["text"].startswith(beginning)]


def changes(run, begins, ends):
    """The steps are done when hostapd has done it: what is noted happens in them."""
    lab.require(len(notes(run, "Fault begins: ")) == begins, "it is noted when a fault begins")
    lab.require(len(notes(run, "Fault ends: ")) == ends, "it is noted when a fault ends")


def r0kh_restarted(run, _):
    changes(run, 2, 0)
    lab.require(says(run, "hall", "AP-ENABLED") == 3, "hall has begun three times")
    lab.require(says(run, "stairs", "AP-ENABLED") == 1, "stairs was left alone")


def target_off_air(run, _):
    changes(run, 1, 1)
    lab.require(says(run, "stairs", "AP-ENABLED") == 2, "stairs comes back")


def target_channel(run, _):
    changes(run, 1, 1)
    channels = {event["frequency_mhz"] for event in run.events()
                if event["event"] == "bss" and event["bssid"] == BSSIDS["stairs"]
                and "frequency_mhz" in event}
    lab.require(channels == {2437, 2462}, f"stairs was found on both channels: {channels}")


def deauthenticated_after(run, _):
    events = run.events()
    arrived = [event["t"] for event in events if event["event"] == "supplicant"
               and event["what"] == "connected" and event["bssid"] == BSSIDS["stairs"]]
    out = [event["t"] for event in events if event["event"] == "kernel"
           and event["what"] == "deauthenticate"
           and event["frame"]["from"] == BSSIDS["stairs"]]
    lab.require(len(arrived) == len(out) == 2, f"it is thrown out each time: {arrived}, {out}")
    for came, went in zip(arrived, out):
        lab.require(abs(went - came - S) < 10 * MS, f"after a second: {went - came}")


def negative_cache(run, results):
    changes(run, 0, 1)
    lab.require(says(run, "stairs", ASKED + "{hall}"), "stairs asks hall, when it may")
    lab.require([roam["status"] for roam in results["roams"]] == [None, 53, 53, None],
                "it refuses in between")


CHECKS = {
    "generate-local-sae": generate_local_sae,
    "password": password,
    "wildcard-discovery": wildcard_discovery,
    "reassociation-deadline": reassociation_deadline,
    "rrb-key-zero": rrb_key_zero,
    "rrb-key-length": rrb_key_length,
    "rrb-blocked": rrb_blocked,
    "relay-blocked": relay_blocked,
    "r0kh-restarted": r0kh_restarted,
    "target-off-air": target_off_air,
    "target-channel": target_channel,
    "deauthenticated-after": deauthenticated_after,
    "negative-cache": negative_cache,
}


def refused():
    """Channel 13 is none in the country that the lab is in."""
    path = lab.scratch_folder() / "refused.yaml"
    text = lab.scenario("faults/target-channel-psk").read_text()
    assert "channel: 11 }\nsteps" in text
    path.write_text(text.replace("channel: 11 }\nsteps", "channel: 13 }\nsteps"))
    run = lab.run(path)
    lab.require(run.code == 3, f"exit code 3, not {run.code}")
    lab.require("hostapd of stairs does not do as it is told: ENABLE: FAIL" in run.out + run.err,
                "it says what hostapd did not do")
    lab.require("look at the end of the log" in run.out + run.err, "and where to look")


def main():
    name = sys.argv[1]
    if name == "refused":
        refused()
        return
    fault = name.rsplit("-", 1)[0]
    run = lab.run(lab.scenario(f"faults/{name}"))
    results = lab.check_passed(run)
    for access_point, words, said in LOGS[fault]:
        lab.require(bool(says(run, access_point, words)) == said,
                    f"{access_point} says {'' if said else 'nothing of '}{words}")
    if fault in CHECKS:
        CHECKS[fault](run, results)
    lab.check_outputs(run, f"faults/{name}")


main()
