#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""What roamtest twin says of configuration files is what hostapd does with them: a site that
is right roams by FT between all its radios, the pairs that break by a wrong line are those
that the lint names, and the mended files roam again. Every such line is walked through in
tests/unit/config/test-single-changes.c; these are one of each kind."""

import json
import shutil
import subprocess

import lab

FILES = lab.SOURCE / "tests" / "golden" / "twin" / "three-radios"
HALL, STAIRS, ATTIC = "02:00:00:AA:01:0A", "02:00:00:AA:01:0B", "02:00:00:BB:02:0A"
ZEROS = "0" * 64

# File, text there, text in its place: an identifier, an address that only the greeting of
# the two access points looks at, a key, and an entry that takes another's place.
CHANGES = [
    ("ap2", f"option nasid '{ATTIC}'", "option nasid 'attic'"),
    ("ap1", f"list r1kh '{ATTIC},{ATTIC},", f"list r1kh '02:00:00:00:00:99,{ATTIC},"),
    ("ap2", f"list r0kh '{HALL},{HALL},{ZEROS}", f"list r0kh '{HALL},{HALL},1{ZEROS[1:]}"),
    ("ap2", f"list r0kh '{ATTIC},{ATTIC},", f"list r0kh '{ATTIC},{STAIRS},"),
]


def twin(folder, *options):
    """Exit code and what it printed, of the access points' files there."""
    done = subprocess.run([*lab.PREFIX, str(lab.ROAMTEST), "twin", "--openwrt", "23.05",
                           *options, "ap1=ap1", "ap2=ap2"], cwd=folder, text=True,
                          capture_output=True, check=False)
    lab.require(done.returncode in (0, 1), f"twin ends with {done.returncode}: {done.stderr}")
    return done.stdout


def site(folder, change=None):
    """The files of the sample, with a change or without."""
    for name in ("ap1", "ap2"):
        text = (FILES / name).read_text()
        if change and change[0] == name:
            assert change[1] in text
            text = text.replace(change[1], change[2], 1)
        (folder / name).write_text(text)
    return folder


def told(folder):
    """The ordered pairs that the lint says do not roam by FT."""
    [run] = json.loads(twin(folder, "--sarif"))["runs"]
    return {(roam["from"], roam["to"]) for result in run["results"]
            for roam in result["properties"].get("roams", [])}


def broken(folder):
    """Those that do not in the lab, of all six."""
    twin(folder, "--scenario", "site.yaml")
    run = lab.run(folder / "site.yaml")
    [matrix] = run.results()["matrices"]
    cold = [cell for cell in matrix["cells"] if cell["leg"] == "cold"]
    lab.require(len(cold) == 6 and not any(cell["skipped"] for cell in cold),
                "each ordered pair is tried")
    return {(cell["from"], cell["to"]) for cell in cold if not cell["worked"]}


def main():
    right = site(lab.scratch_folder())
    lab.require(told(right) == set(), "of a site that is right nothing is said to break")
    lab.require(broken(right) == set(), "and nothing does")
    for change in CHANGES:
        wrong = site(lab.scratch_folder(), change)
        pairs = told(wrong)
        lab.require(pairs, f"{change[2]} breaks something")
        in_lab = broken(wrong)
        lab.require(in_lab == pairs, f"{change[2]} breaks {pairs}, in the lab {in_lab}")
    twin(wrong, "--fix", "fixed")
    mended = lab.scratch_folder()
    for name in ("ap1", "ap2"):
        shutil.copy(wrong / "fixed" / name / name, mended / name)
        (mended / name).chmod(0o644)
    lab.require(broken(mended) == set(), "what is mended roams between all radios")


main()
