#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Replays every recording beside this file and compares the reports with those saved.

golden-recordings.py [--update] REPLAY

Each results.json is checked against docs/results.schema.json too, and each junit.xml
by xmllint."""

import difflib
import json
import pathlib
import subprocess
import sys

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = HERE.parents[2] / "docs" / "results.schema.json"
REPORTS = {"json": "results.json", "text": "report.txt", "junit": "junit.xml"}


def make(replay, folder, kind):
    return subprocess.run([replay, kind], cwd=folder, check=True,
                          stdout=subprocess.PIPE).stdout.decode()


def compare(path, report):
    saved = path.read_text() if path.exists() else ""
    return list(difflib.unified_diff(saved.splitlines(True), report.splitlines(True),
                                     str(path), "now"))


def check_phases(results):
    """Phases follow one another from the roam's start to its end, and parts of a gap add up
    to it."""
    for roam in results["roams"] + results["associations"]:
        at = roam["start_ns"]
        for phase in roam["phases"]:
            assert at == phase["start_ns"] <= phase["end_ns"], roam
            at = phase["end_ns"]
        assert at == roam["start_ns"] + roam["total_ns"] or not roam["phases"], roam
        for gap in roam.get("gaps", {}).values():
            assert sum(p["ns"] for p in gap["parts"]) == \
                max(gap["up_ns"] or 0, gap["down_ns"]), roam


def check_form(kind, report, validator):
    if kind == "json":
        results = json.loads(report)
        validator.validate(results)
        check_phases(results)
    elif kind == "junit":
        subprocess.run(["xmllint", "--noout", "-"], input=report.encode(), check=True)


def main():
    update = sys.argv[1] == "--update"
    replay = str(pathlib.Path(sys.argv[-1]).resolve())
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    folders = sorted(p.parent for p in HERE.glob("*/events.jsonl"))
    failed = not folders
    for folder in folders:
        for kind, name in REPORTS.items():
            report = make(replay, folder, kind)
            check_form(kind, report, validator)
            if update:
                (folder / name).write_text(report)
            difference = compare(folder / name, report)
            sys.stdout.writelines(difference)
            failed |= bool(difference)
    return failed


if __name__ == "__main__":
    sys.exit(main())
