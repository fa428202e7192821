#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-rounds.py WHAT: repeats whose rounds the clock decides. "rounds": as many as fit, so far
apart, and a replay has as many. "vain": rounds that lead nowhere do not spin. "interrupted",
"terminated": what was measured stands. "killed": a run that goes on, or was killed, can be
reported. "progress": the line that a person at a terminal sees; "quiet": nobody else does."""

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios

import lab

NS = 10**9
ROAMS = "[ roam: { to: stairs, via: air }, roam: { to: hall, via: ds } ]"


def write(steps, rest=""):
    path = lab.scratch_folder() / "rounds.yaml"
    path.write_text(f"""name: rounds
network: {{ ssid: corridor, security: ft-psk, password: correct horse battery }}
access-points:
  hall:   {{ bssid: "02:00:00:00:01:00", channel: 1 }}
  stairs: {{ bssid: "02:00:00:00:02:00", channel: 6 }}
{rest or "lab: {}"}
steps:
  - associate: hall
{steps}""")
    return path


def report(folder, *options):
    return subprocess.run([*lab.PREFIX, str(lab.ROAMTEST), "report", *options, str(folder)],
                          check=False, capture_output=True, text=True)


def decided(run):
    return [e.get("more", False) for e in run.events() if e["event"] == "round"]


def rounds():
    run = lab.run(write(f"""  - repeat: {{ for: 2h, every: 5m, steps: {ROAMS} }}
  - repeat:
      times: 2
      steps:
        - repeat: {{ for: 90s, every: 1m, steps: [ wait: 20s ] }}
        - repeat: {{ for: 1h, times: 3, steps: [ wait: 10s ] }}
  - repeat: {{ times: 3, every: 10s, steps: [ wait: 15s ] }}
  - roam: stairs
"""))
    lab.require(run.code == 0, f"it passes, not {run.code}")
    results = run.results()
    lab.check_schema(results)
    roams = results["roams"]
    lab.require(len(roams) == 2 * 24 + 1, f"24 rounds begin within two hours, {len(roams)}")
    lab.require([r["iteration"] for r in roams[:48:2]] == list(range(1, 25)), "they are counted")
    starts = [e["t"] for e in run.events() if e["event"] == "step-start"]
    # The association, then three steps a round with the wait between them.
    begun = [starts[1]] + starts[4:4 + 3 * 23:3]
    late = [t - starts[1] - i * 300 * NS for i, t in enumerate(begun)]
    lab.require(all(abs(t) < NS // 1000 for t in late), f"each begins when it is due: {late}")
    rest = [round((t - starts[1]) / NS) - 23 * 300 for t in starts[3 * 24:]]
    # 20 s, wait, 20 s; 10 s thrice: twice; then 15 s thrice, for which 10 s are too short, with
    # waits that are over at once.
    lab.require(rest == [0, 20, 60, 80, 90, 100, 110, 130, 170, 190, 200, 210,
                         220, 235, 235, 250, 250, 265], f"rounds in rounds: {rest}")
    lab.require(decided(run) == [True] * 23 + [False] + 2 * [True, False, True, True],
                f"it is recorded: {decided(run)}")
    lab.check_report(run)


def vain():
    rejected = "lab: { faults: [ { r0kh-missing: { at: stairs, of: hall } } ] }"
    run = lab.run(write("""  - repeat:
      for: 1m
      steps:
        - { roam: { to: stairs, via: air }, expect: { result: rejected } }
""", rejected))
    lab.require((run.code, len(decided(run))) == (0, 60), f"a round a second: {decided(run)}")
    run = lab.run(write("""  - repeat:
      for: 1m
      steps: [ fault: { begin: target-off-air }, fault: { end: target-off-air } ]
""", "lab: { faults: [ target-off-air: stairs ] }"))
    lab.require(run.code == 0 and 59 <= len(decided(run)) <= 61,
                f"a round a second: {decided(run)}")


def endless():
    """It ends when it is ended."""
    return write(f"""  - repeat: {{ for: 168h, every: 1m, steps: {ROAMS} }}
  - roam: stairs
""")


def start(folder):
    """In mid-run: the fifth round."""
    process = subprocess.Popen(lab.command(endless(), folder), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    out = ""
    for line in process.stdout:
        out += line
        if line.startswith(" 10  "):
            break
    return process, out


def end(number):
    folder = lab.scratch_folder()
    process, out = start(folder)
    process.send_signal(number)
    rest, err = process.communicate()
    print(out + rest, err)
    lab.require(process.returncode == 130, f"it was interrupted: {process.returncode}")
    run = lab.Run(130, out + rest, err, folder)
    results = run.results()
    lab.check_schema(results)
    roams = results["roams"]
    lab.require(len(roams) >= 10 and all(r["result"] == "ok" for r in roams),
                "the roams that were measured are kept")
    lab.require(results["interrupted"] and results["verdict"] == "skip",
                "a run that was interrupted has not passed")
    fast = next(e for e in results["expectations"] if e["metric"] == "fast-transition")
    lab.require(re.fullmatch(r"(\d+) of \1 roams", fast["got"]), f"all of them: {fast}")
    last = results["expectations"][-2]
    lab.require(last["got"] == "0 of 1 ok, 1 not run" and last["verdict"] == "skip",
                f"what was to follow was not run: {last}")
    lab.check_report(run)


def killed():
    folder = lab.scratch_folder()
    process, _ = start(folder)
    seen = report(folder / "events.jsonl")
    lab.require(seen.returncode == 0 and not seen.stderr, f"a run that goes on is reported: {seen}")
    lab.require("\n 10  " in seen.stdout and "the recording ends before the run" in seen.stdout,
                f"as far as it goes: {seen.stdout}")
    process.kill()
    process.communicate()
    recording = folder / "events.jsonl"
    whole = recording.read_bytes()
    for cut in (0, 1, 30):
        recording.write_bytes(whole[:len(whole) - cut])
        seen = report(folder)
        lab.require(seen.returncode == 0 and "\n 10  " in seen.stdout and not seen.stderr,
                    f"one that was killed, too: {seen}")
    made = lab.scratch_folder()
    made.chmod(0o777)
    lab.require(report(folder, "--out", str(made)).returncode == 0, "in all formats")
    results = json.loads((made / "results.json").read_text())
    lab.check_schema(results)
    lab.require(len(results["roams"]) >= 10 and results["verdict"] == "error",
                "with what was measured, and without a verdict")


def screen(said):
    """The lines that are left on a terminal, without colours."""
    lines, at = [""], 0
    for token in re.findall(r"\x1b\[[0-9;]*[A-Za-z]|[\s\S]", said):
        if token == "\r":
            at = 0
        elif token == "\n":
            lines.append("")
            at = 0
        elif token == "\x1b[K":
            lines[-1] = lines[-1][:at]
        elif not token.startswith("\x1b"):
            lines[-1] = lines[-1][:at] + token + lines[-1][at + 1:]
            at += 1
    return lines


def at_terminal(words, columns, out=None, err=None, term="xterm", **environment):
    """Exit code and what is said to a terminal; out, err: files in its place."""
    process, fd = pty.fork()
    if process == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        os.environ.pop("NO_COLOR", None)
        os.environ.update(TERM=term, LC_ALL="C.UTF-8", **environment)
        for number, path in ((1, out), (2, err)):
            if path:
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        os.execvp(words[0], words)
    said = b""
    while True:
        try:
            octets = os.read(fd, 65536)
        except OSError:
            break
        said += octets
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    os.close(fd)
    print(said.decode())
    return code, said.decode()


DRAWN = re.compile(r"\r\x1b\[K(?:\x1b\[2m)?([^\r\n\x1b]*(?:; \d+ roams?)[^\r\n\x1b]*)")


def command(path):
    words = lab.command(path, lab.scratch_folder(), "--clock", "real")
    words.remove("--verbose")
    return words


def progress():
    path = write(f"  - repeat: {{ for: 5s, every: 1s, steps: {ROAMS} }}\n")
    code, said = at_terminal(command(path), 120)
    drawn = DRAWN.findall(said)
    lab.require(code == 0 and len(drawn) > 8, f"it is told again and again: {drawn}")
    lab.require(any(re.fullmatch(r"wait for the next round; 4 roams; \ds gone by, about \ds left",
                                 line) for line in drawn), f"how far it is: {drawn}")
    left = [int(m[1]) for m in (re.search(r"about (\d)s left", line) for line in drawn) if m]
    lab.require(left == sorted(left, reverse=True) and left[0] >= 4 and left[-1] <= 1,
                f"what is left gets less: {left}")
    lines = screen(said)
    lab.require(not any("gone by" in line for line in lines), f"nothing of it stays: {lines}")
    rows = [line for line in lines if "->" in line and "verdict" not in line]
    lab.require(len(rows) == 10 and all(re.match(r" +\d+  \S+ -> \S+ +\S+ +ft-\S+ ", row)
                                        for row in rows), f"the table is whole: {rows}")
    lab.require("\x1b[2m" in said, "it is dim")
    code, said = at_terminal(command(path), 30, NO_COLOR="1")
    lab.require(DRAWN.search(said) and "\x1b[2m" not in said, "without colour where none is wanted")
    lab.require(all(len(line) < 30 for line in DRAWN.findall(said)), "it does not wrap")
    _, said = at_terminal(command(write("  - wait: 4s\n")), 120)
    told = set(re.findall(r"wait 4s; 0 roams; (\d)s gone by, about", said))
    lab.require({"1", "2", "3"} <= told, f"time goes by where nothing happens: {told}")
    bad = write("  - repeat: { for: 168h, steps: [ roam: stairs, roam: hall ] }\n",
                "lab: { faults: [ { r0kh-missing: { at: stairs, of: hall } } ] }")
    words = ["timeout", "--foreground", "-s", "INT", "6", *command(bad)]
    _, said = at_terminal(words, 120)
    lab.require(re.search(r"; [2-9]\d* roams, [1-9]\d* failed; ", said), "what failed is counted")
    lab.require(not any("gone by" in line for line in screen(said)), "nothing of it stays")


def quiet():
    path = write(f"  - repeat: {{ for: 2s, every: 1s, steps: {ROAMS} }}\n")
    file = lab.scratch_folder() / "said"
    code, said = at_terminal(command(path), 120, err=str(file))
    lab.require(code == 0 and not DRAWN.search(said), "standard error is no terminal")
    lab.require(file.read_text() == "", "and gets nothing")
    code, said = at_terminal(command(path), 120, out=str(file))
    lab.require(DRAWN.search(said), "standard error is one")
    lab.require("gone by" not in file.read_text() and "\x1b" not in file.read_text(),
                "the table is in a file without it")
    lab.require("ft-air" not in said and "gone by" not in "".join(screen(said)),
                "and it alone is on the terminal, and then is gone")
    code, said = at_terminal(command(path), 120, term="dumb")
    lab.require(code == 0 and "\x1b" not in said and "gone by" not in said,
                "a terminal that cannot erase a line has none")


{"rounds": rounds, "vain": vain, "interrupted": lambda: end(signal.SIGINT),
 "terminated": lambda: end(signal.SIGTERM), "killed": killed, "progress": progress,
 "quiet": quiet}[sys.argv[1]]()
