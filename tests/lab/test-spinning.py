#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""A guest that makes no progress is ended, and the reason names the program that spins."""

import lab

SPINNING = """#!/bin/sh
[ "$1" = -v ] && exec hostapd -v
while :; do :; done
"""


def main():
    folder = lab.scratch_folder()
    program = folder / "spinning-hostapd"
    program.write_text(SPINNING)
    program.chmod(0o755)
    run = lab.run(lab.scenario("quickstart"), "--hostapd", str(program), "--silence", "10s")
    lab.require(run.code == 3, f"exit code 3, not {run.code}")
    lab.require("said nothing for 10.0s" in run.err, "it says that nothing was heard")
    lab.require(f"{program} runs there and waits for nothing" in run.err,
                "it names the program that spins")


main()
