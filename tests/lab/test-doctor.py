#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-doctor.py: roamtest doctor on a real station, mac80211_hwsim's, with a real
wpa_supplicant: what it says of them, as root and as somebody who may do nothing."""

import json

import jsonschema

import lab

SCHEMA = json.loads((lab.SOURCE / "docs" / "doctor.schema.json").read_text())
UNPRIVILEGED = "setpriv --reuid=65534 --regid=65534 --clear-groups"

run = lab.run(
    lab.scenario("quickstart"), "--beside",
    f"sleep 1; {lab.ROAMTEST} doctor wlan0 --json; echo == $?;"
    f" {UNPRIVILEGED} {lab.ROAMTEST} doctor wlan0 --json; echo == $?;"
    f" {lab.ROAMTEST} doctor --json; echo == $?")
lab.check_passed(run)
parts = (run.folder / "beside.log").read_text().split("== ")
codes = [int(part.splitlines()[0]) for part in parts[1:4]]
said = [json.loads(part[part.index("{"):]) for part in parts[:3]]
for document in said:
    jsonschema.validate(document, SCHEMA)


def checks(document):
    return {check["id"]: check for section in document["sections"]
            for check in section["checks"]}


def expect(document, state, **values):
    for check, value in values.items():
        got = checks(document)[check.replace("_", "-")]
        lab.require((got["state"], got["value"]) == (state, value),
                    f"{check}: {state} {value}, got {got}")


root, anybody, machine = said
expect(root, "ok", privileges="root", interface="up", driver="mac80211_hwsim",
       sme="supplicant", driver_akms="any", monitor="beside", manager="wpa_supplicant",
       supplicant="2.10", profile="FT-SAE")
expect(root, "ok", commands="authenticate associate connect remain_on_channel")
lab.require(checks(root)["association"]["state"] == "ok" and
            "corridor" in checks(root)["association"]["sentence"], "it is on the network")
lab.require("ft-between-domains" in checks(root), "2.10 cannot do that")
# The station's network namespace has the kernel's own queue.
expect(root, "missing", control_queue="10")
lab.require(codes[0] == 3 and root["state"] == "missing", "that is missing")

expect(anybody, "missing", privileges="none")
expect(anybody, "ok", manager="wpa_supplicant")
lab.require("sudo" in checks(anybody)["control"]["remedy"],
            "whose control socket is seen also by who may not use it")
lab.require(checks(anybody)["privileges"]["remedy"].startswith("sudo setcap "),
            "and how to get them")
lab.require(codes[1] == 3, "these too")

scopes = [section["scope"] for section in machine["sections"]]
lab.require(scopes == ["machine", "lab", "interface"], f"of the machine: {scopes}")
names = [check["value"] for check in machine["sections"][2]["checks"]]
lab.require(names == ["wlan0"], f"its stations, and no monitor of roamtest's: {names}")
