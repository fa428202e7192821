#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""golden-drawings.py [--update] ROAMTEST: roamtest report draws the streams of the recordings
as it is saved beside this file, and keeps to the width and to the characters that it is given.
Its locale says which those are."""

import difflib
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
RECORDINGS = HERE.parent / "recordings"
LOCALES = {"ascii": "C", "utf8": "C.UTF-8"}
NAMES = ["gaps", "quickstart"]
WIDTHS = [80, 120]


def report(roamtest, path, locale, *options):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LC_")}
    done = subprocess.run([roamtest, "report", *options, str(path)], check=True,
                          env=environment | {"LC_ALL": locale}, stdout=subprocess.PIPE)
    return done.stdout.decode()


def drawing(text):
    """The paragraphs that are drawn."""
    return "\n\n".join(part for part in text.split("\n\n")
                       if re.match(r"whole run |worst roam ", part)) + "\n"


def main():
    update, failed = sys.argv[1] == "--update", False
    roamtest = sys.argv[-1]
    for name in NAMES:
        saved = RECORDINGS / name / "results.json"
        plain = report(roamtest, saved, "C.UTF-8")
        assert drawing(plain) == "\n", "nothing is drawn where it was not asked for"
        for width in WIDTHS:
            for characters, locale in LOCALES.items():
                text = report(roamtest, saved, locale, "--width", str(width))
                drawn = drawing(text)
                assert text.replace(drawn + "\n", "") == \
                    plain, "the rest is as without"
                longest = max(len(line) for line in drawn.splitlines())
                assert longest <= width, f"{name}: {longest} columns of {width}"
                assert characters == "utf8" or drawn.isascii(), name
                path = HERE / f"{name}-{width}-{characters}.txt"
                if update:
                    path.write_text(drawn)
                difference = list(difflib.unified_diff(
                    path.read_text().splitlines(True) if path.exists() else [],
                    drawn.splitlines(True), str(path), "now"))
                sys.stdout.writelines(difference)
                failed |= bool(difference)
    return failed


if __name__ == "__main__":
    sys.exit(main())
