#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""roamtest run --air keeps the whole air beside the run: every frame that the station's radio
saw is in it, at the same time, and what other radios sent too; it holds no key. An earlier
run's is not taken for this one's."""

import air
import lab

LIMIT_NS = 50000
BEACON = 0x80


def check_same(run):
    whole = air.read(run.folder / "air.pcapng")
    pairs = air.match(air.read(run.folder / "capture.pcapng"), whole)
    lab.require(len(pairs) >= 50, f"the station saw frames: {len(pairs)}")
    for frame, same in pairs:
        lab.require(same, f"{frame.octets[:24].hex()} of the capture is on the air")
        error = abs(frame.time_ns - same.time_ns)
        lab.require(error < LIMIT_NS, f"{frame.octets[:24].hex()} is {error} ns off")
    beacons = {frame.octets[10:16] for frame in whole if frame.octets[0] == BEACON}
    lab.require(len(beacons) == 2, "both access points' beacons are there")
    times = [frame.time_ns for frame in whole]
    lab.require(times == sorted(times), "in the order in which they were sent")


def main():
    run = lab.run(lab.scenario("quickstart"), "--air")
    lab.require(run.code == 0, f"exit code 0, not {run.code}")
    lab.require("logs/air.pcapng" not in lab.left_in(run.folder), "it is where it belongs")
    lab.check_blocks((run.folder / "air.pcapng").read_bytes())
    lab.read_capture(run.folder / "air.pcapng", "frame.number")
    check_same(run)
    lab.check_no_secret(run, "corridor", "correct horse battery")
    again = lab.run_in(run.folder, lab.scenario("quickstart"))
    lab.require(again.code == 0, f"exit code 0 without, not {again.code}")
    lab.require("air.pcapng" not in lab.left_in(again.folder), "nobody asked for one")


main()
