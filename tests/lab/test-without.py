#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The control interface is all that a run cannot do without: the quickstart without any one
of the other sources tells the same roams, and without all of them comes to its end, but then
nothing proves FT, and no roam counts as one."""

import lab

SOURCES = ["capture", "nl80211", "rtnetlink", "nlmon", "tracefs"]
EVENTS = {"capture": "frame", "nl80211": "kernel", "rtnetlink": "link", "tracefs": "trace"}
LEFT_OUT = "left out by --without"


def run_without(*left_out):
    options = [option for source in left_out for option in ("--without", source)]
    run = lab.run(lab.scenario("quickstart"), *options)
    lab.check_schema(run.results())
    check_sources(run, left_out)
    return run


def check_sources(run, left_out):
    told = {}
    for event in run.events():
        if event["event"] == "source":
            told.setdefault(event["source"], []).append(event)
    for source in left_out:
        lab.require(all(e["state"] == "unavailable" and e["reason"] == LEFT_OUT
                        for e in told[source]), f"{source} is {LEFT_OUT}: {told[source]}")
    for source in set(SOURCES + ["control", "probes"]) - set(left_out):
        lab.require([e["state"] for e in told[source]] == ["used", "used"],
                    f"{source} is used from start to end: {told[source]}")
    lab.require(told["control"][-1].get("clock_error_ns", 0) < 1000,
                f"its stamps are on the run's clock: {told['control'][-1]}")
    kinds = {event["event"] for event in run.events()}
    for source, kind in EVENTS.items():
        lab.require((kind in kinds) == (source not in left_out),
                    f"there are {kind} events if {source} is used: without {left_out}")


def used(run):
    return [roam["used"] for roam in run.results()["roams"]]


def main():
    with_all = run_without()
    lab.require(with_all.code == 0, f"exit code 0, not {with_all.code}")
    for source in SOURCES:
        run = run_without(source)
        lab.require(run.code == 0, f"exit code 0 without {source}, not {run.code}")
        lab.require(used(run) == used(with_all),
                    f"the roams are the same without {source}: {used(run)}")
    run = run_without(*SOURCES)
    lab.require(run.code == 1, f"exit code 1 without all, not {run.code}")
    roams = run.results()["roams"]
    lab.require(len(roams) == len(used(with_all)) and all(r["result"] == "ok" for r in roams),
                "every roam is carried out without all")
    lab.require(not {"ft-air", "ft-ds"} & set(used(run)), "and none counts as FT")


main()
