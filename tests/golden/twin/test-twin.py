#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""What roamtest twin prints for sites of configuration files, and what its mended files
are: each folder here has the files, "arguments", and "expected".

test-twin.py ROAMTEST [--update]"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROAMTEST = os.path.abspath(sys.argv[1])
UPDATE = "--update" in sys.argv
HERE = pathlib.Path(__file__).resolve().parent

SECRETS = ("correct horse", "correct house", "8f2c0304", "00112233445566778899aabbccddeeff")

failed = 0


def fail(message):
    global failed
    failed += 1
    print(message)


def run(folder, *arguments):
    return subprocess.run([ROAMTEST, "twin", *arguments], cwd=folder, text=True,
                          capture_output=True, check=False)


def check_output(folder, arguments):
    """Output and exit code are those expected, and show no secret."""
    done = run(folder, *arguments)
    got = f"{done.stdout}--- standard error\n{done.stderr}--- exit {done.returncode}\n"
    expected = folder / "expected"
    if UPDATE:
        expected.write_text(got)
    if got != expected.read_text():
        fail(f"{folder.name}: not as expected:\n{got}")
    for secret in SECRETS:
        if secret in got:
            fail(f"{folder.name}: a secret is shown: {secret}")


def mended_arguments(arguments, fixed):
    """The same command for what is in the folder of mended files, where there is one."""
    def mended(argument):
        name, separator, path = argument.partition("=")
        path, at, release = path.partition("@")
        copy = fixed / name / os.path.basename(path)
        return f"{name}={copy}{at}{release}" if separator and copy.exists() else argument
    return [mended(argument) for argument in arguments]


def check_fix(folder, arguments):
    """What --fix writes has nothing left that breaks or harms, and is nobody else's."""
    with tempfile.TemporaryDirectory() as temporary:
        fixed = pathlib.Path(temporary) / "fixed"
        run(folder, *arguments, "--fix", str(fixed))
        written = [path for path in fixed.rglob("*") if path.is_file()]
        if not written:
            fail(f"{folder.name}: nothing is mended")
        for path in written:
            if path.stat().st_mode & 0o077:
                fail(f"{folder.name}: others can read {path}")
        done = run(folder, *mended_arguments(arguments, fixed))
        left = re.findall(r": (?:breaks|harms): (\S+)", done.stdout)
        if done.returncode != 0 or left:
            fail(f"{folder.name}: after --fix, exit {done.returncode}: {left}")


for case in sorted(path.parent for path in HERE.glob("*/arguments")):
    words = (case / "arguments").read_text().splitlines()
    check_output(case, words)
    if "--lint" in words:
        check_fix(case, words)
sys.exit(1 if failed else 0)
