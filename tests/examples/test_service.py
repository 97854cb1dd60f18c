# SPDX-License-Identifier: BSL-1.0
"""Runs the service: test_service.py PROGRAM

Whatever its clients do, every session that was opened is closed, nothing stays open, and who is
still connected when the service is stopped sees an orderly end.
"""
import os
import pathlib
import re
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
PATIENCE = 30  # seconds, for what should happen at once
STOPS = b"BYE the service stops\n"


class Client:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.lines = self.socket.makefile("rb")

    def send(self, data):
        self.socket.sendall(data)

    def ask(self, line):
        self.send(line + b"\n")
        return self.lines.readline()

    def rest(self):
        """All that still comes. A connection that is reset instead of ended is an error."""
        return self.lines.read()

    def close(self):
        self.lines.close()
        self.socket.close()

    def reset(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()


class Service(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.database = pathlib.Path(folder.name) / "entries.db"
        self.clients = []
        self.addCleanup(lambda: [client.close() for client in self.clients])

    def start(self, *arguments):
        self.process = subprocess.Popen([PROGRAM, *arguments, self.database],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        encoding="utf-8")
        self.addCleanup(self.end)
        self.log = []
        self.news = threading.Condition()
        self.reader = threading.Thread(target=self.read)
        self.reader.start()
        self.port = int(self.wait_for(r"port (\d+)")[0])

    def read(self):
        for line in self.process.stdout:
            with self.news:
                self.log.append(line.rstrip("\n"))
                self.news.notify_all()

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.reader.join()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()

    def found(self, pattern):
        return [match.group(match.lastindex or 0) for line in self.log
                if (match := re.fullmatch(pattern, line))]

    def wait_for(self, pattern, count=1):
        """Waits until so many lines of the log match."""
        with self.news:
            there = self.news.wait_for(lambda: len(self.found(pattern)) >= count, PATIENCE)
            self.assertTrue(there, f"{count} times {pattern} in {self.log}")
            return self.found(pattern)

    def connect(self):
        client = Client(self.port)
        self.clients.append(client)
        return client

    def stop(self, how=signal.SIGTERM):
        """Stops the service, and checks how it ended."""
        self.process.send_signal(how)
        code = self.process.wait(PATIENCE)
        stderr = self.process.stderr.read()
        self.end()
        self.assertEqual((code, stderr), (0, ""))
        opened, closed = self.found(r"open (\d+)"), self.found(r"close (\d+): \w+")
        self.assertEqual(sorted(opened), sorted(closed))
        self.assertEqual(len(set(opened)), len(opened))
        self.assertEqual(self.log[-1], f"sessions: {len(opened)} opened, {len(closed)} closed")

    def ends(self):
        """How the sessions ended."""
        return self.found(r"close \d+: (\w+)")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))


class Commands(Service):
    def test_values_are_kept(self):
        self.start()
        client = self.connect()
        self.assertEqual(client.ask(b"GET a"), b"NONE\n")
        self.assertEqual(client.ask(b"SET a one and a half"), b"OK\n")
        self.assertEqual(client.ask(b"GET a"), b"VALUE one and a half\n")
        self.assertEqual(self.connect().ask(b"GET a"), b"VALUE one and a half\n")
        self.stop()
        with sqlite3.connect(self.database) as db:
            self.assertEqual(list(db.execute("SELECT key, value FROM entry")),
                             [("a", "one and a half")])

        self.start()
        self.assertEqual(self.connect().ask(b"GET a"), b"VALUE one and a half\n")
        self.stop()

    def test_quit(self):
        self.start()
        client = self.connect()
        client.send(b"SET a 1\nQUIT\nSET a 2\n")  # what comes after it is read, and dropped
        self.assertEqual(client.rest(), b"OK\nBYE\n")
        client.close()
        self.wait_for(r"close 1: succeeded")
        self.assertEqual(self.connect().ask(b"GET a"), b"VALUE 1\n")
        self.stop()

    def test_end_of_input(self):
        self.start()
        client = self.connect()
        client.send(b"SET a 1\n")
        client.socket.shutdown(socket.SHUT_WR)
        self.assertEqual(client.rest(), b"OK\nBYE\n")
        self.wait_for(r"close 1: succeeded")
        self.stop()

    def test_what_is_not_understood(self):
        self.start()
        client = self.connect()
        for line in [b"", b" ", b"SET", b"SET ", b"GET", b"GET a b", b"get a", b"HELLO", b"\0\xff"]:
            with self.subTest(line):
                self.assertEqual(client.ask(line), b"ERROR not understood\n")
        self.assertEqual(client.ask(b"SET empty"), b"OK\n")
        self.assertEqual(client.ask(b"GET empty"), b"VALUE \n")
        self.assertEqual(client.ask(b"SET zero a\0b"), b"OK\n")
        self.assertEqual(client.ask(b"GET zero"), b"VALUE a\0b\n")
        self.assertEqual(client.ask(b"SET x '; DROP TABLE entry; --"), b"OK\n")
        self.assertEqual(client.ask(b"GET x"), b"VALUE '; DROP TABLE entry; --\n")
        self.stop()

    def test_pieces_and_batches(self):
        self.start()
        client = self.connect()
        for byte in b"SET a 1\n":
            client.send(bytes([byte]))
        self.assertEqual(client.lines.readline(), b"OK\n")
        client.send(b"GET a\n" * 1000)
        for _ in range(1000):
            self.assertEqual(client.lines.readline(), b"VALUE 1\n")
        self.stop()

    def test_line_without_an_end(self):
        self.start()
        client = self.connect()
        client.send(b"x" * 10_000)
        self.assertEqual(client.rest(), b"BYE an error\n")
        self.wait_for(r"close 1: failed")
        self.stop()


class Misbehaviour(Service):
    def test_clients_that_vanish(self):
        self.start("--handles", "4")
        well = self.connect()
        self.assertEqual(well.ask(b"SET a 1"), b"OK\n")
        before = self.descriptors()
        ways = [
            lambda c: c.reset(),
            lambda c: (c.send(b"SET b half a li"), c.reset()),
            lambda c: (c.send(b"SET b half a li"), c.close()),
            lambda c: (c.send(b"GET a\n" * 500), c.reset()),
            lambda c: (c.ask(b"GET a"), c.reset()),
            lambda c: (c.ask(b"GET a"), c.send(b"GET"), c.close()),
            lambda c: (c.send(b"QUIT\n"), c.reset()),
            lambda c: c.close(),
        ]
        for _ in range(25):
            for way in ways:
                way(Client(self.port))
        count = 25 * len(ways)
        self.wait_for(r"close \d+: \w+", count)
        self.assertEqual(self.descriptors(), before)
        self.assertEqual(well.ask(b"GET a"), b"VALUE 1\n")
        self.assertGreaterEqual(self.ends().count("failed"), 100)
        self.assertGreaterEqual(self.ends().count("succeeded"), 25)
        self.assertNotIn("cancelled", self.ends())
        self.stop()
        self.assertEqual(well.rest(), STOPS)

    def test_many_at_once(self):
        self.start("--handles", "3")
        before = self.descriptors()
        crowd = [self.connect() for _ in range(60)]
        for client in crowd:
            client.send(b"SET a 1\nQUIT\n")
        for client in crowd:
            self.assertEqual(client.rest(), b"OK\nBYE\n")
            client.close()
        self.wait_for(r"close \d+: succeeded", 60)
        self.assertEqual(self.descriptors(), before)
        self.stop()

    def test_a_client_that_does_not_read(self):
        self.start("--idle", "300")
        client = self.connect()
        self.assertEqual(client.ask(b"SET a " + b"x" * 4000), b"OK\n")
        client.socket.settimeout(1)
        with self.assertRaises((TimeoutError, ConnectionError)):
            while True:
                client.send(b"GET a\n" * 1000)
        self.wait_for(r"close 1: failed")
        self.stop()

    @unittest.skipIf(b"__ubsan_" in PROGRAM.read_bytes(),
                     "the sanitizer needs a descriptor to look at an object")
    def test_too_many_descriptors(self):
        self.start("--handles", "1")
        limit = self.descriptors() + 5
        subprocess.run(["prlimit", f"--pid={self.process.pid}", f"--nofile={limit}"], check=True)
        crowd = [self.connect() for _ in range(10)]
        for client in crowd:  # who is not accepted waits until others are gone
            self.assertEqual(client.ask(b"GET a"), b"NONE\n")
            client.close()
        self.wait_for(r"close \d+: succeeded", len(crowd))
        self.stop()


class Deadlines(Service):
    def test_who_is_idle_is_sent_away(self):
        self.start("--idle", "300")
        before = self.descriptors()
        silent, half = self.connect(), self.connect()
        half.send(b"GET ")
        busy = self.connect()
        for _ in range(8):  # longer than the deadline, in all
            self.assertEqual(busy.ask(b"GET a"), b"NONE\n")
            time.sleep(0.1)
        for client in [silent, half]:
            self.assertEqual(client.rest(), b"BYE idle for too long\n")
            client.close()
        self.assertEqual(busy.ask(b"QUIT"), b"BYE\n")
        busy.close()
        self.wait_for(r"close \d+: \w+", 3)
        self.assertEqual(sorted(self.ends()), ["failed", "failed", "succeeded"])
        self.assertEqual(self.descriptors(), before)
        self.stop()

    def test_who_waits_for_a_handle_is_idle_too(self):
        self.start("--handles", "1", "--idle", "500")
        first = self.connect()
        self.assertEqual(first.ask(b"GET a"), b"NONE\n")
        second = self.connect()
        second.send(b"GET a\n")
        for _ in range(8):
            self.assertEqual(first.ask(b"GET a"), b"NONE\n")
            time.sleep(0.1)
        self.assertEqual(second.rest(), b"BYE idle for too long\n")
        third = self.connect()
        first.send(b"QUIT\n")
        self.assertEqual(third.ask(b"GET a"), b"NONE\n")  # the handle was not lost
        self.stop()


class Stop(Service):
    def test_with_clients_of_all_kinds(self):
        for how in [signal.SIGTERM, signal.SIGINT]:
            with self.subTest(how=how):
                self.start("--handles", "3")
                talking, silent, half = self.connect(), self.connect(), self.connect()
                self.assertEqual(talking.ask(b"SET a 1"), b"OK\n")
                half.send(b"SET b half a li")
                waiting = self.connect()  # for a handle, with what it wants in the socket unread
                waiting.send(b"GET a\n")
                self.wait_for(r"open \d+", 4)
                self.process.send_signal(how)
                for client in [talking, silent, half, waiting]:
                    self.assertEqual(client.rest(), STOPS)
                    client.close()
                self.stop(how)  # once more changes nothing
                self.assertEqual(self.ends(), ["cancelled"] * 4)

    def test_without_clients(self):
        self.start()
        self.stop()
        self.assertEqual(self.log[-1], "sessions: 0 opened, 0 closed")

    def test_clients_that_never_end(self):
        self.start()
        clients = [self.connect() for _ in range(5)]
        self.wait_for(r"open \d+", 5)
        self.stop()  # waits for them, but not for ever
        for client in clients:
            self.assertEqual(client.rest(), STOPS)

    def test_in_the_middle_of_everything(self):
        for delay in [0.0, 0.01, 0.05, 0.2]:
            with self.subTest(delay=delay):
                self.start("--handles", "2", "--idle", "100")
                seen = []

                def talk(number):
                    try:
                        while True:
                            client = Client(self.port)
                            try:
                                client.ask(b"SET a 1")
                                if number % 3 == 0:
                                    client.reset()
                                elif number % 3 == 1:
                                    client.rest()
                            finally:
                                client.close()
                    except ConnectionRefusedError:
                        seen.append("refused")
                    except ConnectionError:
                        seen.append("not accepted any more")

                crowd = [threading.Thread(target=talk, args=(number,)) for number in range(6)]
                for thread in crowd:
                    thread.start()
                time.sleep(delay)
                self.stop()
                for thread in crowd:
                    thread.join(PATIENCE)
                self.assertEqual(len(seen), 6)


class CommandLine(Service):
    def run_program(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], capture_output=True, encoding="utf-8",
                              timeout=PATIENCE, check=False, cwd=self.database.parent)

    def test_help(self):
        result = self.run_program("--help")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertTrue(result.stdout.startswith("usage: ambit-service "))

    def test_wrong_usage(self):
        for arguments in [["--port"], ["--port", "65536"], ["--port", "-1"], ["--idle", "0"],
                          ["--idle", "1s"], ["--handles", "0"], ["--unknown"], [""], ["a", "b"]]:
            with self.subTest(arguments=arguments):
                result = self.run_program(*arguments)
                self.assertEqual((result.returncode, result.stdout), (2, ""))
                self.assertRegex(result.stderr, r"\Aambit-service: [^\n]+\n\Z")

    def test_port_that_is_taken(self):
        self.start()
        result = self.run_program("--port", str(self.port))
        self.assertEqual(result.returncode, 1)
        self.assertIn("Address already in use", result.stderr)
        self.stop()

    def test_no_database(self):
        result = self.run_program("none/entries.db")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn("unable to open database file", result.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
