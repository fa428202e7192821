#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""A source that goes in mid-run is told to be lost, when and why, and the run goes on: the
quickstart, whose monitor interface somebody sets down after a second."""

import os
import shutil

import lab

# wpa_supplicant is started in the station's network namespace.
DISTURBED = """#!/bin/sh
[ "$1" = -v ] || (sleep 1; exec {ip} link set roamtest-mon0 down) &
exec {wpa_supplicant} "$@"
"""


def program(name):
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/local/sbin:/usr/sbin:/sbin")


def main():
    path = lab.scratch_folder() / "wpa_supplicant"
    path.write_text(DISTURBED.format(ip=program("ip"), wpa_supplicant=program("wpa_supplicant")))
    path.chmod(0o755)
    run = lab.run(lab.scenario("quickstart"), "--wpa-supplicant", str(path))
    lab.require(run.code == 0, f"exit code 0, not {run.code}")
    events = run.events()
    told = [e for e in events if e["event"] == "source" and e["source"] == "capture"]
    lab.require([e["state"] for e in told] == ["used", "lost", "lost"],
                f"the capture is used, then lost, and so at the end: {told}")
    lab.require(all("monitor interface is gone" in e["reason"] for e in told[1:]),
                f"and it says why: {told}")
    frames = [e["t"] for e in events if e["event"] == "frame"]
    lab.require(frames and frames[-1] <= told[1]["t"], "frames are recorded until then")
    roams = [e["t"] for e in events if e["event"] == "step-done"]
    lab.require(roams[0] < told[1]["t"] < roams[-2], "and roams go on after it")


main()
