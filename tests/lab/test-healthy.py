#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""What has no fault is told of none: no roam or association of a sample that expects nothing
wrong has a cause, and its run has no warning."""

import json
import subprocess

import lab
import yaml

FAILS = ("ft-psk", "ft-sae")
FOLDERS = ("", "traffic/")


def steps_of(steps):
    for step in steps:
        yield step
        yield from steps_of((step.get("repeat") or {}).get("steps", []))


def uses_ft(scenario):
    security = scenario["network"]["security"]
    return bool({security} & set(FAILS) if isinstance(security, str) else set(security) & set(FAILS))


def step_expects_wrong(expect, ft):
    return expect.get("result", "ok") != "ok" or expect.get("status", 0) != 0 or \
        expect.get("cause", "none") != "none" or expect.get("used") == "none" or \
        (ft and expect.get("used") in ("full", "pmksa"))


def expects_wrong(scenario):
    """Whether a step is to fail, FT is not to be used where there is FT, or what runs through
    the network is not to survive."""
    ft, expect = uses_ft(scenario), scenario.get("expect") or {}
    roams = [s for s in steps_of(scenario["steps"]) if "roam" in s]
    return any(step_expects_wrong(s.get("expect") or {}, ft) for s in roams) or \
        any(step_expects_wrong(s.get("expect") or {}, False) for s in steps_of(scenario["steps"])
            if "associate" in s) or \
        (ft and expect.get("fast-transition") == "never") or bool(expect.get("warnings")) or \
        (expect.get("tunnel") or {}).get("survives") is False or \
        any(c.get("survives") is False for c in (expect.get("connection") or {}).values())


def healthy():
    for folder in FOLDERS:
        for path in sorted((lab.SCENARIOS / folder).glob("*.yaml")):
            if not expects_wrong(yaml.safe_load(path.read_text())):
                yield path


def wrong_in(results):
    """Sentences."""
    name = results["scenario"]["name"]
    if results["verdict"] != "pass":
        yield f"{name}: {results['verdict']}"
    for step in results["roams"] + results["associations"]:
        if step["cause"]:
            yield f"line {step['line']} of {name} ({step['to']}): {step['cause']}"
    for warning in results["warnings"]:
        yield f"{name}: {warning['id']}: {warning['evidence']}"


def main():
    paths, folder = list(healthy()), lab.scratch_folder()
    names = [path.stem for path in paths]
    print("healthy:", ", ".join(names))
    lab.require({"quickstart", "full-roam-baseline", "healthy"} <= set(names) and
                "mobility-domain-differs" not in names, "these samples are told apart")
    command = lab.command(paths[0], folder)
    done = subprocess.run([*command, *map(str, paths[1:])], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    print(done.stdout[-2000:], done.stderr[-2000:])
    lab.require(done.returncode == 0, f"all of them pass: {done.returncode}")
    found = sorted(folder.glob("*/results.json"))
    lab.require(len(found) == len(paths), f"{len(found)} of {len(paths)} have results")
    wrong = [what for path in found for what in wrong_in(json.loads(path.read_text()))]
    lab.require(not wrong, "\n".join(["nothing is wrong, but", *wrong]))


main()
