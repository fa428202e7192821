#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-scenario.py NAME: scenarios/NAME.yaml passes in the lab, for the right reasons."""

import sys

import lab

PASSWORD = "correct horse battery"
FT = {"air": "ft-air", "ds": "ft-ds"}


def check_fast(results):
    for roam in results["roams"]:
        lab.require(roam["used"] == FT[roam["via"]], f"roam {roam['index']} used FT as asked")
        lab.require(roam["proof"], f"roam {roam['index']} is proven")
        lab.require(roam["cause"] is None, f"roam {roam['index']} has no cause of failure")


def quickstart(results):
    lab.require(len(results["roams"]) >= 6, "at least 6 roams")
    lab.require({r["via"] for r in results["roams"]} == {"air", "ds"}, "both ways")
    check_fast(results)
    for roam in results["roams"]:
        lab.require(roam["tunnel"]["survived"] and roam["tunnel"]["handshakes"] == 0,
                    f"the tunnel survives roam {roam['index']} without a handshake")
        lab.require(set(roam["gaps"]) == {"voice", "plain"}, "a gap for every stream")
        for name, gap in roam["gaps"].items():
            lab.require(sum(p["ns"] for p in gap["parts"]) == max(gap["up_ns"], gap["down_ns"]),
                        f"the parts of the gap of {name} add up")
    for stream in results["traffic"]:
        lab.require(stream["sent"] >= stream["received"] > 0, f"{stream['name']} was measured")


def full_roam_baseline(results):
    lab.require(results["roams"], "there are roams")
    for roam in results["roams"]:
        lab.require(roam["used"] in ("full", "pmksa"), f"roam {roam['index']} used no FT")


def mobility_domain_differs(results):
    lab.require(len(results["roams"]) == 2, "over the DS and over the air")
    for roam in results["roams"]:
        lab.require(roam["used"] not in FT.values(), f"roam {roam['index']} did not use FT")
        lab.require("mobility domain b2b2" in " ".join(roam["cause"]["evidence"]),
                    f"roam {roam['index']} says why")


def wrong_password(results):
    lab.require(not results["roams"], "no roam")
    lab.require(results["associations"][0]["result"] == "rejected", "the association is rejected")


def site_32(results):
    lab.require(len({r["to"] for r in results["roams"]}) == 32, "every access point is visited")
    check_fast(results)


CHECKS = {
    "quickstart": quickstart,
    "ft-psk": check_fast,
    "ft-sae": check_fast,
    "full-roam-baseline": full_roam_baseline,
    "mobility-domain-differs": mobility_domain_differs,
    "site-32": site_32,
    "wrong-password": wrong_password,
}


def main():
    name = sys.argv[1]
    run = lab.run(lab.scenario(name))
    lab.require(run.code == 0, f"exit code 0, not {run.code}")
    results = run.results()
    lab.check_schema(results)
    lab.require(results["verdict"] == "pass", "the verdict is pass")
    lab.require(results["environment"]["lab"] == lab.LAB, "the lab is named")
    for step in results["roams"] + results["associations"]:
        lab.check_phases(step)
    CHECKS[name](results)
    lab.check_junit(run, results)
    lab.check_capture(run, results)
    lab.check_report(run)
    lab.check_no_secret(run, "corridor", PASSWORD)


main()
