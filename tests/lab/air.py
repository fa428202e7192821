# SPDX-License-Identifier: BSD-3-Clause
"""Reads a run's captures and holds what the station's radio saw (capture.pcapng) against the
whole air (air.pcapng), frame by frame."""

import collections
import struct

Frame = collections.namedtuple("Frame", "time_ns octets sent")

SECTION, INTERFACE, PACKET = 0x0a0d0d0a, 1, 6
RADIOTAP_TSFT, RADIOTAP_FLAGS, RADIOTAP_TX_FLAGS = 1 << 0, 1 << 1, 1 << 15
FLAG_HAS_FCS, FCS_LENGTH = 0x10, 4


def split(packet):
    """The 802.11 frame behind its radiotap header, without its FCS; and whether the radio
    that captured it has sent it."""
    length, present = struct.unpack_from("<HI", packet, 2)
    at, words = 8, present
    while words & 1 << 31:
        words, = struct.unpack_from("<I", packet, at)
        at += 4
    flags = 0
    if present & RADIOTAP_FLAGS:
        if present & RADIOTAP_TSFT:
            at += -at % 8 + 8
        flags = packet[at]
    frame = packet[length:]
    if flags & FLAG_HAS_FCS:
        frame = frame[:-FCS_LENGTH]
    return frame, bool(present & RADIOTAP_TX_FLAGS)


def read(path):
    """The frames of a pcapng of roamtest's, which is little-endian and has nanoseconds."""
    data, at, frames = path.read_bytes(), 0, []
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if kind == PACKET:
            _, high, low, captured, _ = struct.unpack_from("<IIIII", data, at + 8)
            octets, sent = split(data[at + 28:at + 28 + captured])
            frames.append(Frame(high << 32 | low, octets, sent))
        elif kind not in (SECTION, INTERFACE):
            raise ValueError(f"{path}: a block of type {kind:#x}")
        at += length
    return frames


def match(capture, whole):
    """Pairs each frame of the capture with the same one on the air, or with None. Both have
    it with the same octets, sequence number and retry bit included, so that a frame and its
    retransmission are two; where octets come again all the same (4096 frames later), the
    first belongs to the first, the second to the second, if both have as many."""
    places, counts = collections.defaultdict(list), collections.Counter()
    for frame in whole:
        places[frame.octets].append(frame)
    for frame in capture:
        counts[frame.octets] += 1
    pairs, seen = [], collections.Counter()
    for frame in capture:
        same = places[frame.octets]
        found = same[seen[frame.octets]] if len(same) == counts[frame.octets] else None
        seen[frame.octets] += 1
        pairs.append((frame, found))
    return pairs
