# SPDX-License-Identifier: BSD-3-Clause
"""How far the times in a run's results are from the truth: the frames of the whole air
(roamtest run --air), as mac80211_hwsim's own monitor stamps them when they are sent.

A phase that ends with a captured frame is held against that very frame on the air. What
another source tells is held against the frame that it tells of: for what it says has
happened the last one before, for what it says is about to happen the next one. An error is
the time in the results less the reference's. Where no frame says the same, there is no
error to tell.

Why the station sees each frame later than hwsim0 does (Linux 6.12,
drivers/net/wireless/virtual/mac80211_hwsim.c): mac80211_hwsim_tx() hands the frame to
hwsim0 first, then a copy to every radio on the channel, each of which only schedules a
tasklet (ieee80211_rx_irqsafe()), then the sender's status, another tasklet
(ieee80211_tx_status_irqsafe()). A packet gets its stamp in netif_rx(): at hwsim0 before all
that; of a received frame in the receiver's tasklet (net/mac80211/rx.c,
ieee80211_rx_monitor()); of a sent one in the sender's, which runs after those of all
receivers, with all that they do about it, decrypting it for one (status.c,
ieee80211_tx_monitor()). What has arrived at hwsim0 goes into its ring before any tasklet
runs (softirqs, NET_RX before TASKLET), so that a run with the reference is later than one
without. On real hardware airtime and acknowledgement lie between a frame's beginning and
the stamp of its status, too.

So the limit of 50 us at p99 is one for phases that end with a received frame. What is told
of a sent one lies behind it by what its receivers do in the meantime. Its figure stands
next to its name, and its median is what is judged: one frame in a hundred meets a stop of
the machine, as virtual ones make them a hundred times a second, and that is its p99."""

import bisect
import calendar
import collections
import json
import math
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lab"))

import air  # pylint: disable=wrong-import-position

LIMIT_NS = 50000
GAP_NS = 30000
CAPTURE = "monitor capture"

SUBTYPES = {0x00: "association-request", 0x10: "association-response",
            0x20: "reassociation-request", 0x30: "reassociation-response",
            0xb0: "authentication", 0xd0: "action"}
REQUESTS = ("association-request", "reassociation-request")
RESPONSES = ("association-response", "reassociation-response")

# What tells of a frame: the source as results name it; the event and what it says; the kinds
# of the frame; whether the station sends it; whether that is still to come.
Telling = collections.namedtuple("Telling", "source event what kinds sent to_come")
TELLINGS = [
    Telling("nl80211 multicast", "kernel", "authenticate", ("authentication",), False, False),
    Telling("nl80211 multicast", "kernel", "associate", RESPONSES, False, False),
    Telling("nl80211 multicast", "kernel", "assoc-comeback", RESPONSES, False, False),
    Telling("nl80211 multicast", "kernel", "frame-tx-status", ("action",), True, False),
    Telling("nl80211 multicast", "kernel", "eapol-tx-status", ("eapol",), True, False),
    Telling("tracefs", "trace", "rdev_auth", ("authentication",), True, True),
    Telling("tracefs", "trace", "rdev_assoc", REQUESTS, True, True),
    Telling("tracefs", "trace", "rdev_mgmt_tx", ("action",), True, True),
    Telling("control interface", "supplicant", "authenticating", ("authentication",), True, True),
    Telling("control interface", "supplicant", "associating", REQUESTS, True, True),
    Telling("control interface", "supplicant", "associated", RESPONSES, False, False),
    Telling("control interface", "supplicant", "ft-response", ("action",), False, False),
    Telling("control interface", "supplicant", "eapol-received", ("eapol",), False, False),
]
SOURCES = {"kernel": "nl80211 multicast", "trace": "tracefs", "supplicant": "control interface",
           "link": "rtnetlink", "frame": CAPTURE, "command": "control interface",
           "reply": "control interface"}

Told = collections.namedtuple("Told", "source what error_ns") # error_ns None: no frame


def kind_of(octets):
    if octets[0] & 0x0c == 0x08: # data: what passes the filter is EAPOL
        return "eapol"
    return SUBTYPES.get(octets[0])


class Truth:
    """A run's recording with the error of each of its times."""

    def __init__(self, folder):
        self.results = json.loads((folder / "results.json").read_text())
        started = time.strptime(self.results["started"], "%Y-%m-%dT%H:%M:%SZ")
        self.zero_ns = calendar.timegm(started) * 10**9
        whole = air.read(folder / "air.pcapng")
        self.pairs = air.match(air.read(folder / "capture.pcapng"), whole)
        lines = (folder / "events.jsonl").read_text().splitlines()
        self.events = [json.loads(line) for line in lines]
        self.sort_frames(whole, self.station())
        self.told = collections.defaultdict(list) # by source and time
        self.unmatched = 0
        self.take_frames()
        self.take_events()

    def station(self):
        """Its address is that of the sender of what it has sent."""
        for frame, _ in self.pairs:
            if frame.sent:
                return frame.octets[10:16]
        raise ValueError("the capture has no frame that the station has sent")

    def sort_frames(self, whole, station):
        """Times on the air, of what the station sends and of what it is sent, by kind."""
        self.times = collections.defaultdict(list)
        for frame in whole:
            kind = kind_of(frame.octets)
            if kind and frame.octets[10:16] == station:
                self.times[kind, True].append(frame.time_ns - self.zero_ns)
            elif kind and frame.octets[4:10] == station:
                self.times[kind, False].append(frame.time_ns - self.zero_ns)

    def add(self, at_ns, source, what, reference_ns):
        error_ns = None if reference_ns is None else at_ns - reference_ns
        self.told[source, at_ns].append(Told(source, what, error_ns))

    def take_frames(self):
        for frame, same in self.pairs:
            if same is None:
                self.unmatched += 1
                continue
            self.add(frame.time_ns - self.zero_ns, CAPTURE, "sent" if frame.sent else "received",
                     same.time_ns - self.zero_ns)

    def reference(self, telling, at_ns):
        """The nearest frame on the right side, of those that may be told of."""
        found = []
        for kind in telling.kinds:
            times = self.times[kind, telling.sent]
            if telling.to_come:
                found += times[bisect.bisect_left(times, at_ns):][:1]
            else:
                found += times[:bisect.bisect_right(times, at_ns)][-1:]
        if not found:
            return None
        return min(found) if telling.to_come else max(found)

    def take_events(self):
        tellings = {(t.event, t.what): t for t in TELLINGS}
        for event in self.events:
            kind, what = event["event"], event.get("what", event["event"])
            if kind not in SOURCES or kind == "frame":
                continue
            telling = tellings.get((kind, what))
            if event.get("timed_out"):
                telling = None
            # A call begins what it asks for; what it puts in place is there when it returns.
            at_ns = event["began"] if kind == "trace" and telling else event["t"]
            self.add(at_ns, SOURCES[kind], what,
                     self.reference(telling, at_ns) if telling else None)


Row = collections.namedtuple("Row", "ends durations count")


def phases_of(truth):
    """By phase and source: the errors of their ends and of their durations, and how many
    there are."""
    rows = collections.defaultdict(lambda: Row([], [], [0]))
    for roam in truth.results["roams"]:
        start = None
        for phase in roam["phases"]:
            told = truth.told.get((phase["source"], phase["end_ns"]), [])
            end = next((t.error_ns for t in told if t.error_ns is not None), None)
            row = rows[phase["name"], phase["source"]]
            row.count[0] += 1
            if end is not None:
                row.ends.append(end)
            captured = phase["source"] == CAPTURE
            if captured and start is not None:
                row.durations.append(end - start)
            start = end if captured else None
    return rows


def percentile(values, share):
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[math.ceil(share * len(ordered)) - 1]


def us(ns):
    return f"{ns / 1000:.1f}"


def figures(errors):
    """The median with its sign, p99 and maximum without."""
    if not errors:
        return f"{'':>9}{'':>9}{'':>9}"
    sizes = [abs(error) for error in errors]
    return (f"{us(percentile(errors, 0.5)):>9}{us(percentile(sizes, 0.99)):>9}"
            f"{us(max(sizes)):>9}")


# Phases that end with a frame of the station's own. The others end with an answer.
SENT = ("-sent", "-comeback", "eapol-2", "eapol-4")
# Of fewer, p99 says how often the machine has stopped the guest between two stamps, and no
# more: at a hundred stops a second that is once or twice in a hundred frames, by chance.
# Phases with fewer are judged together.
ENOUGH = 200


def size_of(errors, share):
    return percentile([abs(error) for error in errors], share) if errors else 0


def show_row(text, row):
    print(f"{text:46}{row.count[0]:>5}{figures(row.ends)}{figures(row.durations)}".rstrip())


def pool(rows):
    whole = Row([], [], [0])
    for row in rows:
        whole.ends.extend(row.ends)
        whole.durations.extend(row.durations)
        whole.count[0] += row.count[0]
    return whole


def late(rows):
    """Whether the ends of phases, of all of a kind or of one that there is enough of, are
    over the limit."""
    return any(size_of(row.ends, 0.99) >= LIMIT_NS for row in [pool(rows), *rows]
               if row.count[0] >= ENOUGH)


def show_phases(truth):
    """Whether those that end with a captured frame are over the limit."""
    print(f"\n{'phase of a roam, and who saw its end: error in us':46}{'n':>5}"
          f"{'end p50':>9}{'p99':>9}{'max':>9}{'time p50':>10}{'p99':>8}{'max':>9}")
    rows = phases_of(truth)
    sent, received = [], []
    for (name, source), row in rows.items():
        if source == CAPTURE:
            show_row(f"{name}, {source}", row)
            (sent if name.endswith(SENT) else received).append(row)
    for (name, source), row in rows.items():
        if source != CAPTURE and row.ends:
            show_row(f"{name}, {source}", row)
        elif source != CAPTURE:
            print(f"{name + ', ' + source:46}{row.count[0]:>5}    no frame to compare with")
    show_row("all that end with a received frame", pool(received))
    show_row("all that end with a sent frame", pool(sent))
    return late(received), size_of(pool(sent).ends, 0.5) >= LIMIT_NS, pool(sent)


def show_sources(truth):
    print(f"\n{'what a source told, and of which frame: error in us':46}{'n':>5}"
          f"{'p50':>9}{'p99':>9}{'max':>9}")
    rows = collections.defaultdict(list)
    for told in truth.told.values():
        for one in told:
            if one.error_ns is not None:
                rows[one.source, one.what].append(one.error_ns)
    of = {(t.source, t.what): f"{'next' if t.to_come else 'last'} "
                              f"{'sent' if t.sent else 'received'}" for t in TELLINGS}
    for key, errors in rows.items():
        said = f"{key[0]}: {key[1]}" + (f", {of[key]}" if key in of else " frames")
        print(f"{said:46}{len(errors):>5}{figures(errors)}")


def interruptions():
    """How often in a second this machine stops a program that only looks at the clock for
    longer than GAP_NS. One in between two stamps is in their difference."""
    count, begin = 0, time.monotonic_ns()
    last = begin
    while last - begin < 10**9:
        now = time.monotonic_ns()
        count += now - last > GAP_NS
        last = now
    return count


def check(folder):
    """Prints the tables; False if an error is over its limit."""
    truth = Truth(folder)
    frames = [told.error_ns for (source, _), all_told in truth.told.items()
              for told in all_told if source == CAPTURE]
    print(f"\n{len(truth.results['roams'])} roams on a real clock against hwsim0: "
          f"{len(frames)} captured frames, {truth.unmatched} of them not found there")
    received_late, sent_late, sent = show_phases(truth)
    show_sources(truth)
    print(f"\nthe machine stops what runs for more than {GAP_NS // 1000} us "
          f"{interruptions()} times a second")
    print(f"p99 of the error of phases that end with a received frame: "
          f"{'NOT under' if received_late else 'under'} {LIMIT_NS // 1000} us, target "
          f"{'MISSED' if received_late else 'met'}")
    print(f"those that end with a sent frame: p50 {us(size_of(sent.ends, 0.5))} us, p99 "
          f"{us(size_of(sent.ends, 0.99))} us, median {'MISSED' if sent_late else 'met'}")
    return not (received_late or sent_late or truth.unmatched)
