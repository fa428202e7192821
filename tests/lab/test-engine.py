#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""--lab auto goes by what is there: without a User Mode Linux kernel it says how to get one
and runs on qemu; --lab uml does not run then."""

import lab


def without_kernel():
    """The prefix of a command whose user's cache is empty."""
    if lab.PREFIX:
        return [*lab.PREFIX[:-1], f"XDG_CACHE_HOME={lab.scratch_folder()}"]
    return ["env", f"XDG_CACHE_HOME={lab.scratch_folder()}"]


def main():
    lab.PREFIX = without_kernel()
    lab.LAB = "uml"
    run = lab.run(lab.scenario("quickstart"))
    lab.require(run.code == 77, f"exit code 77, not {run.code}")
    lab.require("there is no User Mode Linux kernel" in run.err, "it says what is missing")
    lab.require("./dev kernel" in run.err, "and how to get it")

    lab.LAB = "auto"
    run = lab.run(lab.scenario("quickstart"))
    lab.require(run.code == 0, f"exit code 0, not {run.code}")
    advice = [line for line in run.err.splitlines() if "./dev kernel" in line]
    lab.require(len(advice) == 1, f"one line of advice, not {advice}")
    results = run.results()
    lab.check_schema(results)
    lab.require(results["environment"]["lab"] == "qemu", "the lab is qemu")
    lab.require(all(r["used"] in ("ft-air", "ft-ds") for r in results["roams"]),
                "every roam is FT")


main()
