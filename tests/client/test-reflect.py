#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""roamtest reflect as it is called, over loopback: what it says, what it answers, what it
withstands.

test-reflect.py ROAMTEST PROBE-SENDER saying|garbage|load|sender|dissected|tcp|tcp-garbage"""

import datetime
import json
import os
import pathlib
import random
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

ROAMTEST, PROBE_SENDER, WHAT = sys.argv[1:]

BASE = 44  # octets of a STAMP packet, RFC 8762 4.2.1


class Reflector:
    """roamtest reflect on a free port of one address, ready."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([ROAMTEST, "reflect", "--port", "0", *arguments],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True)
        self.ready = self.process.stderr.readline()
        found = re.fullmatch(r"roamtest reflect: ready on \S+(?: and \S+)?:(\d+)\n",
                             self.ready)
        assert found, self.ready
        self.port = int(found[1])

    def processor_s(self):
        """What it has used so far."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self, how=signal.SIGINT, connections=None):
        """Its summary; connections: what the line of TCP says, in its order."""
        self.process.send_signal(how)
        out, err = self.process.communicate()
        assert (self.process.returncode, out) == (0, ""), (self.process.returncode, out, err)
        if connections is not None:
            tcp = re.search(r"\nroamtest reflect: (\d+) TCP connections, (\d+) messages "
                            r"echoed; (\d+) refused, (\d+) malformed\n$", err)
            assert tcp and tuple(map(int, tcp.groups())) == connections, err
            err = err[:tcp.start() + 1]
        found = re.fullmatch(r"roamtest reflect: (\d+) packets of (\d+) senders; "
                             r"(\d+) answered, (\d+) dropped(?:: (.*))?\n", err)
        assert found, err
        packets, senders, answered, dropped = map(int, found.groups()[:4])
        assert packets == answered + dropped, err
        return senders, answered, dropped, found[5]


def client(family=socket.AF_INET):
    return socket.socket(family, socket.SOCK_DGRAM)


def request(sequence, size=BASE):
    return struct.pack("!IQH", sequence, 0xeda6000000000000, 0x1401).ljust(size, b"\0")


def answer_to(sock, question, address, timeout=5):
    sock.settimeout(timeout)
    sock.sendto(question, address)
    answer, source = sock.recvfrom(65536)
    assert source[:2] == address, source
    return answer


def saying():
    """Where it listens, who it is, and how it ends."""
    for arguments, addresses in ([], ["127.0.0.1", "127.0.0.5", "::1"]), \
                                (["--bind", "127.0.0.1"], ["127.0.0.1"]), \
                                (["--bind", "::1"], ["::1"]):
        for how in signal.SIGINT, signal.SIGTERM:
            reflector = Reflector(*arguments)
            expected = ["0.0.0.0", "[::]"] if not arguments else \
                [arguments[1] if "." in arguments[1] else f"[{arguments[1]}]"]
            assert reflector.ready == "roamtest reflect: ready on " + " and ".join(
                f"{address}:{reflector.port}" for address in expected) + "\n", reflector.ready
            for address in addresses:
                with client(socket.AF_INET6 if ":" in address else socket.AF_INET) as sock:
                    for sequence in range(3):
                        answer = answer_to(sock, request(sequence, 100),
                                           (address, reflector.port))
                        assert len(answer) == 100
                        assert struct.unpack_from("!I", answer) == (sequence,)
            with open(f"/proc/{reflector.process.pid}/status", encoding="ascii") as status:
                status = status.read()
            assert "CapEff:\t0000000000000000\n" in status, status
            assert "CapPrm:\t0000000000000000\n" in status, status
            assert "NoNewPrivs:\t1\n" in status, status
            count = len(addresses)
            assert reflector.end(how) == (count, 3 * count, 0, None)


def listening_fails():
    """It says why, and what to do."""
    with client() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        done = subprocess.run([ROAMTEST, "reflect", "--bind", "127.0.0.1", "--port", str(port)],
                              capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, ""), done
    assert done.stderr == (
        f"roamtest: cannot use the UDP address 127.0.0.1:{port}: Address already in use\n"
        "          Another program has it; take another with --port.\n"), done


def garbage():
    """Random datagrams, and such as look like STAMP: no answer is longer than its question,
    and afterwards it answers as before."""
    reflector = Reflector("--bind", "127.0.0.1")
    address = ("127.0.0.1", reflector.port)
    chance = random.Random(1)
    answered = 0
    with client() as sock:
        sock.setblocking(False)
        begun = time.monotonic()
        for number in range(6000):
            size = chance.choice([0, 1, 14, 41, 43, 44, 45, 112, 1472, 16384, 16385, 65507,
                                  chance.randrange(2000)])
            question = bytearray(chance.randbytes(size))
            if chance.random() < 0.5:
                question[16:24] = bytes(len(question[16:24]))  # no reply's time
            # Its size is in what comes back of it.
            question[:4] = struct.pack("!I", size)[:len(question[:4])]
            sock.sendto(question, address)
            # Slower than what one sender is granted.
            time.sleep(max(0, begun + number / 1500 - time.monotonic()))
            while select.select([sock], [], [], 0)[0]:
                answer = sock.recv(65536)
                assert len(answer) == struct.unpack_from("!I", answer, 24)[0]
                answered += 1
        time.sleep(0.2)
        while select.select([sock], [], [], 0)[0]:
            answer = sock.recv(65536)
            assert len(answer) == struct.unpack_from("!I", answer, 24)[0]
            answered += 1
    with client() as sock:
        assert len(answer_to(sock, request(7), address)) == BASE
        # Its own answer, and what claims to come from itself, are the end of it.
        reply = answer_to(sock, request(8), address)
        sock.sendto(reply, address)
        assert not select.select([sock], [], [], 0.2)[0], "it answered an answer"
    senders, total, dropped, why = reflector.end()
    assert senders == 2 and total == answered + 2, (senders, total, answered)
    assert answered > 1000 and dropped > 1000, (answered, dropped)
    assert re.fullmatch(r"\d+ malformed", why), why


def load():
    """50 senders, each 200 packets a second, 5 seconds: nothing is lost."""
    senders, rate, seconds, size = 50, 200, 5, 160
    reflector = Reflector("--bind", "127.0.0.1")
    socks = [client() for _ in range(senders)]
    poll = select.epoll()
    received = {}
    for sock in socks:
        sock.setblocking(False)
        sock.connect(("127.0.0.1", reflector.port))
        poll.register(sock, select.EPOLLIN)
        received[sock.fileno()] = []
    by_number = {sock.fileno(): sock for sock in socks}

    def drain(timeout):
        got = False
        for number, _ in poll.poll(timeout, senders):
            answer = by_number[number].recv(65536)
            assert len(answer) == size, "an answer is as long as its question"
            received[number].append(struct.unpack_from("!I20xI", answer))
            got = True
        return got

    begun = time.monotonic()
    for sequence in range(rate * seconds):
        for sock in socks:
            sock.send(request(sequence, size))
        due = begun + (sequence + 1) / rate
        while (left := due - time.monotonic()) > 0:
            drain(left)
    while drain(0.5):
        pass
    took = time.monotonic() - begun
    for answers in received.values():
        assert answers == [(sequence, sequence) for sequence in range(rate * seconds)], \
            f"{rate * seconds - len(answers)} packets were lost"
    cost = reflector.processor_s() / took
    print(f"{senders * rate} packets a second took {cost:.1%} of a core")
    assert cost < 0.5, cost
    assert reflector.end() == (senders, senders * rate * seconds, 0, None)


def sender():
    """A stream of 1,000 probes a second costs less than a tenth of a core, loses none, and
    its times are in order: called, at the interface, at the reflector, back."""
    for address in "127.0.0.1", "::1":
        reflector = Reflector("--bind", address)
        done = subprocess.run([PROBE_SENDER, address, str(reflector.port), "5000", "1000", "160"],
                              capture_output=True, text=True, check=True)
        reflector.end()
        tally = json.loads(done.stdout)
        print(address, done.stdout, end="")
        assert [tally[key] for key in ("sent", "received", "left")] == [5000] * 3, tally
        assert tally["disordered"] == 0, tally
        assert tally["processor_ns"] < 0.1 * 5e9, tally
        # The kernel's work in the call; not what the stream waits for its turn.
        assert 0 < tally["delay_ns"] < 1e6, tally


def pcap_packet(source, destination, payload):
    """A UDP datagram over IPv4 as a record of a pcap file of raw IP packets."""
    udp = struct.pack("!HHHH", source, destination, 8 + len(payload), 0) + payload
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0,
                     socket.inet_aton("127.0.0.1"), socket.inet_aton("127.0.0.1"))
    return struct.pack("=IIII", 0, 0, len(ip + udp), len(ip + udp)) + ip + udp


def seconds_of(text):
    """Since 1970, to the microsecond, of a time as tshark writes it: "Jan  2, 2026
    03:04:05.000006007 UTC"."""
    moment = datetime.datetime.strptime(re.sub(r"(\.\d{6})\d{3} UTC", r"\1", text),
                                        "%b %d, %Y %H:%M:%S.%f")
    return moment.replace(tzinfo=datetime.timezone.utc).timestamp()


def dissected():
    """What goes to and fro between a stream of probes and a reflector, read by tshark. Its
    dissector is TWAMP-Test's, whose unauthenticated packets STAMP's are (RFC 8762 4.6)."""
    reflector = Reflector("--bind", "127.0.0.1")
    records = []
    begun = time.time()
    with client() as near, client() as far:
        near.bind(("127.0.0.1", 0))
        far.connect(("127.0.0.1", reflector.port))
        far.settimeout(5)
        with subprocess.Popen([PROBE_SENDER, "127.0.0.1", str(near.getsockname()[1]), "3",
                               "10000", "64"], stdout=subprocess.PIPE) as probes:
            for _ in range(3):
                question, back = near.recvfrom(65536)
                far.send(question)
                answer = far.recv(65536)
                near.sendto(answer, back)
                records.append((50000, 862, question))
                records.append((862, 50000, answer))
            tally = json.loads(probes.stdout.read())
    ended = time.time()
    reflector.end()
    assert tally["received"] == 3, tally
    fields = ["udp.srcport", "twamp.test.seq_number", "twamp.test.sender_seq_number",
              "twamp.test.error_estimate.multiplier", "twamp.test.error_estimate.scale",
              "twamp.test.sender_ttl", "twamp.test.timestamp",
              "twamp.test.receive_timestamp", "twamp.test.sender_timestamp"]
    with tempfile.TemporaryDirectory() as folder:
        capture = pathlib.Path(folder, "stamp.pcap")
        capture.write_bytes(struct.pack("=IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101) +
                            b"".join(pcap_packet(*record) for record in records))
        # Without the user's preferences.
        shown = subprocess.run(
            ["tshark", "-r", str(capture), "-d", "udp.port==862,twamp.test", "-T", "fields",
             *sum((["-e", field] for field in fields), [])],
            env={**os.environ, "TZ": "UTC", "HOME": folder, "XDG_CONFIG_HOME": folder},
            capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in shown.stdout.splitlines()]
    assert len(rows) == 6, shown
    for sequence in map(str, range(3)):
        asked, answered = rows.pop(0), rows.pop(0)
        assert asked[:6] == ["50000", sequence, "0", "1,0", "20,0", "0"], asked
        assert answered[:6] == ["862", sequence, sequence, "1,1", "20,20", "64"], answered
        sent, heard, reflected = (seconds_of(text) for text in
                                  (answered[8], answered[7], answered[6]))
        assert asked[6] == answered[8], (asked, answered)
        assert begun <= sent <= heard <= reflected <= ended, (begun, answered, ended)


HEADER = 28  # octets of a message, lib/net/message.h


def message(sequence, size=100):
    return (b"RTM1" + struct.pack("!II", size, sequence)).ljust(size, b"\0")


def call(reflector, source="127.0.0.1"):
    return socket.create_connection(("127.0.0.1", reflector.port), timeout=5,
                                    source_address=(source, 0))


def take(sock, size):
    octets = b""
    while len(octets) < size:
        more = sock.recv(size - len(octets))
        if not more:
            break
        octets += more
    return octets


def is_closed(sock):
    try:
        return sock.recv(1) == b""
    except ConnectionResetError:
        return True


def tcp():
    """Messages are echoed, whatever pieces they come in, with the far end's count and time;
    so many connections of one source, and others beside them; it goes on without
    privileges."""
    reflector = Reflector("--bind", "127.0.0.1")
    with call(reflector) as sock:
        begun = time.time()
        for sequence in range(20):
            question = message(sequence, HEADER + 100 * sequence)
            for at in range(0, len(question), 1 + 97 * (sequence % 5)):
                sock.sendall(question[at:at + 1 + 97 * (sequence % 5)])
            answer = take(sock, len(question))
            magic, size, number, count, at, again = struct.unpack_from("!4sIIIQI", answer)
            assert (magic, size, number, count, again) == \
                (b"RTM1", len(question), sequence, sequence, 0), answer
            assert begun - 0.001 <= at / 2**32 - 2208988800 <= time.time(), at
            assert answer[HEADER:] == question[HEADER:], "the rest comes back as it was"
    others = [call(reflector, "127.0.0.2") for _ in range(32)]
    refused = call(reflector, "127.0.0.2")
    assert is_closed(refused)
    with call(reflector, "127.0.0.3") as sock:
        sock.sendall(message(0))
        assert len(take(sock, 100)) == 100
    # The same port answers STAMP.
    with client() as sock:
        assert len(answer_to(sock, request(0), ("127.0.0.1", reflector.port))) == BASE
    for sock in others:
        sock.close()
    refused.close()
    assert reflector.end(connections=(34, 21, 1, 0)) == (1, 1, 0, None)


def tcp_garbage():
    """Random octets, and such as look like messages: it sends no more than it was sent, closes
    what is malformed, and echoes as before."""
    reflector = Reflector("--bind", "127.0.0.1")
    chance = random.Random(2)
    malformed = 0
    for number in range(300):
        with call(reflector) as sock:
            stream = b"".join(message(n, chance.randrange(HEADER, 2049))
                              for n in range(chance.randrange(3)))
            whole = len(stream)
            stream += [chance.randbytes(chance.randrange(HEADER, 200)),
                       b"RTM1" + struct.pack("!I", 27) + bytes(40),
                       b"RTM1" + struct.pack("!I", 2049) + bytes(40),
                       b"RTM1\x80" + chance.randbytes(40)][number % 4]
            try:
                sock.sendall(stream)
                sock.shutdown(socket.SHUT_WR)
                received = take(sock, len(stream) + 1)
            except OSError as error:  # the connection is gone already
                assert not isinstance(error, TimeoutError)
                malformed += 1
                continue
            assert len(received) <= whole, "only what is whole is echoed"
            malformed += 1
    with call(reflector) as sock:
        sock.sendall(message(7))
        answer = take(sock, 100)
        assert len(answer) == 100
        sock.sendall(answer)  # an echo is not echoed
        assert is_closed(sock)
    reflector.process.send_signal(signal.SIGINT)
    _, err = reflector.process.communicate()
    found = re.search(r"\n.*: 301 TCP connections, (\d+) messages echoed; 0 refused, "
                      r"(\d+) malformed\n", err)
    assert found and int(found[2]) == malformed + 1 == 301, err


if __name__ == "__main__":
    if WHAT == "saying":
        listening_fails()
    {"saying": saying, "garbage": garbage, "load": load, "sender": sender,
     "dissected": dissected, "tcp": tcp, "tcp-garbage": tcp_garbage}[WHAT]()
