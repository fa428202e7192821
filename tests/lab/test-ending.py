#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-ending.py killed|hung|interrupted|terminated|hung-up: however a run ends, it says so,
keeps what it has, and leaves nothing behind."""

import os
import pathlib
import signal
import subprocess
import sys

import lab

SECRET = "in the environment, in no child's"

# What is done to whom, and the exit code and words that must follow.
ENDINGS = {
    "killed": ("guest", signal.SIGKILL, 3, "killed by SIGKILL"),
    "hung": ("guest", signal.SIGSTOP, 3, "said nothing"),
    "interrupted": ("roamtest", signal.SIGINT, 130, ""),
    "terminated": ("roamtest", signal.SIGTERM, 130, ""),
    "hung-up": ("roamtest", signal.SIGHUP, 130, ""),
}


LEFT = ["capture.pcapng", "console.log", "events.jsonl", "junit.xml", "logs", "logs/hostapd-hall.log",
        "logs/hostapd-stairs.log", "logs/wpa_supplicant.log", "results.json"]


def guest_of(process):
    children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
    pids = [int(pid) for pid in children.read_text().split()]
    lab.require(len(pids) == 1, f"roamtest has one child, not {pids}")
    return pids[0]


def check_discretion(proc):
    lab.require(SECRET.encode() not in (proc / "environ").read_bytes(),
                "a password in the environment does not get to the machine")
    lab.require(b"correct horse" not in (proc / "cmdline").read_bytes(),
                "no password is in the machine's arguments")
    limits = (proc / "limits").read_text().splitlines()
    core = next(line for line in limits if line.startswith("Max core file size"))
    lab.require(core.split()[4] == "0", "no core file is written")


def check_lock(path, folder):
    second = subprocess.run(lab.command(path, folder), check=False,
                            stdin=subprocess.DEVNULL, capture_output=True, text=True)
    lab.require(second.returncode == 2, f"a second run into a folder is refused, not {second.returncode}")
    lab.require("another roamtest" in second.stderr, "and it says why")


def main():
    whom, what, code, words = ENDINGS[sys.argv[1]]
    folder = lab.scratch_folder()
    temporary = lab.scratch_folder()
    path = lab.endless(lab.scratch_folder())
    # Long enough for a guest that boots on a busy machine.
    silence = ["--silence", "10s" if lab.LAB == "uml" else "40s"] if sys.argv[1] == "hung" else []
    process = subprocess.Popen(lab.command(path, folder, *silence),
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True,
                               env=dict(os.environ, TMPDIR=str(temporary), SECRET=SECRET),
                               preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL))
    # In mid-run: the first roam's line is there.
    out = ""
    for line in process.stdout:
        out += line
        if "->" in line and "ft-" in line:
            break
    guest = guest_of(process)
    check_discretion(pathlib.Path(f"/proc/{guest}"))
    check_lock(path, folder)
    os.kill(guest if whom == "guest" else process.pid, what)
    rest, err = process.communicate()
    out += rest
    print(out)
    print(err, file=sys.stderr)
    lab.require(process.returncode == code, f"exit code {code}, not {process.returncode}")
    lab.require(words in err + out, f"the reason says {words!r}")
    lab.require(not os.path.exists(f"/proc/{guest}"), "no guest is left")
    lab.require(not os.listdir(temporary), "no temporary file is left")
    lab.require(lab.left_in(folder) == LEFT, f"{LEFT} are left, not {lab.left_in(folder)}")
    run = lab.Run(process.returncode, out, err, folder)
    results = run.results()
    lab.check_schema(results)
    lab.require(len(results["roams"]) >= 1, "the roam that was seen is kept")
    lab.require(results["verdict"] != "pass", "a run that did not end has not passed")
    lab.check_report(run)


main()
