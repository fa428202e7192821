#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""On a virtual clock a scenario gives the same results and the same recording every time,
but for the time at which it was started, whatever goes on around it; and the random numbers
of all that runs in the guest come from the seed."""

import contextlib
import datetime
import os
import re
import shutil
import subprocess
import sys

import lab

SCENARIO = lab.scenario("quickstart")
NONCES = re.compile(r"(?:: [AS]Nonce|own commit-scalar) - hexdump\(len=32\): (.*)")


@contextlib.contextmanager
def busy(count):
    """So many processes that want all the time of a processor each."""
    burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"])
               for _ in range(count)]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def now():
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)


class Start:
    """A run that is under way."""

    def __init__(self, *options, scenario=SCENARIO, folder=None, user=True, prefix=(), **how):
        self.folder = folder or lab.scratch_folder()
        command = lab.command(scenario, self.folder, *options)
        if not user:
            command = command[len(lab.PREFIX):]
        self.began = now()
        self.process = subprocess.Popen([*prefix, *command], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, **how)

    def end(self):
        out, err = self.process.communicate()
        run = lab.Run(self.process.returncode, out, err, self.folder)
        if run.code != 0:
            run.show()
        lab.require(run.code == 0, f"exit code 0, not {run.code}")
        started = run.results()["started"]
        at = datetime.datetime.fromisoformat(started)
        lab.require(self.began <= at <= now(), f"it was started in its time, not at {started}")
        return run


def texts(run):
    """The run's results and recording, but for what may differ."""
    started = run.results()["started"]
    return {name: (run.folder / name).read_text().replace(started, "STARTED")
            for name in ("results.json", "events.jsonl")}


def under_all_conditions():
    """Runs with their conditions, one after the other; the last two at the same time."""
    yield "first", Start().end()
    yield "again", Start().end()
    yield "as who runs the tests", Start(user=False).end()
    yield "elsewhere", Start(cwd="/").end()
    yield "far away", Start(folder=lab.scratch_folder() / ("far" * 60) / ("away" * 50)).end()
    surroundings = {f"SURROUNDINGS_{i}": "x" * 500 for i in range(50)}
    yield "with another environment", Start(
        env={**os.environ, **surroundings, "TZ": "Asia/Kolkata", "TMPDIR": "/var/tmp"}).end()
    with busy(3):
        yield "on a busy machine", Start(prefix=["nice", "-n", "5"]).end()
        yield "with other limits", Start(prefix=["prlimit", "--stack=33554432",
                                                 "--nofile=500"]).end()
    beside = Start(), Start()
    for start in beside:
        yield "side by side", start.end()


def check_equal():
    runs = list(under_all_conditions())
    lab.require(len(runs) == 10, "ten runs")
    first = texts(runs[0][1])
    lab.require(runs[0][1].results()["environment"]["seed"] == 1, "the default seed is 1")
    for condition, run in runs[1:]:
        for name, text in texts(run).items():
            lab.require(text == first[name], f"{name} is the same {condition}")


def talkative(folder, program):
    """A program that is told to log its nonces."""
    path = folder / program
    real = shutil.which(program, path=f"{os.environ['PATH']}:/usr/local/sbin:/usr/sbin:/sbin")
    path.write_text(f'#!/bin/sh\nexec {real} -dd "$@"\n')
    path.chmod(0o755)
    return path


def nonces(seed):
    folder = lab.scratch_folder()
    run = Start("--seed", str(seed), "--hostapd", talkative(folder, "hostapd"),
                "--wpa-supplicant", talkative(folder, "wpa_supplicant")).end()
    lab.check_schema(run.results())
    lab.require(run.results()["environment"]["seed"] == seed, f"the seed {seed} is recorded")
    lab.require(f", seed {seed}," in run.out, "and shown")
    found = {log.name: NONCES.findall(log.read_text())
             for log in (run.folder / "logs").glob("*.log")}
    lab.require(len(found) == 3 and all(found.values()), f"each program has nonces: {found}")
    return found


def check_seed():
    first, again, other = nonces(0), nonces(0), nonces(4294967295)
    lab.require(first == again, "the same seed gives the same nonces")
    lab.require(first.keys() == other.keys(), "the same programs run with another seed")
    for log, found in first.items():
        lab.require(not set(found) & set(other[log]), f"another seed gives others in {log}")


def check_drawn(name):
    """What is drawn while it runs comes from the seed, too: netem's jitter, the air's loss,
    the DHCP client's transactions and the time that it waits."""
    path = lab.scenario(f"traffic/{name}")
    first, again = (texts(Start(scenario=path).end()) for _ in range(2))
    other = texts(Start("--seed", "2", scenario=path).end())
    lab.require(first == again, f"the same seed gives the same {name}")

    def probes(run):
        return [line for line in run["events.jsonl"].splitlines() if '"probes"' in line]
    lab.require(probes(first) and probes(first) != probes(other), "another seed gives another")


check_equal()
check_seed()
for drawn in "slow-backbone", "lossy-air", "router-nat":
    check_drawn(drawn)
