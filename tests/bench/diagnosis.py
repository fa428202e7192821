#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""diagnosis.py PROGRAM [OPTION...]: is every fault found, and how much does the station
alone know of it? Runs scenarios/faults/*.yaml and prints fault by fault how many of the
steps that expect a cause got it, how many have it among the candidates, how many
candidates there are, and how long the run was, on its own clock and on the wall. OPTIONs
are passed to roamtest run (--hostapd, --lab). Exits with 1 where a cause is wrong."""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]


def expected_causes(results):
    """Steps with the cause that is expected of them: (step's result, cause)."""
    steps = results["associations"] + results["roams"]
    lines = sorted({step["line"] for step in steps})
    for expectation in results["expectations"]:
        if expectation["metric"] != "cause":
            continue
        line = max(line for line in lines if line <= expectation["line"])
        for step in steps:
            if step["line"] == line:
                yield step, expectation["wanted"]


class Row:
    """What one scenario shows."""

    def __init__(self, path, results, wall):
        self.name = path.stem
        self.verdict = results["verdict"]
        self.wall = wall
        self.own = results["duration_ns"] / 1e9
        self.steps = self.right = self.among = 0
        self.candidates = []
        for step, wanted in expected_causes(results):
            cause = step["cause"] or {"id": "none", "candidates": ["none"]}
            self.steps += 1
            self.right += cause["id"] == wanted
            self.among += wanted in cause["candidates"]
            if wanted != "none":
                self.candidates.append(len(cause["candidates"]))

    def candidates_text(self):
        if not self.candidates:
            return "-"
        low, high = min(self.candidates), max(self.candidates)
        return str(low) if low == high else f"{low} to {high}"

    def show(self):
        print(f"{self.name:34}  {self.right:2} of {self.steps:<2}  "
              f"{self.among:2} of {self.steps:<2}   {self.candidates_text():>8}  "
              f"{self.own:9.2f} s  {self.wall:6.2f} s  {self.verdict}")


def run(program, path, folder, options):
    """One scenario's results, and the seconds that it took."""
    out = pathlib.Path(folder, path.stem)
    before = time.monotonic()
    done = subprocess.run([program, "run", *options, "--out", out, path],
                          capture_output=True, text=True, check=False)
    wall = time.monotonic() - before
    if done.returncode > 1:
        sys.exit(f"{path}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return json.loads((out / "results.json").read_text()), wall


def main():
    program, options = sys.argv[1], sys.argv[2:]
    rows = []

    print(f"{'fault':34}  {'cause':8}  {'candidate':9}  {'how many':>8}  "
          f"{'own time':>11}  {'wall':>8}  verdict")
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(SOURCE.glob("scenarios/faults/*.yaml")):
            rows.append(Row(path, *run(program, path, folder, options)))
            rows[-1].show()
    steps = sum(row.steps for row in rows)
    right = sum(row.right for row in rows)
    among = sum(row.among for row in rows)
    counts = [count for row in rows for count in row.candidates]
    print(f"\n{len(rows)} scenarios, {steps} steps with an expected cause: {right} right, "
          f"{among} among the candidates, which are "
          f"{sum(counts) / max(1, len(counts)):.1f} on average; "
          f"{sum(row.wall for row in rows):.1f} s")
    failed = [row.name for row in rows if row.verdict != "pass"]
    if failed:
        print(f"not as expected: {', '.join(failed)}")
    sys.exit(1 if failed or right < steps or among < steps or not steps else 0)


if __name__ == "__main__":
    main()
