#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""What wrong usage is told: the exit code, and the words on standard error.

test-usage.py ROAMTEST"""

import pathlib
import subprocess
import sys
import tempfile

ROAMTEST = sys.argv[1]
QUICKSTART = str(pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "quickstart.yaml")

NO_LAB = """\
name: no-lab
network: { ssid: corridor, security: open }
access-points:
  hall: { bssid: "02:00:00:00:01:00", channel: 1 }
steps:
  - associate: hall
"""

# Arguments, exit code, and the first line on standard error.
CASES = [
    (["chekc"], 2, "roamtest: there is no command 'chekc'; did you mean 'check'?"),
    (["explain", "r0kh-misssing"], 2,
     "roamtest explain: nothing is known of 'r0kh-misssing'; did you mean 'r0kh-missing'?"),
    (["twin"], 2, "roamtest twin: no access point was given"),
    (["twin", "ap1"], 2, "roamtest twin: 'ap1' is not NAME=FILE"),
    (["twin", "a b=x"], 2,
     "roamtest twin: 'a b' cannot be the name of an access point: it has 1 to 28 letters, "
     "digits, '.', '_' or '-'"),
    (["twin", "ap1=x", "ap1=y"], 2, "roamtest twin: there are two 'ap1'"),
    (["twin", "ap1=x@23.10"], 2,
     "roamtest twin: there is no OpenWrt release '23.10'; there are 17.01, 18.06, 19.07, "
     "21.02, 22.03, 23.05, 24.10, 25.12, and their point releases"),
    (["twin", "ap1=missing"], 2,
     "roamtest: cannot open missing: No such file or directory"),
    (["twin", "--lab", "host", "ap1=x"], 2,
     "roamtest twin: --lab takes auto, uml, qemu, not 'host'"),
    (["twin", "--kernel", "./missing", "ap1=x"], 2,
     "roamtest: cannot read the kernel ./missing: No such file or directory"),
    (["run"], 2, "roamtest run: no scenario was given"),
    (["run", "--bogus", QUICKSTART], 2, "roamtest run: unrecognized option '--bogus'"),
    (["check", "missing.yaml"], 2,
     "roamtest: cannot open missing.yaml: No such file or directory"),
    (["run", "--hostapd", "./missing", QUICKSTART], 2,
     "roamtest: cannot execute ./missing: No such file or directory"),
    (["run", "--wpa-supplicant", "./plain", QUICKSTART], 2,
     "roamtest: cannot execute ./plain: Permission denied"),
    (["run", "--kernel", "./missing", QUICKSTART], 2,
     "roamtest: cannot read the kernel ./missing: No such file or directory"),
    (["run", "--seed", "4294967296", QUICKSTART], 2,
     "roamtest run: --seed takes a number from 0 to 4294967295, not '4294967296'"),
    (["run", "--seed", "-1", QUICKSTART], 2,
     "roamtest run: --seed takes a number from 0 to 4294967295, not '-1'"),
    (["run", "--seed", "", QUICKSTART], 2,
     "roamtest run: --seed takes a number from 0 to 4294967295, not ''"),
    (["run", "--without", "control", QUICKSTART], 2,
     "roamtest run: --without takes capture, nl80211, rtnetlink, nlmon, tracefs, not 'control'"),
    (["run", "--without", "capture,nlmon", QUICKSTART], 2,
     "roamtest run: --without takes capture, nl80211, rtnetlink, nlmon, tracefs, not "
     "'capture,nlmon'"),
    (["run", "--try-fix", "arp-evcit", QUICKSTART], 2,
     "roamtest run: --try-fix takes arp-evict, ndisc-evict, not 'arp-evcit'; did you mean "
     "'arp-evict'?"),
    (["run", "--try-fix", "", QUICKSTART], 2,
     "roamtest run: --try-fix takes arp-evict, ndisc-evict, not ''"),
    (["run", "--beside", " ", QUICKSTART], 2,
     "roamtest run: --beside takes a command, not nothing"),
    (["run", "--beside", "true", "no-lab.yaml"], 2,
     "roamtest run: --beside is for a lab, and no-lab.yaml runs on a real interface"),
    (["run", "--air", "no-lab.yaml"], 2,
     "roamtest run: --air is for a lab, and no-lab.yaml runs on a real interface"),
    (["run", "--live", "--clock", "real", QUICKSTART], 2,
     f"roamtest run: --clock is for a lab, and {QUICKSTART} runs on a real interface"),
    (["run", "--interface", "wlan0", QUICKSTART], 2,
     f"roamtest run: --interface is for a real interface, and {QUICKSTART} runs in a lab"),
    (["run", "--reduced", "--lab", "auto", "no-lab.yaml"], 2,
     "roamtest run: --reduced is for a real interface, and no-lab.yaml runs in a lab"),
    (["run", "--lab", "auto", "--live", QUICKSTART], 2,
     "roamtest run: --lab and --live exclude each other"),
    (["run", "--live", QUICKSTART], 2,
     f"{QUICKSTART}:24:22: error: on a real site there is no lab to make the tunnel's other end"),
    (["run", "--interface", "no-such-wlan", "no-lab.yaml"], 2,
     "roamtest: there is no wireless interface no-such-wlan"),
    (["run", "--jobs", "0", QUICKSTART], 2,
     "roamtest run: --jobs takes a number from 1 to 64, not '0'"),
    (["run", "--jobs", "65", QUICKSTART], 2,
     "roamtest run: --jobs takes a number from 1 to 64, not '65'"),
    (["run", "--jobs", "-1", QUICKSTART], 2,
     "roamtest run: --jobs takes a number from 1 to 64, not '-1'"),
    (["run", "--jobs", "2x", QUICKSTART], 2,
     "roamtest run: --jobs takes a number from 1 to 64, not '2x'"),
    (["run", "--jobs", "", QUICKSTART], 2,
     "roamtest run: --jobs takes a number from 1 to 64, not ''"),
    (["run", "--jobs", "18446744073709551617", QUICKSTART], 2,
     "roamtest run: --jobs takes a number from 1 to 64, not '18446744073709551617'"),
    (["run", QUICKSTART, QUICKSTART], 2,
     f"roamtest: the results of {QUICKSTART} and {QUICKSTART} would go to one folder, "
     "quickstart"),
    (["run", QUICKSTART, "missing.yaml"], 2,
     "roamtest: cannot open missing.yaml: No such file or directory"),
    (["doctor", "lo"], 2, "roamtest doctor: there is no wireless interface 'lo'"),
    (["doctor", "wlan0", "wlan1"], 2, "roamtest doctor: unexpected argument 'wlan1'"),
    (["doctor", "--clean", "--json"], 2,
     "roamtest doctor: --clean has nothing to say in --json"),
    (["init"], 2, "roamtest init: no interface was given"),
    (["init", "wlan0", "wlan1"], 2, "roamtest init: unexpected argument 'wlan1'"),
    (["init", "lo"], 2, "roamtest init: there is no wireless interface 'lo'"),
    (["init", "lo", "--out", "no-lab.yaml"], 2,
     "roamtest init: there is a file no-lab.yaml already"),
    (["init", "lo", "--out", "no-lab.yaml", "--force"], 2,
     "roamtest init: there is no wireless interface 'lo'"),
    (["lab"], 2, "roamtest lab: no scenario was given"),
    (["lab", QUICKSTART], 2, "roamtest lab: no command was given"),
    (["lab", QUICKSTART, "--", ], 2, "roamtest lab: no command was given"),
    (["lab", "missing.yaml", "true"], 2,
     "roamtest: cannot open missing.yaml: No such file or directory"),
    (["lab", "--clock", "wall", QUICKSTART, "--", "true"], 2,
     "roamtest lab: --clock takes auto, real, virtual, not 'wall'"),
    (["lab", QUICKSTART, "ls", "-l"], 2, "roamtest lab: invalid option -- 'l'"),
    (["reflect", "--port", "65536"], 2,
     "roamtest reflect: --port takes a number from 0 to 65535, not '65536'"),
    (["reflect", "--port", "-1"], 2,
     "roamtest reflect: --port takes a number from 0 to 65535, not '-1'"),
    (["reflect", "--port", "862x"], 2,
     "roamtest reflect: --port takes a number from 0 to 65535, not '862x'"),
    (["reflect", "--bind", "localhost"], 2,
     "roamtest reflect: --bind takes an IPv4 or IPv6 address, not 'localhost'"),
    (["reflect", "8620"], 2, "roamtest reflect: unexpected argument '8620'"),
    (["reflect", "--bind", "192.0.2.1"], 3,
     "roamtest: cannot use the UDP address 192.0.2.1:8620: Cannot assign requested address"),
    (["report", "--width", "79", "plain"], 2,
     "roamtest report: --width takes a number from 80 to 1000, not '79'"),
    (["report", "--width", "1001", "plain"], 2,
     "roamtest report: --width takes a number from 80 to 1000, not '1001'"),
    (["report", "--width", "90x", "plain"], 2,
     "roamtest report: --width takes a number from 80 to 1000, not '90x'"),
    (["report", "escape"], 2,
     "roamtest: escape: line 1, column 2: string or '}' expected near '?'"),
    (["report", "plain"], 2, "roamtest: plain: neither a results.json nor a recording"),
]


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "plain").write_text("no program")
        (folder / "escape").write_text("{\033[31m")
        (folder / "no-lab.yaml").write_text(NO_LAB)
        kept = folder / "roamtest-results" / "quickstart" / "events.jsonl"
        kept.parent.mkdir(parents=True)
        kept.write_text("an earlier run's")
        for arguments, code, words in CASES:
            done = subprocess.run([ROAMTEST, *arguments], cwd=folder, capture_output=True,
                                  text=True, check=False)
            first = done.stderr.splitlines()[0] if done.stderr else ""
            assert (done.returncode, first, done.stdout) == (code, words, ""), (arguments, done)
        assert kept.read_text() == "an earlier run's", "wrong usage has cost a recording"


main()
