# SPDX-License-Identifier: BSD-3-Clause
"""What the lab tests share: running roamtest as a user would, and what must be true of
every run. Used by the tests beside it; needs ROAMTEST (the program) and LAB (the engine) in
the environment."""

import base64
import hashlib
import json
import os
import pathlib
import re
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import jsonschema

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import explained  # pylint: disable=wrong-import-position

LAB = os.environ["LAB"]
SOURCE = pathlib.Path(__file__).resolve().parents[2]
AS_ROOT = os.environ.get("ROAMTEST_AS_ROOT") == "1"
NOBODY = 65534


class Run:
    """A finished run: exit code, what it printed, what it left."""

    def __init__(self, code, out, err, folder):
        self.code, self.out, self.err, self.folder = code, out, err, folder
        if (folder / "events.jsonl").exists():
            check_recording(self)

    def results(self):
        return json.loads((self.folder / "results.json").read_text())

    def events(self):
        lines = (self.folder / "events.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]

    def show(self):
        print(self.out)
        print(self.err, file=sys.stderr)


def scratch_folder():
    """A fresh folder that goes with the process; an ordinary user can write to it."""
    folder = tempfile.TemporaryDirectory(prefix="roamtest-lab-")
    scratch_folder.kept.append(folder)
    pathlib.Path(folder.name).chmod(0o777)
    return pathlib.Path(folder.name)


scratch_folder.kept = []


def copy_kernel(cache):
    """The User Mode Linux kernel from the cache of whoever runs the tests into another's."""
    own = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    kernels = own / "roamtest" / "kernel"
    if kernels.is_dir():
        shutil.copytree(kernels, cache / "roamtest" / "kernel",
                        ignore=shutil.ignore_patterns(".*"))


def ordinary_user():
    """Program, scenarios and prefix of a command that runs it as an ordinary user: one who
    runs the tests already is, for root it is nobody, who may be unable to look into the
    checkout and gets copies."""
    program, scenarios = pathlib.Path(os.environ["ROAMTEST"]), SOURCE / "scenarios"
    if os.getuid() != 0 or AS_ROOT:
        return program, scenarios, []
    place = scratch_folder()
    shutil.copy(program, place / "roamtest")
    shutil.copytree(scenarios, place / "scenarios")
    copy_kernel(place / "cache")
    (place / "cache" / "roamtest").mkdir(parents=True, exist_ok=True)
    (place / "cache" / "roamtest").chmod(0o777)
    prefix = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "env",
              "HOME=/nonexistent", f"XDG_CACHE_HOME={place / 'cache'}"]
    return place / "roamtest", place / "scenarios", prefix


ROAMTEST, SCENARIOS, PREFIX = ordinary_user()


def scenario(name):
    return SCENARIOS / f"{name}.yaml"


def endless(folder, name="quickstart"):
    """The quickstart under that name, with so many roams that whatever is done to it is done
    in mid-run."""
    text = scenario("quickstart").read_text()
    assert "times: 3" in text and "name: quickstart" in text
    path = folder / f"{name}.yaml"
    path.write_text(text.replace("times: 3", "times: 10000")
                    .replace("name: quickstart", f"name: {name}"))
    return path


def command(path, folder, *options):
    return [*PREFIX, str(ROAMTEST), "run", "--verbose", "--lab", LAB, "--out", str(folder),
            *options, str(path)]


def ends(pidfd):
    """Whether a process ends within ten seconds."""
    return bool(select.select([pidfd], [], [], 10)[0])


def run(path, *options):
    return run_in(scratch_folder(), path, *options)


def run_in(folder, path, *options):
    done = subprocess.run(command(path, folder, *options), stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    result = Run(done.returncode, done.stdout, done.stderr, folder)
    result.show()
    return result


def left_in(folder):
    """What a run has left: paths below its folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def require(condition, sentence):
    if not condition:
        print(f"FAILED: {sentence}")
        sys.exit(1)


def check_recording(run_):
    """Whatever source an event comes from, it stands where it happened. Elsewhere than on
    User Mode Linux's virtual clock a packet that the kernel has stamped may have to wait for
    ksoftirqd before anyone can read it."""
    events = run_.events()
    start = next((e for e in events if e["event"] == "run-start"), {})
    if (start.get("lab"), start.get("clock")) != ("uml", "virtual"):
        return
    before = 0
    for number, event in enumerate(events, 1):
        require(event["t"] >= before,
                f"events.jsonl:{number}: {event['event']} at {event['t']} is in order")
        before = event["t"]


def check_schema(results):
    schema = json.loads((SOURCE / "docs" / "results.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(results)


def check_phases(step):
    """They follow one another without hole or overlap, so that their sum is the total."""
    at, end = step["start_ns"], step["start_ns"] + step["total_ns"]
    require(step["phases"] or step["total_ns"] == 0, f"step of line {step['line']} has phases")
    for phase in step["phases"]:
        require(phase["start_ns"] == at and phase["end_ns"] >= at,
                f"phase {phase['name']} of line {step['line']} begins where the last one ended")
        require(phase["source"], f"phase {phase['name']} names its source")
        at = phase["end_ns"]
    require(at == end or not step["phases"], f"the phases of line {step['line']} add up")


def check_gaps(results):
    """The parts of each direction's silence add up to it, and most of it is explained, but for
    ICMP, where only one direction is seen."""
    shares = []
    for roam in results["roams"]:
        for name, gap in roam["gaps"].items():
            for way in ("up", "down"):
                parts = {part["name"]: part["ns"] for part in gap[f"{way}_parts"]}
                require(sum(parts.values()) == (gap[f"{way}_ns"] or 0),
                        f"the parts of the gap {way} of {name} in roam {roam['index']} add up")
                if gap[f"{way}_ns"] and gap["up_ns"] is not None:
                    shares.append(parts.get("unattributed", 0) / gap[f"{way}_ns"])
    require(not shares or statistics.median(shares) < 0.05,
            f"less than 5 % of a gap is not explained: {shares}")


def check_phase_tables(results):
    """Their means add up to the total's, but for the fractions of a nanosecond."""
    arrived = {r["exchange"] for r in results["roams"] if r["result"] == "ok"}
    require({t["exchange"] for t in results["phase_tables"]} == arrived,
            "each kind of roam has its table")
    for table in results["phase_tables"]:
        rows = table["phases"]
        missing = table["mean_ns"] - sum(row["mean_ns"] for row in rows)
        require(0 <= missing <= len(rows), f"the means of {table['exchange']} add up")
        require(all(row["sources"] for row in rows), "each phase has a source")


def matrix_pairs(results):
    """The roams of each pair of each matrix in each way."""
    pairs = {}
    for number, matrix in enumerate(results["matrices"]):
        for cell in matrix["cells"]:
            roams = pairs.setdefault((number, cell["from"], cell["to"], cell["via"]), [])
            if cell["roam"]:
                roams.append(results["roams"][cell["roam"] - 1])
    return pairs


def check_junit(run_, results):
    root = xml.etree.ElementTree.parse(run_.folder / "junit.xml").getroot()
    cases = list(root.iter("testcase"))
    pairs = matrix_pairs(results)
    require(len(cases) == len(results["expectations"]) + len(pairs),
            "a JUnit case for every expectation, and every pair of a matrix")
    failures = len(list(root.iter("failure")))
    wanted = sum(e["verdict"] == "fail" for e in results["expectations"])
    wanted += sum(not all(roam["passed"] for roam in roams) for roams in pairs.values())
    require(failures == wanted, f"{wanted} JUnit failures, not {failures}")


def check_no_secret(run_, ssid, *passwords):
    """Neither a password nor the PSK made of it is in anything that the run left."""
    secrets = []
    for password in passwords:
        psk = hashlib.pbkdf2_hmac("sha1", password.encode(), ssid.encode(), 4096, 32)
        secrets += [password.encode(), psk.hex().encode(), psk, password.encode().hex().encode()]
    texts = [("stdout", run_.out.encode()), ("stderr", run_.err.encode())]
    texts += [(str(f), f.read_bytes()) for f in run_.folder.rglob("*") if f.is_file()]
    for where, text in texts:
        for secret in secrets:
            require(secret not in text, f"no secret in {where}")
        require(b"PRIVATE KEY" not in text, f"no private key in {where}")


def check_no_key(run_, conf):
    """Neither a private nor a preshared key of a WireGuard file is in anything that the run
    left: not in base64, not in hexadecimal, not as octets."""
    keys = re.findall(r"^\s*(?:PrivateKey|PresharedKey)\s*=\s*(\S+)", conf, re.M | re.I)
    require(keys, "the file has keys")
    texts = [("stdout", run_.out.encode()), ("stderr", run_.err.encode())]
    texts += [(str(f), f.read_bytes()) for f in run_.folder.rglob("*") if f.is_file()]
    for key in keys:
        octets = base64.b64decode(key)
        for where, text in texts:
            for form in (key[:-1].encode(), octets, octets.hex().encode(),
                         octets.hex(":").encode()):
                require(form not in text, f"no key in {where}")


def read_capture(path, *fields, only=""):
    """A line a frame: what Wireshark makes of it, without any key."""
    options = [option for field in fields for option in ("-e", field)]
    shown = subprocess.run(["tshark", "-r", str(path), "-Y", only, "-T", "fields", *options],
                           capture_output=True, text=True, check=True)
    return [line.split("\t") for line in shown.stdout.splitlines()]


def check_blocks(capture):
    """A section, its interfaces, its packets: no secrets to decrypt it with (type 10)."""
    at, types = 0, []
    while at < len(capture):
        kind, length = struct.unpack_from("<II", capture, at)
        types.append(kind)
        at += length
    require(types[:2] == [0x0a0d0d0a, 1], "the capture is pcapng")
    require(set(types[2:]) <= {1, 6}, "the capture has packets and nothing else")


def check_capture(run_, results):
    """capture.pcapng is one; says which of its frames start and end a phase; decrypts
    nothing."""
    path = run_.folder / "capture.pcapng"
    check_blocks(path.read_bytes())
    said = {comment for [comment] in read_capture(path, "frame.comment") if comment}
    for roam in results["roams"]:
        name = f"roam {roam['index']} {roam['from']} -> {roam['to']}"
        comments = [comment for comment in said if comment.startswith(f"{name}: ")]
        marks = {mark for comment in comments for mark in comment[len(name) + 2:].split(", ")}
        phases, wanted = roam["phases"], set()
        for phase, following in zip(phases, [*phases[1:], None]):
            if phase["source"] == "monitor capture":
                wanted.add(f"ends {phase['name']}")
                if following:
                    wanted.add(f"starts {following['name']}")
        require(wanted <= marks, f"each frame that ends a phase of {name} is marked: {marks}")
        require(marks <= {f"{what} {phase['name']}" for what in ("starts", "ends")
                          for phase in phases},
                f"frames of {name} have marks of its phases only: {marks}")
    for category in read_capture(path, "wlan.fixed.category_code", only="wlan.fc.protected == 1"):
        require(category in ([], [""]), "what was protected on the air stays so")


def report(*arguments, code=0):
    """What roamtest report prints, in octets."""
    done = subprocess.run([str(ROAMTEST), "report", *map(str, arguments)], capture_output=True,
                          check=False)
    require(done.returncode == code,
            f"report ends with {code}, not {done.returncode}: {done.stderr.decode()}")
    return done.stdout if code == 0 else done.stderr


def check_report(run_):
    """roamtest report prints again what the run printed; and the recording alone gives all
    that the run left, octet for octet."""
    require(report("--verbose", run_.folder / "results.json").decode() == run_.out,
            "report prints again what the run printed")
    alone, again = scratch_folder(), scratch_folder()
    shutil.copy(run_.folder / "events.jsonl", alone)
    require(report("--verbose", alone).decode() == run_.out,
            "so it does from the recording alone")
    report("--out", again, alone / "events.jsonl")
    require(left_in(again) == ["capture.pcapng", "junit.xml", "results.json"],
            "--out makes every output again")
    for kind, name in [("json", "results.json"), ("junit", "junit.xml"),
                       ("pcapng", "capture.pcapng")]:
        was = (run_.folder / name).read_bytes()
        require((again / name).read_bytes() == was, f"{name} is made again from the recording")
        require(report("--format", kind, alone) == was, f"{name} is printed from the recording")


def check_explained(run_):
    """Every cause, option and code in what the run left is explained."""
    texts = [run_.out, *(path.read_text() for path in run_.folder.glob("*.xml"))]
    words = explained.words_of(run_.results(), *texts)
    unknown = explained.unexplained(ROAMTEST, words)
    require(not unknown, f"every word is explained: {unknown}")


def check_passed(run_):
    """The run's results, which are those of a run that passed and was told as it was."""
    require(run_.code == 0, f"exit code 0, not {run_.code}")
    results = run_.results()
    check_schema(results)
    require(results["verdict"] == "pass", "the verdict is pass")
    require(results["environment"]["lab"] == LAB, "the lab is named")
    for step in results["roams"] + results["associations"]:
        check_phases(step)
    check_phase_tables(results)
    check_gaps(results)
    return results


def check_outputs(run_, name):
    """All that a run of scenarios/NAME.yaml left belongs together, and holds no secret."""
    results = run_.results()
    check_junit(run_, results)
    check_capture(run_, results)
    sha256 = hashlib.sha256(scenario(name).read_bytes()).hexdigest()
    require(results["scenario"]["sha256"] == sha256, "the SHA-256 is that of the file")
    check_report(run_)
    check_explained(run_)
    check_no_secret(run_, "corridor", "correct horse battery", "battery horse correct")
    conf = scenario(name).with_suffix(".conf")
    if conf.exists():
        check_no_key(run_, conf.read_text())
