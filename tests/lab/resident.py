#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""resident.py EARLY LATE PER_CENT COMMAND...: runs a roamtest run, and compares the resident
memory of each of its processes after its roam EARLY with that after its roam LATE: it has grown
by less than so much. Used by a test and by the script "live" beside this file."""

import pathlib
import re
import subprocess
import sys


def processes(pid):
    """It and its children that run the same program."""
    listed = subprocess.run(["pgrep", "-P", str(pid), "-x", "roamtest"], capture_output=True,
                            text=True, check=False).stdout.split()
    return [pid] + [int(child) for child in listed]


def resident(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)[1])


def measure(command, early, late):
    """Exit code, and per process kB at both times."""
    sizes = {}
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          text=True) as run:
        for line in run.stdout:
            row = re.match(r" *(\d+) +\w+ +(->|→) ", line)
            if not row or int(row[1]) not in (early, late):
                if not row:
                    print(line, end="")
                continue
            for pid in processes(run.pid):
                sizes.setdefault(pid, {})[int(row[1])] = resident(pid)
    return run.returncode, list(sizes.values())


def main():
    early, late, per_cent = (int(word) for word in sys.argv[1:4])
    code, found = measure(sys.argv[4:], early, late)
    print(f"kB after {early} and {late} roams: {found}")
    if code != 0 or not found:
        sys.exit(f"the run gives {code}")
    for sizes in found:
        if late not in sizes:
            sys.exit(f"it had not come to its roam {late}")
        if sizes[late] > sizes[early] * (1 + per_cent / 100):
            sys.exit(f"resident memory grows from {sizes[early]} kB to {sizes[late]} kB")


if __name__ == "__main__":
    main()
