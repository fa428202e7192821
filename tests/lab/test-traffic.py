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


FAR_END = {4: "10.77.0.1", 6: "fd0a:4d::1"}


def forgotten(run, since, version=4):
    """When the kernel next forgot the far end's link-layer address, and when it had it
    again."""
    lost = None
    for event in run.events():
        if event["event"] != "link" or event["what"] != "neighbour" or event["t"] < since:
            continue
        if event["text"] != FAR_END[version]:
            continue
        if lost:
            return lost, event["t"]
        if event.get("removed"):
            lost = event["t"]
    return lost, None


def part(gap, direction, name):
    parts = gap[f"{direction}_parts"]
    return sum(item["ns"] for item in parts if item["name"] == name)


def evicted(run, results, version, waiting):
    """The streams in waiting wait for the far end's neighbour entry, the others for
    nothing."""
    late = 0
    for roam in results["roams"]:
        lost, found = forgotten(run, roam["start_ns"], version)
        lab.require(lost and lost < roam["start_ns"] + roam["total_ns"] and found,
                    f"roam {roam['index']} loses the neighbour")
        late += found - lost > S
        for name, gap in roam["gaps"].items():
            waited = name in waiting and found - lost > 100 * MS
            for direction in ("up", "down"):
                silent = gap[f"{direction}_ns"]
                more = silent - (found - lost)
                neighbour = part(gap, direction, "neighbour")
                # Both ends wait for a packet, and the kernel keeps a few that it sends late.
                lab.require(more < 60 * MS if waited else silent < 30 * MS,
                            f"{name} of roam {roam['index']} waits when it must: {gap}")
                lab.require(not waited or more > -20 * MS,
                            f"{name} of roam {roam['index']} waits as long: {gap}")
                lab.require(neighbour > 0.9 * silent if waited else neighbour < MS,
                            f"{name} of roam {roam['index']}: it is the neighbour: {gap}")
    lab.require(late > len(results["roams"]) // 2, f"most roams take a second, not {late}")


def arp_evicted(run, results):
    evicted(run, results, 4, {"voice", "plain", "busy"})


def next_hops(run, results):
    """Where each stream's packets went first."""
    found = {}
    for event in run.events():
        if event["event"] == "next-hop":
            name = results["traffic"][event["stream"]]["name"]
            lab.require(name not in found, f"the next hop of {name} stays the same")
            found[name] = event["address"]
    return found


def both_versions(run, results):
    """The tunnel's packets are of IPv4; and what the carrier does not take stays."""
    lab.require(next_hops(run, results) == {"six": FAR_END[6], "busy": FAR_END[6],
                                            "four": FAR_END[4], "inside": FAR_END[4]},
                "each stream has its own next hop")
    versions = {stream["name"]: stream["ip"] for stream in results["traffic"]}
    lab.require(versions == {"six": 6, "busy": 6, "four": 4, "inside": 6}, f"{versions}")
    associated = results["associations"][0]["start_ns"]
    told = [event for event in run.events() if event["event"] == "link"
            and event["what"] in ("address", "route") and event["t"] > associated]
    lab.require([(event["what"], event.get("removed")) for event in told]
                == [("route", None), ("address", None)]
                and all(event["text"].startswith("fe80::") for event in told),
                f"nothing changes but that there is a link-local address at last: {told}")
    six = streams(run, results)["six"]
    lab.require(min(six.received.values()) < told[1]["t"] - S // 2,
                "nobody waits for the link-local address")


def nd_evicted(run, results):
    lab.require(forgotten(run, 0) == (None, None), "no ARP entry is lost")
    evicted(run, results, 6, {"six", "busy"})
    both_versions(run, results)


def nd_kept(run, results):
    lab.require(forgotten(run, 0, 6) == (None, None), "no IPv6 neighbour is lost")
    short(run, results)
    both_versions(run, results)


def healthy(run, results):
    short(run, results)
    for roam, _, sent_again in check_connection(run, results, "ssh",
                                                streams(run, results)["ssh"]):
        lab.require(sent_again == 0, f"roam {roam['index']} costs no retransmission")


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


def addresses(run):
    """The station's addresses, each with the time of its coming and of its going."""
    held = []
    for event in run.events():
        if event["event"] != "link" or event["what"] != "address":
            continue
        if event.get("removed"):
            address, came, gone = held[-1]
            lab.require((address, gone) == (event["text"], None), "what goes was there")
            held[-1] = address, came, event["t"]
        else:
            lab.require(not held or held[-1][2], "there is one address at a time")
            held.append((event["text"], event["t"], None))
    return held


def said(run, log, what):
    """How often a program's log has that in a line."""
    lines = (run.folder / "logs" / log).read_text().splitlines()
    return sum(what in line for line in lines)


def dhcp(networks):
    """Each roam takes the address away, and nothing flows until there is one of the network
    behind the target."""
    def check(run, results):
        held = addresses(run)
        lab.require(len(held) == len(results["roams"]) + 1, "an address for every stay")
        lab.require(held[0][0].startswith(networks["hall"]), "the first is of hall's network")
        waits = []
        for roam, before, after in zip(results["roams"], held, held[1:]):
            number, end = roam["index"], roam["start_ns"] + roam["total_ns"]
            lab.require(roam["start_ns"] < before[2] < end < after[1],
                        f"roam {number} takes the address: {before}, {after}")
            lab.require(after[0].startswith(networks[roam["to"]]),
                        f"{after[0]} is an address for {roam['to']}")
            wait = after[1] - before[2]
            waits.append(wait)
            for name, gap in roam["gaps"].items():
                for way in ("up_ns", "down_ns"):
                    lab.require(0 < gap[way] - wait < 60 * MS,
                                f"{name} of roam {number} waits for its address: {gap}")
        lab.require(max(waits) > 500 * MS, f"some of these waits are long: {waits}")
        for name, stream in streams(run, results).items():
            first = min(stream.sent)
            lab.require(stream.sent[first] >= held[0][1] and first in stream.received,
                        f"{name} begins when there is an address, and a route")
            for (_, _, gone), (_, came, _) in zip(held, held[1:]):
                lost = stream.between(gone, came)
                lab.require(not any(n in stream.heard for n in lost),
                            f"{name} is not heard without an address")
    return check


def same_network(run, results):
    dhcp({"hall": "10.77.0.107/", "stairs": "10.77.0.107/"})(run, results)
    lab.require(said(run, "dnsmasq-server.log", "DHCPACK") == len(results["roams"]) + 1,
                "the lease is confirmed after every roam")
    lab.require(said(run, "dnsmasq-server.log", "DHCPNAK") == 0, "and never refused")


def routers(run, results):
    # To the reflector the station is another sender behind each: all were lost on their way up.
    for stream in results["traffic"]:
        lost = stream["sent"] - stream["received"]
        lab.require((stream["lost_up"], stream["lost_down"]) == (lost, 0), f"{stream}")
    dhcp({"hall": "10.77.0.", "stairs": "10.77.2.", "attic": "10.77.3."})(run, results)
    for log in ("dnsmasq-server.log", "dnsmasq-stairs.log", "dnsmasq-attic.log"):
        lab.require(said(run, log, "DHCPNAK") == 3, f"another's lease is refused, says {log}")


def kept(network):
    """One address for the whole run, of that network; no gap is longer than a probe or two."""
    def check(run, results):
        held = addresses(run)
        lab.require(len(held) == 1 and held[0][0].startswith(network) and not held[0][2],
                    f"the address is kept: {held}")
        lab.require(said(run, "dnsmasq-server.log", "DHCPACK") == 1, "it is asked for once")
        for roam in results["roams"]:
            for name, gap in roam["gaps"].items():
                lab.require(max(gap["up_ns"], gap["down_ns"]) < 50 * MS,
                            f"the gap of {name} in roam {roam['index']} is short: {gap}")
    return check


def check_deaf(run, results, deaf):
    """Of the streams in deaf nothing arrives in either direction while the station stands at
    stairs; all else does."""
    for name, stream in streams(run, results).items():
        for place, start, end in stays(results):
            sent = stream.between(start + 50 * MS, end - 50 * MS)
            lab.require(len(sent) > 10, f"{name} was sent at {place}")
            wanted = [] if name in deaf and place == "stairs" else sent
            lab.require([n for n in sent if n in stream.heard] == wanted,
                        f"the far end hears {name} from {place} or not")
            lab.require([n for n in sent if n in stream.received] == wanted,
                        f"answers to {name} arrive at {place} or not")


def endpoint_unreachable(run, results):
    check_deaf(run, results, {"voice"})
    # A probe of voice has 160 octets, 188 with its headers, 192 as WireGuard pads it, and 32
    # of WireGuard's own; a handshake's first message has 148.
    # A reading is made before a step is settled, too: probes under way do not blur that.
    events = run.events()
    readings = [e for e, following in zip(events, events[1:])
                if e["event"] == "tunnel" and following["event"] == "settled"]
    voice = streams(run, results)["voice"]
    tries = []
    for before, after in zip(readings, readings[1:]):
        lab.require(before["handshake_ns"] == after["handshake_ns"], "no handshake succeeds")
        sent = after["sent_bytes"] - before["sent_bytes"]
        sent -= 224 * len(voice.between(before["t"], after["t"]))
        lab.require(sent % 148 == 0, f"nothing else is sent, but {sent} octets")
        tries.append(sent // 148)
    # The first after 15 s of silence, then one in 5 s, and all the while in the next stay.
    lab.require([n for n in tries if n] == [3, 5, 5], f"handshakes are tried for: {tries}")


def attempts(run):
    """From the station's own capture, of the frames that are acknowledged: how often each
    that it sent was tried again, and whether each that it heard was."""
    sent, heard = [], []
    for retries, flags, retry in lab.read_capture(
            run.folder / "capture.pcapng", "radiotap.data_retries", "radiotap.txflags",
            "wlan.fc.retry", only="wlan.da[0] & 1 == 0"):
        if retries:
            sent.append((int(retries), int(flags, 16) & 1))  # IEEE80211_RADIOTAP_F_TX_FAIL
        else:
            heard.append(retry == "1")
    return sent, heard


def asked(frames, roam):
    """When the station sent each request of a roam: authentication, reassociation."""
    start, end = roam["start_ns"], roam["start_ns"] + roam["total_ns"]
    for kind in ("authentication", "reassociation-request"):
        yield [frame["t"] for frame in frames
               if frame["frame"]["kind"] == kind and start <= frame["t"] <= end]


def lossy_air(run, results):
    """Of 80 % loss: one attempt in five gets through, so there are five for each frame, but
    no more than eleven."""
    sent, heard = attempts(run)
    lab.require(len(sent) > 30 and len(heard) > 30, f"frames: {len(sent)}, {len(heard)}")
    mean = sum(retries for retries, _ in sent) / len(sent)
    lab.require(2.2 < mean < 4.9, f"a frame is tried again 3.6 times: {mean}")
    lab.require(max(sent)[0] <= 10, f"none is tried more than 11 times: {max(sent)}")
    given_up = [retries for retries, failed in sent if failed]
    lab.require(given_up and set(given_up) == {10}, f"some are given up, then: {given_up}")
    lab.require(0.6 < sum(heard) / len(heard) < 0.95,
                f"four of five that are heard were tried before: {heard}")
    for stream in results["traffic"]:
        for way in ("lost_up", "lost_down"):
            lab.require(0 < stream[way] < stream["sent"] / 3,
                        f"{stream['name']} loses some: {stream[way]} of {stream['sent']}")
    frames = [e for e in run.events() if e["event"] == "frame" and e.get("sent")]
    waits = 0
    for roam in results["roams"]:
        waited = sum(late - early for times in asked(frames, roam)
                     for early, late in zip(times, times[1:]))
        waits += waited > 90 * MS
        for way in ("up_parts", "down_parts"):
            radio = sum(part["ns"] for part in roam["gaps"]["busy"][way]
                        if part["name"] == "radio")
            lab.require(waited <= radio < waited + 10 * MS or radio < 10 * MS > waited,
                        f"radio is what roam {roam['index']} waited for an answer: {radio}")
    lab.require(0 < waits < len(results["roams"]), f"some roams wait, not {waits}")


def readings(run, name, results):
    """What the kernel said of the stream's connection, in order."""
    number = [stream["name"] for stream in results["traffic"]].index(name)
    return [event for event in run.events()
            if event["event"] == "connection" and event["stream"] == number]


def stalls(stream):
    """When the oldest message that was not echoed yet was sent, or the one before was echoed;
    and when it was echoed itself."""
    before = 0
    for number in sorted(stream.received):
        yield max(before, stream.sent[number]), stream.received[number]
        before = stream.received[number]


def check_connection(run, results, name, stream):
    """Nothing is lost, all comes in order, and the figures are those of the recording."""
    found = readings(run, name, results)
    lab.require(list(stream.sent) == list(stream.heard) == list(stream.received) ==
                list(range(len(stream.sent))), f"{name} loses nothing and keeps the order")
    lab.require(all(event["state"] == "established" for event in found[1:]),
                f"{name} stays established")
    totals = [event["retransmissions"] for event in found]
    lab.require(totals == sorted(totals), f"{name}: the kernel's count does not go back")
    summary = next(s for s in results["traffic"] if s["name"] == name)["connection"]
    lab.require(summary["retransmissions"] == totals[-1], f"{name}: all retransmissions")
    lab.require(summary["stall_ns"] == max(end - start for start, end in stalls(stream)),
                f"{name}: the longest stall")
    lab.require(summary["rto_max_ns"] == max(event["rto_ns"] for event in found
                                             if event["state"] == "established"),
                f"{name}: the longest timer")
    for roam, following in zip(results["roams"], [*results["roams"][1:], None]):
        start = roam["start_ns"]
        end = following["start_ns"] if following else results["duration_ns"]
        earlier = max((e["retransmissions"] for e in found if e["t"] < start), default=0)
        later = max((e["retransmissions"] for e in found if e["t"] < end), default=0)
        gap = roam["gaps"][name]
        lab.require(gap["connection"]["retransmissions"] == later - earlier,
                    f"{name} of roam {roam['index']}: {later - earlier} retransmissions")
        yield roam, gap, later - earlier


def tcp(run, results):
    """The connections wait longer than the neighbour does, by what TCP's timer has left."""
    found = streams(run, results)
    stalled = 0
    for name in "ssh", "inner":
        for roam, gap, sent_again in check_connection(run, results, name, found[name]):
            lost, usable = forgotten(run, roam["start_ns"])
            late = gap["connection"]["stall_ns"] > 500 * MS
            stalled += late
            lab.require(late == (sent_again > 0) == (usable - lost > 500 * MS),
                        f"{name} of roam {roam['index']} retransmits where it waits: {gap}")
            for direction in ("up", "down") if late else ():
                rest = gap[direction + "_at_ns"] + gap[direction + "_ns"] - usable
                lab.require(abs(part(gap, direction, "retransmission") - rest) < 2 * MS,
                            f"{name} of roam {roam['index']}: behind the neighbour comes the "
                            f"timer, {rest}: {gap}")
                lab.require(part(gap, direction, "unattributed") < MS, f"{name}: {gap}")
            if late:
                # 0.2 s, and doubled until a try came behind the neighbour.
                lab.require(800 * MS < gap["connection"]["rto_max_ns"] < 900 * MS,
                            f"{name} of roam {roam['index']}: two tries have failed")
    lab.require(stalled > len(results["roams"]), "most roams stall both connections")
    ping = next(s for s in results["traffic"] if s["name"] == "ping")
    stream = found["ping"]
    lab.require(ping["lost_up"] is ping["lost_down"] is ping["gap_up_ns"] is None,
                "ICMP has no direction")
    lab.require(not stream.heard and
                ping["lost_unknown"] == len(stream.sent) - len(stream.received) > 100,
                "what was not answered is lost")
    for roam in results["roams"]:
        gaps = roam["gaps"]
        lab.require(gaps["ping"]["up_ns"] is None and
                    abs(gaps["ping"]["down_ns"] - gaps["busy"]["down_ns"]) < 45 * MS,
                    f"ping waits as long as busy: {gaps}")


def tcp_nat(run, results):
    """While the station has another address nothing of the connection arrives; it goes on with
    the old one."""
    held = addresses(run)
    lab.require([address for address, _, _ in held][0] == held[-1][0] != held[1][0] and
                len(held) == 3, f"there and back again: {held}")
    stream = streams(run, results)["ssh"]
    without = held[0][2], held[2][1]
    lab.require(not any(without[0] < at < without[1]
                        for times in (stream.heard, stream.received) for at in times.values()),
                "nothing arrives without the connection's address")
    lab.require(max(stream.received.values()) > without[1], "it goes on with it")
    back = results["roams"][1]["gaps"]["ssh"]
    for way in ("up", "down"):
        lab.require(abs(part(back, way, "address") - (without[1] - without[0])) < 50 * MS,
                    f"the address is what it waits for: {back}")


def tcp_dies(run, results):
    """It dies once, for a reason; what comes after is not its, and nobody waits for it."""
    found = readings(run, "ssh", results)
    stream = streams(run, results)["ssh"]
    summary = next(s for s in results["traffic"] if s["name"] == "ssh")["connection"]
    died = [event for event in found if event.get("died")]
    lab.require(len(died) == 1 and found[-1] is died[0], "it dies once, and that is the end")
    lab.require(not summary["alive"] and summary["died_at_ns"] == died[0]["t"] and
                summary["reason"] == died[0]["reason"], f"it says so: {summary}")
    # tcp_retries2: 924.6 s for the shortest timer (Documentation/networking/ip-sysctl.rst).
    lab.require(900 * S < summary["died_at_ns"] - max(stream.received.values()) < 960 * S,
                "it took as long as the kernel waits")
    lab.require(max(stream.sent.values()) <= died[0]["t"], "nothing was sent after that")
    gaps = [roam["gaps"]["ssh"] for roam in results["roams"]]
    lab.require(not any(gap["connection"]["alive"] for gap in gaps[1:]), "later roams say so")
    lab.require(all(gap["down_ns"] == 0 for gap in gaps[1:]), f"and have no gap of it: {gaps}")


def check_tunnel(run, results, endpoint):
    """The session goes on through every roam, and no key of a file is in any output."""
    short(run, results)
    for roam in results["roams"]:
        tunnel = roam["tunnel"]
        lab.require(tunnel["state"] == "continued" and tunnel["endpoint"] == endpoint and
                    not tunnel["endpoint_changed"], f"the tunnel continues: {tunnel}")
        lab.require(tunnel["received_bytes"] > 0 and tunnel["sent_bytes"] > 0,
                    f"data went through the tunnel in roam {roam['index']}")
        lab.require(tunnel["last_authenticated"]["source"] == "probes",
                    "the last packet is known by the probes")
    readings = [event for event in run.events() if event["event"] == "tunnel"]
    lab.require({reading["endpoint"] for reading in readings} == {endpoint},
                "every reading has the endpoint")


CHECKS = {
    "arp-evicted": arp_evicted,
    "arp-kept": short,
    "dhcp": same_network,
    "dhcp-kept": kept("10.77.0."),
    "endpoint-unreachable": endpoint_unreachable,
    "healthy": short,
    "lossy-air": lossy_air,


    "healthy": healthy,
    "nd-evicted": nd_evicted,
    "nd-kept": nd_kept,
    "router-nat": routers,
    "silent-bridge": lambda run, results: check_downlink(run, results, {"stairs"}),
    "slow-backbone": slow_backbone,
    "tcp": tcp,
    "tcp-nat": tcp_nat,
    "tcp-dies": tcp_dies,
    "wg-existing": lambda run, results: check_tunnel(run, results, "10.77.0.1:51820"),
    "wg-quick": lambda run, results: check_tunnel(run, results, "192.0.2.10:443"),
    "stale-forwarding": lambda run, results: check_downlink(run, results, {"stairs", "attic"}),
    "vlan-differs": dhcp({"hall": "10.77.0.", "stairs": "10.80.20.", "attic": "10.77.0."}),
    "vlan-differs-static": lambda run, results: check_deaf(run, results, {"voice", "plain"}),
    "vlan-same": kept("10.80.20."),
}


def main():
    name = sys.argv[1]
    run = lab.run(lab.scenario(f"traffic/{name}"))
    results = lab.check_passed(run)
    CHECKS[name](run, results)
    lab.check_outputs(run, f"traffic/{name}")


main()
