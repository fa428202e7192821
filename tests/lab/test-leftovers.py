#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""A roamtest that is killed leaves no process; what it leaves in its folder, the next run
there removes."""

import os
import pathlib
import signal
import subprocess

import lab


def descendants(pid):
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(c) for c in children] + [d for c in children for d in descendants(int(c))]


def main():
    folder = lab.scratch_folder()
    path = lab.endless(lab.scratch_folder())
    with subprocess.Popen(lab.command(path, folder), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True) as process:
        for line in process.stdout:
            if "->" in line and "ft-" in line:
                break
        tree = descendants(process.pid)
        lab.require(len(tree) > 3, "the guest's processes are there")
        watches = [os.pidfd_open(pid) for pid in tree]
        os.kill(process.pid, signal.SIGKILL)
    for watch in watches:
        lab.require(lab.ends(watch), "every process of the guest ends")
    lab.require("logs/recording" in lab.left_in(folder), "something is left to remove")
    run = lab.run_in(folder, lab.scenario("wrong-password"))
    lab.require(run.code == 0, f"exit code 0, not {run.code}")
    expected = ["capture.pcapng", "console.log", "events.jsonl", "junit.xml", "logs", "logs/hostapd-hall.log",
                "logs/hostapd-stairs.log", "logs/wpa_supplicant.log", "results.json"]
    lab.require(lab.left_in(folder) == expected, f"{expected} are left, not {lab.left_in(folder)}")


main()
