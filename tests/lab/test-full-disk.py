#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The disk of the output folder is full in mid-run: the run ends, and says that. Needs root
for a disk of its own; exit code 77 (skipped) without."""

import os
import subprocess
import sys

import lab


def main():
    if os.getuid() != 0:
        sys.exit(77)
    for size in ("200k", "300k", "400k", "500k"):
        folder = lab.scratch_folder()
        path = lab.endless(lab.scratch_folder())
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=1777", "disk", folder],
                       check=True)
        try:
            run = lab.run_in(folder, path)
            lab.report(folder)
        finally:
            subprocess.run(["umount", folder], check=True)
        lab.require(run.code in (3, 4), f"{size}: exit code 3 or 4, not {run.code}")
        said = run.out + run.err
        lab.require("No space left on device" in said, f"{size}: it says that the disk is full")
        lab.require("not JSON" not in said, f"{size}: no event is garbled")


main()
