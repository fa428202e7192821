# SPDX-License-Identifier: BSD-3-Clause
"""What the lab tests share: running roamtest as a user would, and what must be true of
every run. Used by the tests beside it; needs ROAMTEST (the program) and LAB (the engine) in
the environment."""

import hashlib
import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import jsonschema

LAB = os.environ["LAB"]
SOURCE = pathlib.Path(__file__).resolve().parents[2]
AS_ROOT = os.environ.get("ROAMTEST_AS_ROOT") == "1"
NOBODY = 65534


class Run:
    """A finished run: exit code, what it printed, what it left."""

    def __init__(self, code, out, err, folder):
        self.code, self.out, self.err, self.folder = code, out, err, folder

    def results(self):
        return json.loads((self.folder / "results.json").read_text())

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


def check_schema(results):
    schema = json.loads((SOURCE / "docs" / "results.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(results)


def check_phases(step):
    start, end = step["start_ns"], step["start_ns"] + step["total_ns"]
    before = start
    require(step["result"] != "ok" or step["phases"], f"step of line {step['line']} has phases")
    for phase in step["phases"]:
        require(before <= phase["start_ns"] <= phase["end_ns"] <= end,
                f"phase {phase['name']} of line {step['line']} lies in order inside its roam")
        require(phase["source"], f"phase {phase['name']} names its source")
        before = phase["end_ns"]


def check_junit(run_, results):
    root = xml.etree.ElementTree.parse(run_.folder / "junit.xml").getroot()
    cases = list(root.iter("testcase"))
    require(len(cases) == len(results["expectations"]), "a JUnit case for every expectation")
    failures = len(list(root.iter("failure")))
    wanted = sum(e["verdict"] == "fail" for e in results["expectations"])
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


def check_capture(run_, results):
    """capture.pcapng is one, and says which of its frames ends a phase."""
    capture = (run_.folder / "capture.pcapng").read_bytes()
    require(capture[:4] == bytes.fromhex("0a0d0d0a"), "the capture is pcapng")
    for roam in results["roams"]:
        ended = f"roam {roam['index']}: reassociation-response, status 0; ends the phase"
        require(roam["result"] != "ok" or ended.encode() in capture,
                f"the frame that ends the reassociation of roam {roam['index']} is marked")


def check_report(run_):
    """roamtest report prints what the live run printed."""
    again = subprocess.run([str(ROAMTEST), "report", str(run_.folder / "results.json")],
                           capture_output=True, text=True, check=True)
    require(again.stdout == run_.out, "report prints again what the run printed")
