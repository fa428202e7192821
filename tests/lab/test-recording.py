#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-recording.py crash|unbegun: what a recording is worth whose run had no time to
conclude, or none at all."""

import json
import os
import signal
import subprocess
import sys

import lab


def crash():
    """roamtest is killed in mid-run: its recording goes as far as what it has shown."""
    folder = lab.scratch_folder()
    path = lab.endless(lab.scratch_folder())
    shown = ""
    with subprocess.Popen(lab.command(path, folder), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True) as process:
        while shown.count("->") < 6: # the heading has one
            shown += process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        shown += process.stdout.read()
    shown = shown[:shown.rindex("\n") + 1]
    lab.require("results.json" not in lab.left_in(folder), "the run had no time to conclude")
    report = lab.report(folder).decode()
    lab.require(report.startswith(shown), "the report begins with what the run has shown")
    lab.require("could not measure: the recording ends before the run does" in report,
                "and says that the run did not come to its end")
    results = json.loads(lab.report("--format", "json", folder))
    lab.check_schema(results)
    lab.require(len(results["roams"]) >= 5, "the roams that were seen are there")
    lab.require(results["verdict"] == "error", "their run has not passed")
    lab.report("--out", folder, folder)
    lab.check_capture(lab.Run(0, report, "", folder), results)


def unbegun():
    """The site could not be built: there is no run to report, and report says why."""
    run = lab.run(lab.scenario("quickstart"), "--hostapd", "/bin/false")
    lab.require(run.code == 3, f"exit code 3, not {run.code}")
    results = run.results()
    lab.check_schema(results)
    lab.require(results["problem"]["reason"] in run.err, "results.json has the reason")
    said = lab.report(run.folder, code=2).decode()
    lab.require(f"the run did not begin: {results['problem']['reason']}" in said,
                f"report says why there is none: {said}")


{"crash": crash, "unbegun": unbegun}[sys.argv[1]]()
