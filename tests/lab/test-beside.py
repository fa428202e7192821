#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-beside.py WHAT: roamtest run --beside runs a program in the station's network while the
streams flow. arp-evicted, stale-forwarding: ping(8) through the tunnel of that scenario misses
the same packets as the probes, within its interval at both ends of each gap. "ending": how the
program ends, and what is kept of it."""

import re
import statistics
import sys

import lab

MS = 1_000_000
LATE = 1 * MS  # in this lab the path takes no time
GAP = 100 * MS
# ping of iputils takes its clock for not yet read while that is in its first second, and then
# sends without a pause; under 10 ms it does so always. Neither ends on a virtual clock.
PING = "sleep 1; exec ping -D -n -O -i 0.02 -W 5 10.78.0.1"


def zero(run):
    """The run's start on CLOCK_REALTIME, which ping's stamps are of."""
    tunnel = next(e for e in run.events() if e["event"] == "tunnel" and "handshake_at" in e)
    return tunnel["handshake_ns"] - tunnel["handshake_at"]


def pings(run):
    """When each was sent, and which came back in time."""
    sent, good, start = {}, set(), zero(run)
    for line in (run.folder / "beside.log").read_text().splitlines():
        said = re.match(r"\[(\d+)\.(\d{6})\] .*icmp_seq=(\d+)(?:.* time=([0-9.]+) ms)?", line)
        if not said:
            continue
        at = int(said[1]) * 10**9 + int(said[2]) * 1000 - start
        number = int(said[3])
        if said[4]:
            took = float(said[4]) * MS
            sent[number] = at - took
            if took < LATE:
                good.add(number)
        else:  # "no answer yet for icmp_seq=": it sends the next one now
            sent.setdefault(number + 1, at)
    interval = statistics.median(sent[n + 1] - sent[n] for n in sent if n + 1 in sent)
    for number in [n - 1 for n in sent if n - 1 not in sent and n > 1]:
        sent[number] = sent[number + 1] - interval
    return sent, good, interval


def probes(run, stream):
    sent, good = {}, set()
    for event in run.events():
        if event["event"] != "probes" or event["stream"] != stream:
            continue
        sent.update({probe[0]: probe[1] for probe in event.get("sent", [])})
        good |= {probe[0] for probe in event.get("received", [])
                 if probe[1] - sent[probe[0]] < LATE}
    return sent, good


def gaps(sent, good, start, end):
    """Send times of the first and the last of each row of those that were lost or late, between
    one that was not and the next."""
    found, row, whole = [], [], False
    for number, at in sorted(sent.items(), key=lambda item: item[1]):
        if not start < at < end:
            continue
        if number not in good:
            row.append(at)
            continue
        if whole and row and row[-1] - row[0] > GAP:
            found.append((row[0], row[-1]))
        row, whole = [], True
    return found


def agree(name, least):
    run = lab.run(lab.scenario(f"traffic/{name}"), "--beside", PING)
    results = lab.check_passed(run)
    lab.require(results["traffic"][0]["through"] == "tunnel", "the first stream is the tunnel's")
    sent, good, interval = pings(run)
    lab.require(interval < 30 * MS, f"ping keeps to its interval: {interval}")
    lab.require("packets transmitted" in (run.folder / "beside.log").read_text(),
                "it printed its summary at the end")
    start, end = min(sent.values()), max(sent.values())
    theirs = gaps(sent, good, start, end)
    ours = gaps(*probes(run, 0), start, end)
    print(f"ping: {theirs}\nprobes: {ours}\ninterval: {interval}")
    lab.require(len(ours) == len(theirs) >= least, "both see the same gaps")
    for one, other in zip(ours, theirs):
        lab.require(all(abs(a - b) <= interval for a, b in zip(one, other)),
                    f"they agree within {interval} ns: {one}, {other}")
    silences = [(s["at_ns"], s["at_ns"] + s["ns"]) for s in results["traffic"][0]["silences"]
                if s["direction"] == "down"]
    for first, last in theirs:
        lab.require(any(at <= first + interval and last - interval <= until
                        for at, until in silences), "and results.json has them")
    # Told by the program: the path is that of the run.
    lab.check_report(run)


def ending():
    path = lab.scenario("quickstart")
    run = lab.run(path, "--beside", "echo here; echo correct horse battery; ip -o link; exit 3")
    lab.check_passed(run)
    log = (run.folder / "beside.log").read_text()
    lab.require(log.startswith("here\n[secret]\n") and " wlan0: " in log,
                f"it is in the station's network, and no secret is in what it says: {log}")
    lab.require("The program beside the run ended with exit code 3" in run.err, "its end is told")
    lab.check_outputs(run, "quickstart")
    run = lab.run_in(run.folder, path, "--beside",
                     "trap 'echo asked' INT; while :; do sleep 1; echo on; done")
    lab.check_passed(run)
    said = (run.folder / "beside.log").read_text().split()
    lab.require("here" not in said and said.count("on") >= 3 and said.count("asked") == 1,
                f"SIGINT comes first, and then a graver one: {said}")
    run = lab.run_in(run.folder, path, "--beside", "trap '' INT TERM; sleep 1000; sleep 1000")
    lab.check_passed(run)
    run = lab.run_in(run.folder, path)
    lab.require(not (run.folder / "beside.log").exists(), "a later run has none")


if sys.argv[1] == "ending":
    ending()
else:
    agree(sys.argv[1], {"arp-evicted": 5, "stale-forwarding": 2}[sys.argv[1]])
