#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-jobs.py equal|failing|guest-killed|interrupted|killed: several scenarios side by
side give what each gives alone, in their order; and however that ends, nothing is left."""

import ctypes
import os
import pathlib
import re
import signal
import subprocess
import sys

import lab

NAMES = ["mobility-domain-differs", "ft-psk", "wrong-password", "ft-sae"]
ENDED_S = 60  # for what ends at once unless it never does
PR_SET_CHILD_SUBREAPER = 36


def command(paths, folder, *options):
    return lab.command(paths[-1], folder, *options, *map(str, paths[:-1]))


def run(paths, folder, *options):
    done = subprocess.run(command(paths, folder, *options), stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    result = lab.Run(done.returncode, done.stdout, done.stderr, folder)
    result.show()
    return result


def results_of(folder):
    """results.json but for the one line that may differ."""
    lines = (folder / "results.json").read_text().splitlines()
    kept = [line for line in lines if not line.startswith('  "started": ')]
    lab.require(len(kept) == len(lines) - 1, "results.json tells when the run started")
    return kept


def equal():
    paths = [lab.scenario(name) for name in NAMES]
    alone = [lab.run(path) for path in paths]
    out = "\n".join(f"{path}: {name}\n\n{one.out}" for path, name, one in zip(paths, NAMES, alone))
    err = "".join(f"{path}:\n{one.err}" for path, one in zip(paths, alone))
    for jobs in ("1", "4"):
        together = run(paths, lab.scratch_folder(), "--jobs", jobs)
        lab.require(together.code == 0, f"exit code 0, not {together.code}")
        for name, one in zip(NAMES, alone):
            lab.require(results_of(together.folder / name) == results_of(one.folder),
                        f"--jobs {jobs}: {name} gives the results that it gives alone")
        lab.require(together.out.startswith(out),
                    f"--jobs {jobs}: each prints what it prints alone, in their order")
        lab.require(together.err == err, f"--jobs {jobs}: and so it does on standard error")
        tally = together.out[len(out):].splitlines()
        lab.require([line.split()[:2] for line in tally[2:-2]] == [["PASSED", n] for n in NAMES],
                    f"--jobs {jobs}: a line a scenario at the end")
        lab.require(tally[-1] == f"{len(NAMES)} of {len(NAMES)} scenarios passed",
                    f"--jobs {jobs}: and how many passed")


def failing():
    folder = lab.scratch_folder()
    text = lab.scenario("ft-psk").read_text()
    assert "{ max: 1s }" in text
    slow = folder / "slow.yaml"
    slow.write_text(text.replace("{ max: 1s }", "{ max: 1ns }"))
    both = run([lab.scenario("wrong-password"), slow, lab.scenario("ft-sae")], folder)
    lab.require(both.code == 1, f"exit code 1, not {both.code}")
    for name, verdict in (("wrong-password", "pass"), ("ft-psk", "fail"), ("ft-sae", "pass")):
        got = lab.Run(both.code, both.out, both.err, folder / name).results()["verdict"]
        lab.require(got == verdict, f"{name}: the verdict is {verdict}, not {got}")
    lab.require(both.out.endswith("\n2 of 3 scenarios passed\n"), "the last line counts them")


def start(paths, folder):
    """Two at a time; returns when the first has made so many roams that the second, which
    shows nothing yet, is in mid-run too."""
    # What they leave behind becomes this process's own.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    process = subprocess.Popen(command(paths, folder, "--jobs", "2"), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, text=True)
    out = ""
    for line in process.stdout:
        out += line
        if line.startswith(" 20  "):
            return process, out
    lab.require(False, f"the first roams, and not this: {out}")


def first_child(pid):
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    lab.require(children, f"process {pid} has a child")
    return int(children[0])


def require_none_left():
    """Waits for every process that was left behind; they have been killed already."""
    signal.signal(signal.SIGALRM, lambda *_: lab.require(False, "no process is left"))
    signal.alarm(ENDED_S)
    try:
        while True:
            os.wait()
    except ChildProcessError:
        signal.alarm(0)


def guest_killed():
    folder = lab.scratch_folder()
    path = lab.endless(folder, "one")
    process, out = start([path, lab.scenario("wrong-password"), lab.scenario("ft-sae")], folder)
    os.kill(first_child(first_child(process.pid)), signal.SIGKILL)
    out += process.communicate()[0]
    print(out)
    lab.require(process.returncode == 3, f"exit code 3, not {process.returncode}")
    lab.require(re.search(rf"in step \d+, \w+ [^(]*\({path}:\d+\): .* killed by SIGKILL\n", out),
                "it says where the run was")
    lab.require(out.endswith("\n2 of 3 scenarios passed\n"), "the others go on")


def interrupted():
    folder = lab.scratch_folder()
    paths = [lab.endless(folder, name) for name in ("one", "two", "three")]
    process, out = start(paths, folder)
    process.send_signal(signal.SIGTERM)
    out += process.communicate()[0]
    print(out)
    lab.require(process.returncode == 130, f"exit code 130, not {process.returncode}")
    lab.require(f"\nnot started: {paths[2]}\n" in out, "what was not started is named")
    lab.require(not (folder / "three").exists(), "and leaves nothing")
    for name in ("one", "two"):
        results = lab.Run(130, out, "", folder / name).results()
        lab.check_schema(results)
        lab.require(results["verdict"] != "pass" and results["roams"], "what was seen is kept")
    require_none_left()


def killed():
    folder = lab.scratch_folder()
    process, _ = start([lab.endless(folder, "one"), lab.endless(folder, "two")], folder)
    process.kill()
    process.communicate()
    require_none_left()


TESTS = {"equal": equal, "failing": failing, "guest-killed": guest_killed,
         "interrupted": interrupted, "killed": killed}

TESTS[sys.argv[1]]()
