#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-try-fix.py WHAT: roamtest run --try-fix measures again with another setting of the
station, shows both, and puts it back; verdict and exit code are those of the first run.
"helps": the setting is the cause; "ipv6": that of IPv6 is; "scenario": the scenario makes the
cause, or has removed it."""

import sys

import lab

TRIAL = "try-fix-arp-evict"
SETTING = "net.ipv4.conf.wlan0.arp_evict_nocarrier"


def trial(run, name=TRIAL):
    return lab.Run(0, run.out, run.err, run.folder / name)


def neighbour(results):
    return sum(part["ns"] for roam in results["roams"] for gap in roam["gaps"].values()
               for part in gap["parts"] if part["name"] == "neighbour")


def check_trial(run, before="1"):
    """What the second run left is whole, and says what was set and put back."""
    results = trial(run).results()
    lab.check_schema(results)
    lab.require(results["fixes"] == [{"id": "arp-evict", "setting": SETTING, "before": before,
                                      "after": "0", "restored": True}],
                f"the results tell of the fix: {results['fixes']}")
    shown = lab.report(run.folder / TRIAL).decode()
    lab.require(f"\nfix          {SETTING} was 0 for this run, and is {before} again\n" in shown,
                "so does the report")
    lab.require(shown == lab.report(run.folder / TRIAL / "results.json").decode(),
                "the report from results.json is the recording's")
    return results


def helps():
    path = lab.scenario("traffic/arp-evicted")
    alone = lab.run(path)
    lab.require(f"sysctl -w {SETTING}=0\n" in alone.out and
                f"roamtest run --try-fix arp-evict {path}\n" in alone.out, "it is advised")
    run = lab.run(path, "--try-fix", "arp-evict")
    first = lab.check_passed(run)
    lab.require(run.out.startswith(alone.out), "the first run is as it is alone")
    lab.require(first["fixes"] == [], "and has no fix")
    lab.require(neighbour(first) > 1_000_000_000, "it has the part")
    second = check_trial(run)
    lab.require(neighbour(second) == 0, "the second has not")
    # arp-evicted expects the part to be the largest: what is judged is the first run.
    lab.require(second["verdict"] == "fail", "the second run does not meet the expectations")
    told = run.out[len(alone.out):]
    lab.require("\nThe part 'neighbour' is gone. To keep it" in told and
                f"\n  sysctl -w {SETTING}=0\n" in told and
                f"\n  echo '{SETTING} = 0' > /etc/sysctl.d/" in told, f"what is told: {told}")
    again = lab.run_in(run.folder, path)
    lab.require(again.out == alone.out and not (run.folder / TRIAL / "results.json").exists(),
                "a later run does not leave the trial as if it were its own")


def ipv6():
    run = lab.run(lab.scenario("traffic/arp-evicted"), "--try-fix", "ndisc-evict")
    lab.check_passed(run)
    lab.require("\nndisc-evict was not tried: no gap has a part that it removes\n" in run.out,
                "IPv4 has nothing of it")
    run = lab.run(lab.scenario("traffic/nd-evicted"), "--try-fix", "ndisc-evict")
    lab.check_passed(run)
    lab.require("sysctl -w net.ipv6.conf.wlan0.ndisc_evict_nocarrier=0\n" in run.out and
                "arp_evict" not in run.out, "where IPv6 waits, its setting is advised")
    results = trial(run, "try-fix-ndisc-evict").results()
    lab.require([fix["setting"] for fix in results["fixes"]] ==
                ["net.ipv6.conf.wlan0.ndisc_evict_nocarrier"], "it is made")
    lab.require(neighbour(results) < neighbour(run.results()) / 100 and
                "The part 'neighbour' is gone. " in run.out, "and helps")


def scenario():
    folder = lab.scratch_folder()
    text = lab.scenario("traffic/arp-evicted").read_text()
    forced = folder / "forced.yaml"
    forced.write_text(text.replace("lab: {}", "lab: { station: { arp-evict: true } }")
                      .replace("name: arp-evicted", "name: forced"))
    paths = [str(forced), str(lab.scenario("traffic/arp-kept"))]
    run = lab.run_in(folder, forced, "--try-fix", "arp-evict", "--jobs", "2", *paths[1:])
    lab.require(run.code == 0, "both pass")
    one = lab.Run(0, run.out, run.err, folder / "forced")
    lab.require(neighbour(one.results()) > 1_000_000_000, "the scenario makes the cause")
    lab.require(neighbour(check_trial(one)) == 0, "and for the trial the fix goes before it")
    lab.require(not (folder / "arp-kept" / TRIAL).exists(), "where there is none, nothing is tried")
    lab.require("\narp-evict was not tried: no gap has a part that it removes\n" in run.out,
                "which is said")
    lab.require("\n2 of 2 scenarios passed\n" in run.out, "the table is that of the first runs")


{"helps": helps, "ipv6": ipv6, "scenario": scenario}[sys.argv[1]]()
