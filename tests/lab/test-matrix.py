#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-matrix.py WHAT: what scenarios/matrix.yaml shows of a site with something wrong in it,
or of one without FT-SAE."""

import sys

import lab


def changed(*replacements):
    text = lab.scenario("matrix").read_text()
    for before, after in replacements:
        assert f"\n{before}\n" in text, before
        text = text.replace(f"\n{before}\n", f"\n{after}\n")
    path = lab.scratch_folder() / "matrix.yaml"
    path.write_text(text)
    return path


def without(option):
    """stairs has not that option."""
    return ("lab: {}", f"lab: {{ access-points: {{ stairs: {{ hostapd: {{ {option}: null }} }} }} }}")


def check_failed(run):
    """The run's only matrix, of a run that was told as it was."""
    lab.require(run.code == 1, f"exit code 1, not {run.code}")
    results = run.results()
    lab.check_schema(results)
    lab.require(results["verdict"] == "fail", "the verdict is fail, not that it was not measured")
    lab.require(all(a["passed"] for a in results["associations"]), "each association succeeds")
    lab.check_junit(run, results)
    lab.check_report(run)
    [matrix] = results["matrices"]
    return matrix


def check_broken(option, pattern, is_bad):
    run = lab.run(changed(without(option)))
    matrix = check_failed(run)
    for cell in matrix["cells"]:
        ran = not is_bad(cell) or cell["leg"] == "cold"
        name = f"{cell['from']} -> {cell['to']} {cell['via']} {cell['leg']}"
        lab.require(cell["worked"] == (None if not ran else not is_bad(cell)), f"{name} worked")
        lab.require(cell["skipped"] == (not ran) and (cell["roam"] is None) == (not ran),
                    f"{name} was skipped")
    [found] = matrix["patterns"]
    lab.require((found["pattern"], found["access_points"], found["via"]) ==
                (pattern, ["stairs"], ["air", "ds"]), f"the pattern is {pattern} stairs: {found}")
    lab.require(f"pattern      FT fails only {pattern} stairs" in run.out, "a person reads it")
    short = lab.report(run.folder / "results.json").decode()
    lab.require("  -  matrix of line " in short, "what went well is one line")
    events = run.events()
    skipped = sum(e["event"] == "step-skipped" for e in events)
    lab.require(skipped == sum(c["skipped"] for c in matrix["cells"]) == 8, "it is recorded")


def into():
    check_broken("r0kh", "into", lambda cell: cell["to"] == "stairs")


def from_():
    check_broken("r1kh", "from", lambda cell: cell["from"] == "stairs")


def psk():
    """The keys of FT-PSK stay the same: of a pair's two cold legs the first one only is."""
    run = lab.run(changed(("  security: ft-sae", "  security: ft-psk")))
    results = lab.check_passed(run)
    pulled = {e["step"] for e in run.events()
              if e["event"] == "ap-log" and "Send PMK-R1 pull request" in e["text"]}
    steps = [e["step"] for e in run.events() if e["event"] == "step-start"]
    starts = [e["step"] for e in run.events()
              if e["event"] == "command" and e["text"].startswith(("ROAM", "FT_DS"))]
    lab.require(len(steps) == 48 and len(starts) == 36, "all steps are taken, and none is extra")
    for cell in results["matrices"][0]["cells"]:
        step = starts[cell["roam"] - 1]
        lab.require((step in pulled) == (cell["first"] and cell["leg"] == "cold"),
                    f"the PMK-R1 is pulled where it was not met: {cell}")
    lab.require("* may be warm" in run.out, "the report says which are not cold")


def plain():
    """Without FT there is the air, and full authentications."""
    run = lab.run(changed(("  security: ft-sae", "  security: sae"),
                          ("  fast-transition: always", "  fast-transition: never")))
    results = lab.check_passed(run)
    [matrix] = results["matrices"]
    lab.require(len(matrix["cells"]) == 18, "there is one way")
    lab.require(all(c["via"] == "air" and c["worked"] for c in matrix["cells"]), "all arrive")


def main():
    {"into": into, "from": from_, "psk": psk, "plain": plain}[sys.argv[1]]()


main()
