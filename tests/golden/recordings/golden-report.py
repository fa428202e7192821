#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""golden-report.py ROAMTEST: roamtest report makes of every recording beside this file what
is saved beside it; and whatever is done to a recording, report says what is wrong with it.

Most recordings are older than the scenario in a run's first event: it is added here."""

import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))
import explained  # pylint: disable=wrong-import-position

ROAMTEST = str(pathlib.Path(sys.argv[1]).resolve())
OUTPUTS = {"json": "results.json", "text": "report.txt", "junit": "junit.xml"}


def report(*arguments, **how):
    """In ASCII, as what is saved."""
    return subprocess.run([ROAMTEST, "report", *map(str, arguments)], capture_output=True,
                          check=False, timeout=60, env=os.environ | {"LC_ALL": "C"}, **how)


def made(*arguments):
    done = report(*arguments)
    assert done.returncode == 0, done
    return done.stdout


def with_scenario(folder, **changes):
    """The recording's lines as if it had been made today."""
    whole = (folder / "scenario.yaml").read_text()
    text = whole.replace("password: correct", "password: xxxxxxx")
    assert text != whole
    lines = (folder / "events.jsonl").read_text().splitlines(True)
    at = next(i for i, line in enumerate(lines) if '"event":"run-start"' in line)
    start = json.loads(lines[at])
    start |= {"roamtest": "0",
              "scenario": {"file": "scenario.yaml", "text": text,
                           "sha256": hashlib.sha256(whole.encode()).hexdigest()} | changes}
    lines[at] = json.dumps(start, ensure_ascii=False) + "\n"
    return lines


def check_outputs(folder, scratch):
    recording = scratch / "events.jsonl"
    recording.write_text("".join(with_scenario(folder)))
    for kind, name in OUTPUTS.items():
        saved = (folder / name).read_text()
        assert made("--format", kind, recording).decode() == saved, (folder, name)
    out = scratch / "out" / folder.name
    assert made("--out", out, scratch) == b""
    for name in ("results.json", "junit.xml"):
        assert (out / name).read_bytes() == (folder / name).read_bytes(), (folder, name)


def check_explained(folder):
    texts = [(folder / name).read_text() for name in OUTPUTS.values()]
    words = explained.words_of(json.loads(texts[0]), *texts)
    assert words or folder.name in ("quickstart", "full-roam-baseline"), folder
    assert not explained.unexplained(ROAMTEST, words), (folder, words)


def has_scenario(folder):
    return '"scenario":{' in (folder / "events.jsonl").read_text()


def check_new(folder):
    """It is enough by itself, but for the version that made it."""
    saved = json.loads((folder / "results.json").read_text())
    results = json.loads(made("--format", "json", folder))
    assert {**results, "roamtest": "0"} == saved, folder


def check_old(folder):
    """It has no scenario."""
    path = folder / "events.jsonl"
    for what in (folder, path):
        done = report(what)
        assert done.returncode == 2 and not done.stdout, done
        said = done.stderr.decode()
        assert f"{path}:" in said and "the recording holds no scenario" in said, said
        assert "results.json" in said, "and what to do instead"


def check_cut_off(lines, scratch):
    """By a crash or a full disk: it is judged as far as it goes."""
    recording = scratch / "events.jsonl"
    whole = "".join(lines).encode()
    roams = []
    for parts in range(1, 21):
        recording.write_bytes(whole[:len(whole) * parts // 20])
        results = json.loads(made("--format", "json", recording))
        assert (results["problem"] is None) == (parts == 20), parts
        assert parts == 20 or "the recording ends before the run does" in \
            made(recording).decode()
        roams.append(len(results["roams"]))
    assert roams == sorted(roams) and roams[0] < roams[-1], roams
    recording.write_bytes(whole[:-1])
    assert json.loads(made("--format", "json", recording))["problem"] is None, \
        "a last line that lacks nothing but its newline counts"


def refused(recording, lines, words):
    recording.write_bytes(b"".join(line if isinstance(line, bytes) else line.encode()
                                   for line in lines))
    for arguments in (["--format", "json"], ["--format", "pcapng"], []):
        done = report(*arguments, recording)
        assert (done.returncode, done.stdout) == (2, b""), (words, done)
        assert words in done.stderr.decode(), (words, done.stderr)


def check_malformed(folder, lines, scratch):
    recording = scratch / "events.jsonl"
    middle = len(lines) // 2
    for line, words in [("\n", "not JSON"), ("{}\n", '"event" must be'), (b"\xff\0\n", "not JSON"),
                        ('{"t":-1,"event":"alive"}\n', '"t" must be'),
                        ("[1]\n", "an event must be an object"),
                        ("[" * 100000 + "\n", "not JSON"),
                        (" " * (5 << 20) + "\n", "a line of more than")]:
        refused(recording, lines[:middle] + [line] + lines[middle:],
                f"{recording}:{middle + 1}: {words}")
    for changes, words in [({"text": "steps: ["}, "the recorded scenario is not valid: line"),
                           ({"text": ""}, "the recorded scenario is not valid"),
                           ({"sha256": "a\033[31m"}, "no SHA-256"), ({"file": None}, '"file"'),
                           ({"text": None}, '"text"')]:
        refused(recording, with_scenario(folder, **changes), words)
    refused(recording, [], f"{recording}: the run did not begin")
    refused(recording, ['{"t":0,"event":"problem","reason":"no \\u001b[31m air"}\n'],
            "the run did not begin: no ?[31m air")


def check_usage(scratch):
    results = HERE / "quickstart" / "results.json"
    for arguments, words in [
            (["--format", "pcapng", results], "the frames are in the recording"),
            (["--format", "html", results], "text, json, junit or pcapng, not 'html'"),
            (["--format", "json", "--out", scratch, results], "--out writes every format"),
            ([scratch / "none.jsonl"], "cannot open"), ([scratch / "out"], "events.jsonl"),
            (["/dev/stdin"], "give it as a file, not as a pipe"), ([], "give one")]:
        done = report(*arguments, input=b'{"t":0,"event":"alive"}\n')
        assert (done.returncode, done.stdout) == (2, b""), done
        assert words in done.stderr.decode(), (words, done.stderr)


def main():
    folders = sorted(path.parent for path in HERE.glob("*/events.jsonl"))
    assert folders
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        for folder in folders:
            if has_scenario(folder):
                check_new(folder)
            else:
                check_old(folder)
            check_outputs(folder, scratch)
            check_explained(folder)
        folder = HERE / "quickstart"
        check_cut_off(with_scenario(folder), scratch)
        check_malformed(folder, with_scenario(folder), scratch)
        check_usage(scratch)


main()
