#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""roamtest twin on the files of three radios with lists of key holders, as guides have them:
every roam is tried, and the page tells what is so.

test-twin.py right|mixed|absent|mistakes
test-twin.py RADIO            every single identifier, address, key and password of that radio
                              is changed, one at a time: what breaks in the lab is what
                              hostapd's rules break, the finding names the changed line, and
                              --fix makes it right again"""

import concurrent.futures
import json
import os
import re
import subprocess
import sys

import hostapd_rules
import jsonschema
import lab

FILES = lab.SOURCE / "tests" / "golden" / "twin" / "three-radios"
NAMES = {"ap1": ["ap1-radio0", "ap1-radio1"], "ap2": ["ap2"]}
BSSIDS = {"ap1": ["02:00:00:AA:01:0A", "02:00:00:AA:01:0B"], "ap2": ["02:00:00:BB:02:0A"]}
RADIOS = [name for names in NAMES.values() for name in names]
PAIRS = {(first, to) for first in RADIOS for to in RADIOS if first != to}
SECRETS = ("correct horse", "correct house")
# Nothing else is wrong with the files, before any change.
ALWAYS = {"rrb-key-zero", "over-ds-off"}


class Twin:
    """What one of its runs said and left."""

    def __init__(self, folder, *options):
        done = subprocess.run(
            [*lab.PREFIX, str(lab.ROAMTEST), "twin", "--lab", lab.LAB, "--openwrt", "23.05",
             *options, "--out", "out", "ap1=ap1", "ap2=ap2"],
            cwd=folder, text=True, capture_output=True, check=False)
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        self.folder = folder / "out"
        path = self.folder / "twin.json"
        lab.require(path.exists(), f"there is a twin.json: {self.out}{self.err}")
        self.page = json.loads(path.read_text())
        schema = json.loads((lab.SOURCE / "docs" / "twin.schema.json").read_text())
        jsonschema.Draft202012Validator(schema).validate(self.page)


def states(page, via):
    return {(pair["from"], pair["to"]): pair["state"] for pair in page["pairs"]
            if pair["via"] == via}


def broken(page, via="air"):
    """The pairs that failed; each of the others worked."""
    found = states(page, via)
    failed = {pair for pair, state in found.items()
              if state in ("failed", "not-begun", "absent")}
    lab.require(all(found[pair] == "worked" for pair in set(found) - failed),
                f"each pair was tried {via}: {found}")
    return failed


def site(change=lambda name, text: text):
    """A folder with the sample's files, changed."""
    folder = lab.scratch_folder()
    for name in NAMES:
        (folder / name).write_text(change(name, (FILES / name).read_text()))
    return folder


def check_secrets(folder):
    """Neither password nor key is in anything that may be shown."""
    for path in folder.rglob("*"):
        text = path.read_bytes() if path.is_file() else b""
        for secret in SECRETS:
            lab.require(secret.encode() not in text, f"no secret in {path}")


def right():
    """Every ordered pair uses FT over the air; over the DS it is not offered, which is no
    failure; and nothing is said that is not so."""
    folder = site()
    twin = Twin(folder)
    lab.require(twin.code == 0, f"exit code 0, not {twin.code}: {twin.out}{twin.err}")
    lab.require(broken(twin.page) == set() and set(states(twin.page, "air")) == PAIRS,
                "every ordered pair is tried, and works")
    lab.require({pair["used"] for pair in twin.page["pairs"] if pair["via"] == "air"}
                == {"ft-air"}, "all use FT over the air")
    lab.require(set(states(twin.page, "ds").values()) == {"not-offered"},
                "over the DS is said to be not offered")
    lab.require({finding["id"] for finding in twin.page["findings"]} == ALWAYS,
                "the findings are the keys of zeros, and that the DS is not offered")
    [zeros] = [f for f in twin.page["findings"] if f["id"] == "rrb-key-zero"]
    lines = {(line["file"], line["line"]) for line in zeros["lines"]}
    wanted = {(name, number) for name in NAMES
              for number, line in enumerate((FILES / name).read_text().splitlines(), 1)
              if "0" * 64 in line}
    lab.require(lines == wanted, "all keys of zeros are named, by file and line")
    for sentence in ("6 of 6 ordered pairs roam by FT", "that is no failure",
                     "WHAT A SIMULATION CANNOT KNOW", "PASSED, 6 of 6 roams worked"):
        lab.require(sentence in twin.out, f"the page says: {sentence}\n{twin.out}")
    results = json.loads((twin.folder / "results.json").read_text())
    lab.check_schema(results)
    lab.require(all(roam["tunnel"]["survived"] for roam in results["roams"])
                and len(results["roams"]) == 18,
                "a tunnel is held through the cold, back and warm leg of each pair")
    check_secrets(twin.folder)
    check = subprocess.run([*lab.PREFIX, str(lab.ROAMTEST), "check",
                            str(twin.folder / "live.yaml")],
                           capture_output=True, text=True, check=False)
    lab.require(check.returncode == 0, f"the site's own scenario is valid: {check.stderr}")


def mixed():
    """Where some offer FT over the DS, it is tried on the way from these only."""
    def offer(name, text):
        return text.replace("ft_over_ds '0'", "ft_over_ds '1'") if name == "ap1" else text
    twin = Twin(site(offer))
    lab.require(twin.code == 0, f"exit code 0, not {twin.code}: {twin.out}{twin.err}")
    lab.require(broken(twin.page) == set(), "all works over the air")
    over_ds = states(twin.page, "ds")
    lab.require({pair for pair, state in over_ds.items() if state == "worked"}
                == {pair for pair in PAIRS if pair[0] != "ap2"}
                and {over_ds[pair] for pair in PAIRS if pair[0] == "ap2"} == {"not-offered"},
                f"and over the DS from those that offer it: {over_ds}")
    lab.require("not offered by ap2" in twin.out, "which the page says")


# Each keeps hostapd of ap2 from starting.
REFUSED = [
    ("option r1_key_holder '020000BB020A'", "option r1_key_holder '02:00:00:BB:02:0A'"),
    ("option r1_key_holder '020000BB020A'", "option r1_key_holder '020000BB020'"),
    ("list r0kh '02:00:00:AA:01:0B,", "list r0kh '02-00-00-AA-01-0B,"),
    ("list r1kh '02:00:00:AA:01:0B,02:00:00:AA:01:0B,",
     "list r1kh '02:00:00:AA:01:0B,020000AA010B,"),
    (f"02:00:00:AA:01:0A,{'0' * 64}", "02:00:00:AA:01:0A,zeros"),
]


def absent():
    """An access point that does not start fails its pairs, by the line that is wrong; the
    others are tried; and mended it starts."""
    for change in REFUSED:
        check_absent(change)


def check_absent(change):
    def spoil(name, text):
        assert name != "ap2" or change[0] in text
        return text.replace(*change, 1) if name == "ap2" else text
    twin = Twin(site(spoil), "--fix", "fixed")
    lab.require(twin.code == 1, f"exit code 1, not {twin.code}")
    lab.require(broken(twin.page) == {pair for pair in PAIRS if "ap2" in pair},
                "its pairs fail, and the others work")
    lab.require({pair["state"] for pair in twin.page["pairs"]
                 if pair["via"] == "air" and "ap2" in (pair["from"], pair["to"])}
                == {"absent"}, "they were not tried")
    [finding] = [f for f in twin.page["findings"] if f["severity"] == "breaks"]
    lab.require((finding["id"], finding["explains"]) == ("not-started", 4),
                "the line that keeps it from starting explains them")
    lab.require(broken(twin.page["after"]) == set(), "and mended it works")
    lab.require("ap2 does not start  FT" in twin.out, "before and after are side by side")
    lab.require((twin.folder / "mended" / "results.json").exists(), "the second run is kept")
    (twin.folder.parent / "ap2").write_text((FILES / "ap2").read_text())
    lab.require(Twin(twin.folder.parent).page["after"] is None
                and not (twin.folder / "mended" / "results.json").exists(),
                "and not taken for a later one's")


# One of three access points that are made of defaults is another: what all have, and what it
# has in place of that.
SAE, PSK = "option encryption 'sae'\n", "option encryption 'psk2'\n"
MIXED, TKIP = "option encryption 'sae-mixed'\n", "option encryption 'psk2+tkip+ccmp'\n"
OVER_DS = "option ft_over_ds '1'\n"
MISTAKES = {
    "mobility-domain": (SAE, SAE + "option mobility_domain 'a1b3'\n"),
    "other security": (PSK, SAE),
    "no FT": (SAE, SAE + "option ieee80211r '0'\n"),
    "no FT, psk": (PSK, PSK + "option ieee80211r '0'\n"),
    "other cipher": (PSK, "option encryption 'psk2+gcmp256'\n"),
    "further cipher": (PSK, TKIP),
    "further cipher over the DS": (PSK + OVER_DS, TKIP + OVER_DS),
    "pmf": (PSK, PSK + "option ieee80211w '2'\n"),
    "pmf over the DS": (PSK + OVER_DS, PSK + OVER_DS + "option ieee80211w '2'\n"),
    "optional pmf": (SAE, SAE + "option ieee80211w '1'\n"),
    "optional pmf over the DS": (SAE + OVER_DS, SAE + OVER_DS + "option ieee80211w '1'\n"),
    "no H2E": (SAE, SAE + "option sae_pwe '0'\n"),
    "no H2E over the DS": (SAE + OVER_DS, SAE + OVER_DS + "option sae_pwe '0'\n"),
    "only H2E": (SAE, SAE + "option sae_pwe '1'\n"),
    "only H2E everywhere": (SAE + "option sae_pwe '1'\n", SAE + "option sae_pwe '1'\n"),
    "password, psk": (PSK, PSK + "option key 'correct house'\n"),
    "password, sae": (SAE, SAE + "option key 'correct house'\n"),
    "pulls": (PSK, PSK + "option ft_psk_generate_local '0'\n"),
    "generates for SAE": (SAE, SAE + "option ft_psk_generate_local '1'\n"),
    "mixed among SAE": (SAE, MIXED),
    "mixed among SAE over the DS": (SAE + OVER_DS, MIXED + OVER_DS),
    "mixed among PSK": (PSK + OVER_DS, MIXED + OVER_DS),
    "deadline": (SAE, SAE + "option reassociation_deadline '20'\n"),
    "does not start": (SAE, SAE + "option mobility_domain 'a1b'\n"),
}


def access_point(number, options):
    return ("config wifi-iface\noption ssid 'corridor'\noption key 'correct horse'\n"
            f"option ieee80211r '1'\noption macaddr '02:00:00:00:0{number}:00'\n{options}")


def check_mistake(name):
    """None, or what is not as it should be: each failure has a finding, and no finding says
    of a roam that it breaks which works in every way."""
    common, odd = MISTAKES[name]
    folder = lab.scratch_folder()
    for number, options in [(1, common), (2, odd), (3, common)]:
        (folder / f"ap{number}").write_text(access_point(number, options))
    twin = Twin(folder, "--fix", "fixed", "ap3=ap3")
    for pair in twin.page["pairs"]:
        if pair["state"] in ("failed", "not-begun", "absent") and not pair["findings"]:
            return f"no finding explains {pair}"
    wrong = [f["id"] for f in twin.page["findings"] if f["contradicted"]]
    if wrong:
        return f"not so: {wrong}"
    breaks = any(f["severity"] == "breaks" for f in twin.page["findings"])
    if twin.code != breaks or (twin.page["failed"] > 0) != breaks:
        return f"exit code {twin.code}, {twin.page['failed']} failures"
    after = twin.page["after"]
    if after and after["verdict"] != "pass":
        return f"after --fix: {after['verdict']}"
    check_secrets(twin.folder)
    return None


def mistakes():
    """What is announced differently breaks what the findings say, and nothing else."""
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for name, problem in zip(MISTAKES, pool.map(check_mistake, MISTAKES)):
            if problem:
                print(f"FAILED: {name}: {problem}")
                wrong += 1
    lab.require(wrong == 0, f"{wrong} of {len(MISTAKES)} mistakes went wrong")


def slip(value):
    """The same with another last character."""
    return value[:-1] + ("1" if value[-1] == "0" else "0")


def others(value, bssids):
    """Other radios' identifiers in its place, in its own form."""
    if value in bssids:
        return [bssid for bssid in bssids if bssid != value]
    return []


def changes(name, radio):
    """Each single change of that radio's section: line number, old and new line, and whether
    it is the key of an entry for itself, which nobody uses."""
    bssids = [bssid for each in BSSIDS.values() for bssid in each]
    section = -1
    own = BSSIDS[name][radio]
    for number, line in enumerate((FILES / name).read_text().splitlines(), 1):
        section += line.startswith("config wifi-iface")
        found = re.match(r"(\s*(option|list) (\w+) ')([^']*)'", line)
        if section != radio or not found:
            continue
        start, _, option, value = found.groups()
        if option in ("nasid", "r1_key_holder", "key"):
            new = "correct house" if option == "key" else slip(value)
            yield number, line, f"{start}{new}'", False
        if option not in ("r0kh", "r1kh"):
            continue
        fields = value.split(",")
        for i, field in enumerate(fields):
            for new in [slip(field), *others(field, bssids)]:
                changed = ",".join([*fields[:i], new, *fields[i + 1:]])
                yield number, line, f"{start}{changed}'", i == 2 and fields[0] == own


def check_change(name, change):
    """None, or what is not as it should be."""
    number, old, new, harmless = change
    texts = {}

    def put(at, text):
        lines = text.splitlines(keepends=True)
        if at == name:
            assert lines[number - 1] == old + "\n"
            lines[number - 1] = new + "\n"
        texts[at] = "".join(lines)
        return texts[at]
    twin = Twin(site(put), "--fix", "fixed")
    radios = [radio for each in NAMES
              for radio in hostapd_rules.read(texts[each], NAMES[each], BSSIDS[each])]
    wanted, failed = hostapd_rules.broken(radios), broken(twin.page)
    if failed != wanted:
        return f"hostapd's rules break {wanted}, and in the lab {failed} failed"
    if twin.code != bool(wanted):
        return f"exit code {twin.code}, and {wanted} are broken"
    findings = [f for f in twin.page["findings"] if f["id"] not in ALWAYS]
    named = {(f["lines"][0]["file"], f["lines"][0]["line"]) for f in findings}
    if named != (set() if harmless else {(name, number)}):
        return f"line {number} was changed, and {named} are named"
    if any(f["severity"] != ("breaks" if wanted else "style") for f in findings):
        return f"severities are not those of {wanted}"
    if any(f["contradicted"] for f in findings):
        return "a finding says that a roam breaks which works"
    if any(not pair["findings"] for pair in twin.page["pairs"]
           if pair["state"] in ("failed", "not-begun")):
        return "a failure has no finding that explains it"
    after = twin.page["after"]
    if broken(after) or after["verdict"] != "pass":
        return f"after --fix {broken(after)} fail"
    if {f["id"] for f in after["findings"]} != {"over-ds-off"}:
        return f"after --fix there are {[f['id'] for f in after['findings']]}"
    check_secrets(twin.folder)
    return None


def walk(radio_name):
    """All of a radio's, on as many processors as there are."""
    [(name, radio)] = [(name, names.index(radio_name)) for name, names in NAMES.items()
                       if radio_name in names]
    all_changes = list(changes(name, radio))
    lab.require(len(all_changes) >= 40, f"{len(all_changes)} changes are walked through")
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for change, problem in zip(all_changes, pool.map(
                lambda change: check_change(name, change), all_changes)):
            if problem:
                print(f"FAILED: {name}:{change[0]}: {change[2].strip()}: {problem}")
                wrong += 1
    lab.require(wrong == 0, f"{wrong} of {len(all_changes)} changes went wrong")


if __name__ == "__main__":
    CASES = {"right": right, "mixed": mixed, "absent": absent, "mistakes": mistakes}
    WHAT = sys.argv[1]
    if WHAT in CASES:
        CASES[WHAT]()
    else:
        walk(WHAT)
