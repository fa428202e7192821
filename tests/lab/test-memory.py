#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""A run of 2,000 roams takes no more memory than one of 200."""

import subprocess
import sys

import lab
import resident

SCENARIO = """\
name: soak
network: { ssid: corridor, security: ft-sae, password: correct horse battery }
access-points:
  hall:   { bssid: "02:00:00:00:01:00", channel: 1 }
  stairs: { bssid: "02:00:00:00:02:00", channel: 6 }
lab: {}
tunnel: { wireguard: lab }
traffic:
  - { name: voice, through: tunnel, every: 20ms, size: 160 }
  - { name: plain, through: wifi, every: 20ms }
steps:
  - associate: hall
  - repeat:
      for: 82s
      steps:
        - roam: { to: stairs, via: air }
        - roam: { to: hall, via: ds }
expect: { fast-transition: always }
"""


def main():
    folder = lab.scratch_folder()
    path = folder / "soak.yaml"
    path.write_text(SCENARIO)
    done = subprocess.run([sys.executable, resident.__file__, "200", "2000", "1",
                           *lab.command(path, folder)],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    result = lab.Run(done.returncode, done.stdout, done.stderr, folder)
    print(done.stdout[-4000:], done.stderr[-4000:])
    lab.require(result.code == 0, "2,000 roams take no more memory than 200")
    found = result.results()
    lab.require(len(found["roams"]) >= 2000 and found["verdict"] == "pass", "all of them were")
    lab.check_schema(found)


main()
