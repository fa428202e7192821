#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""An access point that does not offer FT over the DS is known before it is asked: the
quickstart with ft_over_ds=0 on the one that is left over the DS says so before the command."""

import lab

WARNING = ("stairs does not offer FT over the DS (bit 0 of its MDE is clear): trying all the "
           "same")


def main():
    text = lab.scenario("quickstart").read_text()
    assert "\nlab:" in text
    changed = lab.scratch_folder() / "changed.yaml"
    before, after = text.split("\nlab:", 1)
    rest = after.split("\n", 1)[1]
    changed.write_text(before + "\nlab: { access-points: { stairs: { hostapd: "
                       "{ ft_over_ds: 0 } } } }\n" + rest)
    run = lab.run(changed)
    lab.require(run.code == 1, f"exit code 1, not {run.code}")
    lab.require(f"roamtest: {WARNING}" in run.err.splitlines(), "a person sees it")
    over_ds = [roam for roam in run.results()["roams"] if roam["via"] == "ds"]
    lab.require(over_ds and all(roam["used"] != "ft-ds" for roam in over_ds),
                "no roam counts as FT over the DS")
    events = run.events()
    asked = [i for i, e in enumerate(events)
             if e["event"] == "command" and e["text"].startswith("FT_DS ")]
    lab.require(len(asked) == len(over_ds), "each was tried all the same")
    for i in asked:
        notes = [e["text"] for e in events[:i]
                 if e["event"] == "note" and e.get("step") == events[i]["step"]]
        lab.require(notes == [WARNING], f"the warning stands before the command: {notes}")
    warned = [e for e in events if e["event"] == "note" and "does not offer" in e["text"]]
    lab.require(len(warned) == len(over_ds), "and nowhere else")


main()
