#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-live.py SERVICES WHAT...: the script "live" beside this file, on a stock Debian at the
station of a lab."""

import os
import pathlib
import pty
import shutil
import subprocess
import sys

import lab

SITE = """\
name: live
network: { ssid: corridor, security: ft-sae, password: correct horse battery }
access-points:
  hall:   { bssid: "02:00:00:00:01:00", channel: 1 }
  stairs: { bssid: "02:00:00:00:02:00", channel: 36 }
lab:
  station: { dhcp: true }
  hostapd: { mobility_domain: "0e10" }
steps:
  - associate: hall
"""


# At a terminal, to a run that lacks something: the last two are Ctrl-D and Ctrl-C.
QUESTION = b"go on without? [y/N] "
ANSWERS = [b"y\r", b"\r", b"n\r", b"\4", b"\3"]


def run_at_terminal(words):
    """Of somebody who answers what is asked; everything that is said is output."""
    process, terminal = pty.fork()
    if process == 0:
        os.execvp(words[0], words)
    said, answers = b"", list(ANSWERS)
    while True:
        try:
            said += os.read(terminal, 4096)
        except OSError:  # nobody has the other end any more
            break
        if said.endswith(QUESTION) and answers:
            os.write(terminal, answers.pop(0))
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    lab.require(said.count(QUESTION) == len(ANSWERS), "each run has asked once")
    return subprocess.CompletedProcess(words, code, said.decode(errors="replace"), "")


def run_unseen(words):
    return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          check=False)


def run(services, *what):
    here, place = pathlib.Path(__file__).parent, lab.scratch_folder()
    for name in ("live", "debian.bash", "resident.py"):
        shutil.copy(here / name, place / name)
    (place / "site.yaml").write_text(SITE)
    out = lab.scratch_folder()
    words = [*lab.PREFIX, str(lab.ROAMTEST), "lab", "--verbose", "--lab", lab.LAB, "--out",
             str(out), str(place / "site.yaml"), "--", "env", f"ROAMTEST={lab.ROAMTEST}",
             str(place / "live"), services, *what]
    done = (run_at_terminal if "asked" in what else run_unseen)(words)
    result = lab.Run(done.returncode, done.stdout, done.stderr, out)
    result.show()
    return result


def check_results(result):
    """Of each run in the guest, however it went."""
    for path in (result.folder / "logs").glob("*/results.json"):
        inner = lab.Run(None, "", "", path.parent)
        found = inner.results()
        lab.check_schema(found)
        if not found["problem"]:
            lab.check_junit(inner, found)
        where = found["environment"]
        lab.require((where["lab"], where["interface"]) == ("none", "wlan0"),
                    f"{path.parent.name} names its interface")


def offers(run_):
    """What the access points of a run are, as its station hears them."""
    return {(bss["bssid"], bss["frequency_mhz"], tuple(bss["akms"]), bss["mobility_domain"],
             bss["ft_capability"], bss["rsn_capabilities"])
            for bss in run_.events() if bss["event"] == "bss"}


def check_simulation(result):
    """The file that roamtest init has written there simulates the site as it was heard."""
    logs = result.folder / "logs"
    there = lab.Run(None, "", "", logs / "site")
    run_ = lab.run(logs / "site.yaml", "--lab", lab.LAB)
    found = lab.check_passed(run_)
    lab.require(offers(run_) == offers(there) and len(offers(there)) == 2,
                f"what is simulated, {offers(run_)}, is what was heard, {offers(there)}")
    ways = {(roam["from"], roam["to"], roam["via"], roam["used"]) for roam in found["roams"]}
    wanted = {(roam["from"], roam["to"], roam["via"], roam["used"])
              for roam in there.results()["roams"]}
    lab.require(ways == wanted and len(ways) == 4, f"it is roamed as there: {ways}")


def main():
    result = run(*sys.argv[1:])
    log = result.folder / "logs" / "syslog.log"
    if result.code != 0 and log.exists():
        print(log.read_text())
    lab.require(result.code == 0, "the machine is as it should be")
    lab.check_no_secret(result, "corridor", "correct horse battery")
    check_results(result)
    if "init" in sys.argv:
        check_simulation(result)
    if "roams" in sys.argv:
        said = "".join((result.folder / "logs" / f"hostapd-{name}.log").read_text()
                       for name in ("hall", "stairs"))
        lab.require(said.count("auth_alg=2 auth_transaction=1") >= 3, "the roams were FT")


main()
