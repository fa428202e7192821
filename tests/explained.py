# SPDX-License-Identifier: BSD-3-Clause
"""Nobody is left alone with a word: causes, options and codes that a run's outputs print are
explained by roamtest explain. For the tests of goldens and of the lab; what the tables print
from is looked at in tests/unit/explain/test-explained.c."""

import re
import subprocess

CODE = re.compile(r"\b(?:status|reason) \d+")
OF_HOSTAPD = re.compile(r"^([a-z0-9_]+)=", re.M)
OF_OPENWRT = re.compile(r"wireless\.[^.\s]+\.([a-z0-9_]+)")


def words_of_remedy(remedy):
    if not remedy:
        return []
    return OF_HOSTAPD.findall(remedy["hostapd"] or "") + \
        OF_OPENWRT.findall(remedy["openwrt"] or "")


def words_of(results, *texts):
    words = set()
    for step in results["roams"] + results["associations"]:
        cause = step["cause"]
        if cause:
            words.update(cause["candidates"], words_of_remedy(cause["remedy"]))
            words.update([cause["id"]] if cause["id"] else [])
    for warning in results["warnings"]:
        words.update([warning["id"]], words_of_remedy(warning["remedy"]))
    for text in texts:
        words.update(CODE.findall(text))
    return sorted(words)


def unexplained(roamtest, words):
    """What roamtest explain says of words that it does not know; empty if it knows all."""
    if not words:
        return ""
    done = subprocess.run([roamtest, "explain", *words], capture_output=True, text=True,
                          check=False)
    return done.stderr if done.returncode else ""
