#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""A fresh association succeeds with whichever access point, also with one that the station
came to by FT and left by a roam: hostapd would refuse it with status 17, so the station takes
leave there first."""

import lab

SCENARIO = """name: fresh
network:
  ssid: corridor
  security: ft-sae
  password: correct horse battery
access-points:
  hall:   { bssid: "02:00:00:00:01:00", channel: 1 }
  stairs: { bssid: "02:00:00:00:02:00", channel: 36 }
  attic:  { bssid: "02:00:00:00:03:00", channel: 149 }
lab: { access-points: { stairs: { hostapd: { r0kh: null } } } }
steps:
  - associate: stairs
  - roam: attic
  - roam: stairs
  - roam: { to: hall, via: ds }
  - associate: stairs         # stairs lets nobody in but on its own keys
  - roam: attic
  - roam: hall
  - roam: attic
  - associate: hall           # its keys of then were those of stairs
"""


def main():
    path = lab.scratch_folder() / "fresh.yaml"
    path.write_text(SCENARIO)
    run = lab.run(path)
    results = lab.check_passed(run)
    lab.require(all(a["used"] == "full" for a in results["associations"]), "each is a new one")
    events = run.events()
    for step, gone_to in [(4, ["stairs"]), (8, ["hall"])]:
        start = next(i for i, e in enumerate(events)
                     if e["event"] == "step-start" and e.get("step") == step)
        notes = [e["text"] for e in events[:start]
                 if e["event"] == "note" and e.get("step") == step]
        lab.require([note.split()[0] for note in notes] == gone_to,
                    f"before step {step} it takes leave of {gone_to}: {notes}")
        told = [e for e in events[start:] if e["event"] == "command" and e.get("step") == step]
        lab.require(not any(e["text"].startswith("ROAM") for e in told),
                    "that is no part of the association")


main()
