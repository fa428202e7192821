#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""bench.py PROGRAM: what a run on User Mode Linux costs in time and memory.

Seconds depend on the machine, so what is checked are ratios to a unit that is measured
in the same run: the time in which that kernel boots and ends with nothing to do. The
limits are about 1.5 to 1.7 times what was measured on two quiet processors. Prints
each figure with its ratio and its limit, then how far the times in results are from the
truth (truth.py); exits with 1 if one is over its limit."""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import truth

SOURCE = pathlib.Path(__file__).resolve().parents[2]
RUNS = 5
MIB = 1 << 20


class Failure(Exception):
    """A run that did not do what is measured."""


def stay_on_one_processor():
    """As roamtest has its guest do (lib/lab/machine.c)."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def boot_only(kernel, folder):
    """Boots with a first process that ends at once, which is a panic, which ends it."""
    done = subprocess.run([kernel, "mem=256M", "root=none", "rootfstype=hostfs", "rootflags=/",
                    "init=/bin/true", "time-travel=inf-cpu", "con=null", "con0=null,fd:1",
                    f"uml_dir={folder}/", "quiet", "noreboot", "panic=-1"],
                   stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                   preexec_fn=stay_on_one_processor)
    if "Attempted to kill init" not in done.stdout + done.stderr:
        raise Failure(f"{kernel} does not boot:\n{done.stdout}{done.stderr}")


def seconds(what):
    """The median of RUNS."""
    figures = []
    for _ in range(RUNS):
        before = time.monotonic()
        what()
        figures.append(time.monotonic() - before)
    return statistics.median(figures)


class Memory:
    """The most that a running roamtest and its guest take, sampled."""

    def __init__(self):
        self.tool = self.guest = 0

    def sample(self, pid):
        try:
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            self.tool = max(self.tool, *(int(line.split()[1]) * 1024
                                         for line in status.splitlines()
                                         if line.startswith("VmHWM")))
            children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            for child in children:
                self.guest = max(self.guest, self.memory_file(child))
        except (OSError, ValueError, TypeError):
            pass  # it has ended meanwhile

    @staticmethod
    def memory_file(pid):
        """What its file without a name (arch/um/os-Linux/mem.c) has in blocks."""
        files = [link.stat() for link in pathlib.Path(f"/proc/{pid}/fd").iterdir()
                 if os.readlink(link).endswith(" (deleted)")]
        return max((f.st_blocks * 512 for f in files), default=0)


class Bench:
    def __init__(self, program, kernel, folder):
        self.program, self.kernel, self.folder = program, kernel, folder
        self.unit = seconds(lambda: boot_only(kernel, folder))
        self.over = False
        print(f"unit: the kernel boots and ends in {self.unit * 1000:.0f} ms "
              f"(median of {RUNS})\n")
        print(f"{'':44}{'figure':>12}{'ratio':>10}{'limit':>10}")

    def run(self, path, memory=None, options=()):
        out = self.folder / "out"
        with subprocess.Popen([self.program, "run", "--lab", "uml", "--kernel", self.kernel,
                               "--out", out, *options, path], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL) as process:
            while memory and process.poll() is None:
                memory.sample(process.pid)
                time.sleep(0.005)
        if process.returncode != 0:
            raise Failure(f"{path} ended with {process.returncode}")
        return json.loads((out / "results.json").read_text())

    def show(self, what, figure, ratio, limit):
        over = ratio > limit
        self.over = self.over or over
        print(f"{what:44}{figure:>12}{ratio:>10.2f}{limit:>10.2f}"
              f"{'  OVER ITS LIMIT' if over else ''}")

    def show_time(self, what, figure, limit):
        self.show(what, f"{figure * 1000:.1f} ms", figure / self.unit, limit)


def roams(folder, pairs):
    """Two access points, each roam forced and with traffic in the tunnel."""
    text = (SOURCE / "scenarios" / "quickstart.yaml").read_text()
    head = text[:text.index("steps:")]
    path = folder / f"roams-{2 * pairs}.yaml"
    steps = ["steps:", "  - associate: hall"]
    if pairs:
        steps += ["  - repeat:", f"      times: {pairs}", "      steps:",
                  "        - roam: { to: stairs, via: air }",
                  "        - roam: { to: hall, via: ds }"]
        steps += ["expect:", "  fast-transition: always",
                  "  tunnel: { survives: true, handshakes: 0 }"]
    path.write_text("\n".join([head.rstrip(), *steps]) + "\n")
    return path


def proven(results, count):
    good = [r for r in results["roams"] if r["used"] in ("ft-air", "ft-ds") and r["proof"]
            and r["tunnel"]["survived"]]
    if len(good) != count:
        raise Failure(f"{len(good)} of {count} roams proven and survived by the tunnel")


def measure(bench):
    folder, scenarios = bench.folder, SOURCE / "scenarios"

    bench.show_time("ft-sae, cold start to verdict",
                    seconds(lambda: bench.run(scenarios / "ft-sae.yaml")), 25)

    many, none = roams(folder, 100), roams(folder, 0)
    proven(bench.run(many), 200)
    whole = seconds(lambda: bench.run(many))
    start = seconds(lambda: bench.run(none))
    bench.show_time("a roam, of 200 under a tunnel", (whole - start) / 200, 1)

    memory = Memory()
    proven(bench.run(scenarios / "site-32.yaml", memory), 32)
    small = Memory()
    bench.run(none, small)
    bench.show_time("site-32: 32 access points, each visited",
                    seconds(lambda: bench.run(scenarios / "site-32.yaml")), 95)
    if not small.guest:
        raise Failure("the file with the guest's memory was not found")
    bench.show("  memory of the guest, to that of a small one",
               f"{memory.guest / MIB:.0f} MiB", memory.guest / small.guest, 3)
    bench.show("  memory of roamtest, to that of a small site",
               f"{memory.tool / MIB:.1f} MiB", memory.tool / small.tool, 1.5)


def write_site(folder, access_points, radios):
    """Files of access points that list each other with a key a pair; FT over the DS, too."""
    macs = [[f"02:00:00:{ap:02X}:01:{radio:02X}" for radio in range(radios)]
            for ap in range(access_points)]
    every = [mac for of_ap in macs for mac in of_ap]
    arguments = []
    for number, of_ap in enumerate(macs):
        lines = []
        for radio, own in enumerate(of_ap):
            options = {"device": f"radio{radio}", "mode": "ap", "ssid": "corridor",
                       "encryption": "sae", "key": "correct horse", "ieee80211r": 1,
                       "ft_over_ds": 1, "ft_psk_generate_local": 0, "nasid": own,
                       "r1_key_holder": own.replace(":", ""),
                       "reassociation_deadline": 20000}
            lines += ["config wifi-iface"]
            lines += [f"option {name} '{value}'" for name, value in options.items()]
            for other in every:
                pair = sorted([every.index(own) + 1, every.index(other) + 1])
                key = bytes(pair * 16).hex()
                lines += [f"list r0kh '{other},{other},{key}'",
                          f"list r1kh '{other},{other},{key}'"]
        (folder / f"ap{number}").write_text("\n".join(lines) + "\n")
        arguments.append(f"ap{number}={folder / f'ap{number}'}")
    return arguments


def twin(bench, arguments, pairs):
    """Each ordered pair, air and DS, cold, back and warm, under a tunnel."""
    out = bench.folder / "twin"
    done = subprocess.run([bench.program, "twin", "--lab", "uml", "--kernel", bench.kernel,
                           "--out", out, *arguments], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False)
    page = json.loads((out / "twin.json").read_text())
    if done.returncode != 0 or page["worked"] != 2 * pairs:
        raise Failure(f"the twin ended with {done.returncode}, {page['worked']} roams worked")


def measure_twins(bench):
    """Held against seconds: that is what a person waits."""
    small = write_site(bench.folder, 3, 1)
    figure = seconds(lambda: twin(bench, small, 6))
    bench.show("twin of 3 radios, 6 pairs, to 5 s", f"{figure:.2f} s", figure / 5, 1)
    large = write_site(bench.folder, 8, 2)
    before = time.monotonic()
    twin(bench, large, 240)
    figure = time.monotonic() - before
    bench.show("twin of 16 radios, 240 pairs, to 2 min", f"{figure:.0f} s", figure / 120, 1)


def hold_against_air(bench):
    results = bench.run(SOURCE / "tests" / "bench" / "truth.yaml",
                        options=["--clock", "real", "--air"])
    if len(results["roams"]) != 280:
        raise Failure(f"{len(results['roams'])} roams, not 280")
    if not truth.check(bench.folder / "out"):
        bench.over = True


def newest_kernel():
    """The one that roamtest takes is the newest, too."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    kernels = sorted((cache / "roamtest" / "kernel").glob("*/linux"),
                     key=lambda path: path.stat().st_mtime)
    if not kernels:
        sys.exit("there is no kernel: ./dev kernel builds it")
    return str(kernels[-1])


def main():
    program = sys.argv[1]
    kernel = newest_kernel()
    with tempfile.TemporaryDirectory(prefix="roamtest-bench-") as folder:
        try:
            bench = Bench(program, kernel, pathlib.Path(folder))
            measure(bench)
            measure_twins(bench)
            hold_against_air(bench)
        except Failure as failure:
            print(f"cannot measure: {failure}", file=sys.stderr)
            sys.exit(3)
    sys.exit(1 if bench.over else 0)


main()
