#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-command.py WHAT: roamtest lab runs a command beside simulated access points. "command": it
is at the station, which nothing has touched; what it says, its exit code and its files come to
the host. "failing": how a command, or its end, can be another one. "terminal": a shell at a person's terminal. "interrupted": nothing is
left. "site": what becomes of the site is told."""

import fcntl
import os
import pathlib
import pty
import signal
import struct
import subprocess
import sys
import termios

import lab

SCENARIO = lab.scenario("quickstart")


def command(words, *options, scenario=SCENARIO):
    return [*lab.PREFIX, str(lab.ROAMTEST), "lab", "--lab", lab.LAB, *options, str(scenario), "--",
            *words]


def run(*words, options=(), scenario=SCENARIO):
    temporary = lab.scratch_folder()
    done = subprocess.run(command(words, *options, scenario=scenario), stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, cwd="/usr",
                          env={**os.environ, "TMPDIR": str(temporary)})
    print(done.stdout.decode(errors="replace"))
    print(done.stderr.decode(errors="replace"), file=sys.stderr)
    lab.require(not list(temporary.iterdir()), "nothing is left in the folder for temporary files")
    return done


def at_the_station():
    folder = lab.scratch_folder()
    done = run("sh", "-c", """
        pwd; id -u; cat /sys/class/net/wlan0/address; ip -o address show dev wlan0
        pgrep -l wpa_supplicant; pgrep -l hostapd; ls /proc/self/fd/0 -l | sed 's/.*-> //'
        printf 'to stderr' >&2; printf 'to the host' >"$ROAMTEST_OUTPUT/own"; exit 7""",
               options=("--out", str(folder)))
    lines = done.stdout.decode().splitlines()
    lab.require(lines[:3] == ["/usr", "0", "02:00:00:00:ff:00"],
                f"it is in its caller's folder, root, and has the station's radio: {lines}")
    lab.require([line.split()[1] for line in lines[3:-1]] == ["hostapd", "hostapd"],
                "the station has no address, nothing associates it, the access points are there")
    lab.require(lines[-1] == "/dev/null", "it has nothing to read")
    lab.require(b"to stderr" in done.stderr and b"to stderr" not in done.stdout,
                "output and errors are kept apart")
    lab.require(done.returncode == 7, f"its exit code is roamtest's, not {done.returncode}")
    lab.require(lab.left_in(folder) == ["console.log", "logs", "logs/hostapd-hall.log",
                                        "logs/hostapd-stairs.log", "logs/own"],
                f"the logs and its own file are kept: {lab.left_in(folder)}")
    words = ["a b", "it's", "$HOME", "*", "", "\n", "\\"]
    done = run("printf", "%s.", *words)
    lab.require(done.stdout.decode() == "".join(word + "." for word in words),
                "words are what they were")
    done = run("python3", "-c", "import os; os.write(1, bytes(range(256)) * 4096)")
    lab.require(done.stdout == bytes(range(256)) * 4096, "octets are what they were")


def failing():
    for words, code in ((["sh", "-c", "kill -TERM $$"], 143), (["./none"], 127), (["true"], 0)):
        done = run(*words)
        lab.require(done.returncode == code, f"{words} gives {code}, not {done.returncode}")
    done = run("sh", "-c", "(sleep 3600; echo late) & echo done")
    lab.require((done.returncode, done.stdout) == (0, b"done\n"),
                "the guest does not wait for what the command has left")
    done = run("sh", "-c", "(sh -c 'echo $$ >/run/orphan; exec sleep 1' &); sleep 2; "
               "kill -0 $(cat /run/orphan)")
    lab.require(done.returncode == 1, "an orphan that has ended is gone")
    reader = subprocess.run(f"{' '.join(map(repr, command(['yes'])))} | head -n 1", shell=True,
                            capture_output=True, text=True, check=False)
    lab.require(reader.stdout == "y\n" and "error" not in reader.stderr,
                f"a reader that has enough ends it: {reader}")


def interrupted():
    temporary = lab.scratch_folder()
    for number in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen(command(["sh", "-c", "echo here; while :; do sleep 1; done"]),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   env={**os.environ, "TMPDIR": str(temporary)})
        lab.require(process.stdout.readline() == b"here\n", "it says so at once")
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        guest = os.pidfd_open(int(children.split()[0]))
        process.send_signal(number)
        lab.require(process.wait() == 130, "its exit code tells that it was interrupted")
        lab.require(lab.ends(guest), "its guest is gone")
        lab.require(not list(temporary.iterdir()), "nothing is left")


def site():
    done = run("sh", "-c", "kill -KILL $(pgrep -o hostapd); sleep 1; echo still here")
    lab.require(b"hostapd of hall was killed by SIGKILL" in done.stderr,
                "an access point that ends is told")
    lab.require((done.returncode, done.stdout) == (0, b"still here\n"), "the command goes on")
    path = lab.scratch_folder() / "bad.yaml"
    path.write_text(SCENARIO.read_text().replace("lab: {}", "lab: { hostapd: { hw_mode: z } }"))
    done = run("echo", "never", scenario=path)
    lab.require(done.returncode == 3 and b"Line" in done.stderr and not done.stdout,
                f"without its site no command is run: {done}")


def terminal():
    process, fd = pty.fork()
    if process == 0:
        os.environ["TERM"] = "vt100"
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 33, 111, 0, 0))
        words = command(["bash", "--norc", "--noediting"])
        os.execvp(words[0], words)
    before = termios.tcgetattr(fd)
    said, at = b"", 0

    def await_words(words):
        nonlocal said, at
        while words not in said[at:]:
            said += os.read(fd, 4096)
        at = said.index(words, at) + len(words)

    await_words(b"# ")
    os.write(fd, b"echo $(tty) $(stty size) $TERM 1>&2\r")
    await_words(b" 33 111 vt100\r\n")
    await_words(b"# ")
    os.write(fd, b"sh -c 'echo asleep; exec sleep 3600'\r")
    await_words(b"\nasleep\r\n")
    os.write(fd, b"\3")
    await_words(b"# ")
    os.write(fd, b"echo woken by $?\r")
    await_words(b"woken by 130\r\n")
    os.write(fd, b"exit 9\r")
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    lab.require(code == 9, f"the shell's exit code is roamtest's, not {code}")
    lab.require(termios.tcgetattr(fd) == before, "the terminal is as before")


{"command": at_the_station, "terminal": terminal, "failing": failing, "interrupted": interrupted,
 "site": site}[sys.argv[1]]()
