#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-scenario.py NAME: scenarios/NAME.yaml passes in the lab, for the right reasons."""

import sys

import lab

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
        lab.require("mobility domain b2b2" in roam["explanation"],
                    f"roam {roam['index']} says why")


def wrong_password(results):
    lab.require(not results["roams"], "no roam")
    lab.require(results["associations"][0]["result"] == "rejected", "the association is rejected")


def wrong_psk(results):
    attic = results["associations"][1]
    lab.require(attic["result"] == "disconnected", "attic does not let the station in")
    lab.require("the password of attic is another one" in attic["explanation"],
                "it says whose password is wrong")
    checks = [c for step in results["associations"] + results["roams"]
              for c in step["negotiated"]["key_checks"]]
    lab.require(checks and all(c["matches"] for c in checks), "the station's keys are right")


def soak_lab(results):
    roams = results["roams"]
    lab.require(len(results["associations"]) == 4 and len(roams) == 4 * 5 * 2,
                "a round each half hour, and in each five")
    lab.require([r["iteration"] for r in roams[::2]] == list(range(1, 21)), "they are counted")
    for before, roam in zip(roams[::2], roams[2::2]):
        minutes = round((roam["start_ns"] - before["start_ns"]) / 60e9)
        lab.require(minutes == (10 if roam["iteration"] % 5 == 1 else 5), "they are due then")
    check_fast(results)


def site_32(results):
    lab.require(len({r["to"] for r in results["roams"]}) == 32, "every access point is visited")
    check_fast(results)


# What each kind of roam has to show of itself: milestones that only some source sees.
KINDS = {
    "ft-air": ["command", "old-association-dropped", "ft-authentication-sent", "ft-authentication",
               "association-command", "reassociation-sent", "reassociation", "ptk-installed",
               "gtk-installed", "keys", "connected"],
    "ft-ds": ["command", "ft-request-sent", "ft-action-exchange", "association-command",
              "old-association-dropped", "reassociation-sent", "reassociation", "ptk-installed",
              "gtk-installed", "keys", "connected"],
    "full-sae": ["command", "old-association-dropped", "sae-commit-sent", "sae-commit",
                 "sae-confirm-sent", "sae-confirm", "association-command", "reassociation-sent",
                 "reassociation", "eapol-1", "eapol-2", "eapol-3", "eapol-4", "ptk-installed",
                 "gtk-installed", "keys", "connected"],
    "full-psk": ["command", "old-association-dropped", "open-authentication-sent",
                 "open-authentication", "association-command", "reassociation-sent",
                 "reassociation", "eapol-1", "eapol-2", "eapol-3", "eapol-4", "ptk-installed",
                 "gtk-installed", "keys", "connected"],
}
KINDS["pmksa"] = KINDS["full-psk"]
AIR = {"ft-authentication", "ft-action-exchange", "sae-commit", "sae-confirm", "reassociation",
       "open-authentication", "eapol-1", "eapol-2", "eapol-3", "eapol-4"}


def phases(results):
    require = lab.require
    require({r["exchange"] for r in results["roams"]} == set(KINDS), "all five kinds of roam")
    for table in results["phase_tables"]:
        sources = {row["name"]: row["sources"] for row in table["phases"]}
        require(set(KINDS[table["exchange"]]) <= set(sources),
                f"{table['exchange']} has its phases, not {list(sources)}")
        for name in AIR & set(sources):
            require(sources[name] == "monitor capture", f"{name} was seen on the air")
        for name in ("ptk-installed", "gtk-installed"):
            require(sources[name] == "tracefs", f"{name} was seen by tracefs")
        seen = set(sources) | {row["name"] for row in table["later"]}
        require({"port-open", "carrier", "first-sent plain", "first-received plain"} <= seen,
                f"{table['exchange']} tells of port, carrier and first packets")


def over_ds_not_offered(results):
    refused, air, ds = results["roams"]
    lab.require(refused["used"] == "none" and refused["via"] == "ds", "the request was dropped")
    lab.require("hall does not offer FT over the DS" in refused["explanation"],
                "it says why")
    lab.require((air["used"], ds["used"]) == ("ft-air", "ft-ds"), "the others went as asked")
    lab.require((air["negotiated"]["over_ds"], ds["negotiated"]["over_ds"]) == (True, False),
                "each target's own bit is told")


def matrix(results):
    [matrix] = results["matrices"]
    tried = [(c["from"], c["to"], c["via"], c["leg"]) for c in matrix["cells"]]
    names = matrix["access_points"]
    lab.require(sorted(tried) == sorted(
        (a, b, via, leg) for a in names for b in names if a != b for via in ("air", "ds")
        for leg in ("cold", "back", "warm")), "every pair, in each way, on each leg")
    lab.require(not matrix["patterns"], "nothing fails")
    check_fast(results)
    for cell in matrix["cells"]:
        roam = results["roams"][cell["roam"] - 1]
        ends = (cell["to"], cell["from"]) if cell["leg"] == "back" else (cell["from"], cell["to"])
        lab.require((roam["from"], roam["to"]) == ends and roam["leg"] == cell["leg"],
                    f"roam {roam['index']} is the one of its cell")
    lab.require(len(results["associations"]) == len(matrix["cells"]) / 3 and
                all(a["used"] == "full" for a in results["associations"]),
                "each pair begins with a fresh association")


CHECKS = {
    "quickstart": quickstart,
    "ft-psk": check_fast,
    "ft-sae": check_fast,
    "full-roam-baseline": full_roam_baseline,
    "over-ds-not-offered": over_ds_not_offered,
    "matrix": matrix,
    "phases": phases,
    "soak-lab": soak_lab,
    "mobility-domain-differs": mobility_domain_differs,
    "site-32": site_32,
    "wrong-password": wrong_password,
    "wrong-psk": wrong_psk,
}


def main():
    name = sys.argv[1]
    run = lab.run(lab.scenario(name))
    results = lab.check_passed(run)
    CHECKS[name](results)
    lab.check_outputs(run, name)


main()
