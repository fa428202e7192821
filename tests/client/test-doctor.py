#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""What roamtest doctor says of the machine that the tests run on, whatever that is: by its
schema, and of one voice with its exit code and its text.

test-doctor.py ROAMTEST"""

import json
import pathlib
import subprocess
import sys

import jsonschema

ROAMTEST = sys.argv[1]
SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "docs" / "doctor.schema.json"


def doctor(*arguments):
    return subprocess.run([ROAMTEST, "doctor", *arguments], capture_output=True, text=True,
                          check=False, timeout=60)


said = doctor("--json")
assert not said.stderr, said.stderr
document = json.loads(said.stdout)
jsonschema.validate(document, json.loads(SCHEMA.read_text()))
checks = [check for section in document["sections"] for check in section["checks"]]
states = {check["state"] for check in checks}
gravest = next(state for state in ("missing", "warning", "ok") if state in states)
assert document["state"] == gravest, document["state"]
assert said.returncode == (3 if gravest == "missing" else 0), said.returncode
assert [section["scope"] for section in document["sections"]][:2] == ["machine", "lab"]

text = doctor()
assert text.returncode == said.returncode
for check in checks:
    words = " ".join(check["sentence"].split())
    assert words in " ".join(text.stdout.split()), words
    if check["remedy"] and check["state"] != "ok":
        assert f"-> {check['remedy']}\n" in text.stdout, check["remedy"]

other = doctor("no-such-interface", "--json")
assert other.returncode == 2 and not other.stdout, other.stdout
