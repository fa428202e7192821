#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""test-traffic.py NAME: scenarios/traffic/NAME.yaml passes in the lab, and what the recording
holds shows that the gaps have the cause that the scenario makes."""

import sys

import lab

MS = 1_000_000
S = 1000 * MS


class Stream:
    """What became of each probe: times by sequence number."""

    def __init__(self):
        self.sent, self.heard, self.received = {}, {}, {}

    def between(self, start, end):
        """Sequence numbers of what was sent then."""
        return [number for number, at in self.sent.items() if start <= at < end]


def streams(run, results):
    found = {number: Stream() for number in range(len(results["traffic"]))}
    for event in run.events():
        if event["event"] != "probes":
            continue
        stream = found[event["stream"]]
        stream.sent.update({probe[0]: probe[1] for probe in event.get("sent", [])})
        stream.heard.update({probe[0]: probe[1] for probe in event.get("heard", [])})
        stream.received.update({probe[0]: probe[1] for probe in event.get("received", [])})
    return {results["traffic"][number]["name"]: stream for number, stream in found.items()}


def stays(results):
    """Where the station stood, from its arrival until it was told to leave."""
    steps = sorted(results["associations"] + results["roams"], key=lambda s: s["start_ns"])
    for step, following in zip(steps, [*steps[1:], None]):
        end = following["start_ns"] if following else results["duration_ns"]
        yield step["to"], step["start_ns"] + step["total_ns"], end


def check_downlink(run, results, deaf):
    """At the access points in deaf the far end hears and answers each probe, and no answer
    arrives; elsewhere they all do."""
    for name, stream in streams(run, results).items():
        places = set()
        for place, start, end in stays(results):
            # The first may wait for the tunnel's handshake, the last for the end of the run.
            sent = stream.between(start + 50 * MS, end - 50 * MS)
            places.add(place)
            lab.require(len(sent) > 10, f"{name} was sent at {place}")
            lab.require(all(n in stream.heard for n in sent),
                        f"the far end heard all of {name} that was sent at {place}")
            arrived = [n for n in sent if n in stream.received]
            lab.require(arrived == ([] if place in deaf else sent),
                        f"answers to {name} at {place}: {len(arrived)} of {len(sent)}")
        lab.require(places == {"hall", "stairs", "attic"}, "all access points were visited")
    for roam in results["roams"]:
        for name, gap in roam["gaps"].items():
            lab.require(gap["up_ns"] < 30 * MS, f"{name} goes up in roam {roam['index']}")
            lab.require((gap["down_ns"] > S) == bool({roam["from"], roam["to"]} & deaf),
                        f"{name} comes down in roam {roam['index']} or not")


def forgotten(run, since):
    """When the kernel next forgot the far end's link-layer address, and when it had it
    again."""
    lost = None
    for event in run.events():
        if event["event"] != "link" or event["what"] != "neighbour" or event["t"] < since:
            continue
        if lost:
            return lost, event["t"]
        if event.get("removed"):
            lost = event["t"]
    return lost, None


def arp_evicted(run, results):
    late = 0
    for roam in results["roams"]:
        lost, found = forgotten(run, roam["start_ns"])
        lab.require(lost and lost < roam["start_ns"] + roam["total_ns"] and found,
                    f"roam {roam['index']} loses the ARP entry")
        waited = found - lost > 100 * MS
        late += found - lost > S
        for name, gap in roam["gaps"].items():
            for direction in ("up_ns", "down_ns"):
                more = gap[direction] - (found - lost)
                # Both ends wait for a packet, and the kernel keeps a few that it sends late.
                lab.require(more < 60 * MS if waited else gap[direction] < 30 * MS,
                            f"{name} of roam {roam['index']} waits when ARP does: {gap}")
                lab.require(not waited or more > -20 * MS,
                            f"{name} of roam {roam['index']} waits as long as ARP: {gap}")
    lab.require(late > len(results["roams"]) // 2, f"most roams take a second, not {late}")


def short(run, results):
    lab.require(forgotten(run, 0) == (None, None), "no ARP entry is lost")
    for roam in results["roams"]:
        for name, gap in roam["gaps"].items():
            limit = (10 if name == "busy" else 30) * MS
            lab.require(max(gap["up_ns"], gap["down_ns"]) < limit,
                        f"the gap of {name} in roam {roam['index']} is the radio's: {gap}")


def slow_backbone(run, results):
    for name, stream in streams(run, results).items():
        _, start, end = list(stays(results))[-1]
        sent = stream.between(start + 300 * MS, end - 300 * MS)
        lab.require(len(sent) > 10, f"{name} was sent in a quiet time")
        up = [stream.heard[n] - stream.sent[n] for n in sent]
        down = [stream.received[n] - stream.heard[n] for n in sent]
        for way in (up, down):
            lab.require(90 * MS <= min(way) < max(way) < 111 * MS, f"{name}: delay and jitter")
            lab.require(max(way) - min(way) > 5 * MS, f"{name}: there is jitter")
    for roam in results["roams"]:
        for name, gap in roam["gaps"].items():
            # Up: an interval and twice the jitter. Down: what was on its way to the old
            # access point until the new one had told of the station, and what follows it.
            lab.require(gap["up_ns"] < 45 * MS, f"{name} up in roam {roam['index']}: {gap}")
            lab.require(180 * MS < gap["down_ns"] < 265 * MS,
                        f"{name} down in roam {roam['index']}: {gap}")
        lab.require((roam["total_ns"] > 350 * MS) == (roam["via"] == "ds"),
                    "over the DS the backbone is in the roam's way")


CHECKS = {
    "arp-evicted": arp_evicted,
    "arp-kept": short,
    "healthy": short,
    "silent-bridge": lambda run, results: check_downlink(run, results, {"stairs"}),
    "slow-backbone": slow_backbone,
    "stale-forwarding": lambda run, results: check_downlink(run, results, {"stairs", "attic"}),
}


def main():
    name = sys.argv[1]
    run = lab.run(lab.scenario(f"traffic/{name}"))
    results = lab.check_passed(run)
    CHECKS[name](run, results)
    lab.check_outputs(run, f"traffic/{name}")


main()
