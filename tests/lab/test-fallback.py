#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""A fallback is not a pass: the quickstart with another mobility domain on one access
point exits 1, and says that FT was not used and where."""

import lab


def main():
    text = lab.scenario("quickstart").read_text()
    assert "\nlab:" in text
    folder = lab.scratch_folder()
    changed = folder / "changed.yaml"
    before, after = text.split("\nlab:", 1)
    rest = after.split("\n", 1)[1]
    changed.write_text(before + "\nlab: { access-points: { stairs: { hostapd: "
                       "{ mobility_domain: b2b2 } } } }\n" + rest)
    run = lab.run(changed)
    lab.require(run.code == 1, f"exit code 1, not {run.code}")
    results = run.results()
    lab.check_schema(results)
    lab.require(all(r["used"] not in ("ft-air", "ft-ds") for r in results["roams"]),
                "no roam counts as FT")
    failed = [e for e in results["expectations"] if e["verdict"] == "fail"]
    lab.require(any(e["metric"] == "fast-transition" for e in failed),
                "fast-transition is what failed")
    for words in ("stairs", "b2b2", "mobility domain"):
        lab.require(words in run.out, f"the output says {words!r}")
    lab.check_junit(run, results)
    lab.check_explained(run)


main()
