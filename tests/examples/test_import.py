# SPDX-License-Identifier: BSL-1.0
"""Runs the demo: test_import.py PROGRAM TABLE

Whatever goes wrong: one line on stderr, the exit code, and every file as it was before.
"""
import fcntl
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
TABLE = pathlib.Path(sys.argv[2]).resolve()

STAGES = ["input", "lock", "database", "transaction", "statement"]
GOOD_ROWS = ["AD\t+4230+00131\tEurope/Andorra", "AE,OM\t+2518+05518\tAsia/Dubai\tCrozet"]


def rows_of(table):
    """The rows that `table` should yield, read without any code of the demo."""

    def degrees(text, width):
        seconds = text[width + 3:] or "0"
        value = int(text[1:width + 1]) + int(text[width + 1:width + 3]) / 60 + int(seconds) / 3600
        return round(-value if text[0] == "-" else value, 9)

    rows = []
    for line in table.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            countries, place, name, comments = (line.split("\t") + [""])[:4]
            latitude, longitude = re.fullmatch(r"([+-]\d+)([+-]\d+)", place).groups()
            rows.append((name, countries, degrees(latitude, 2), degrees(longitude, 3), comments))
    return sorted(rows)


def content_of(database):
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        rows = db.execute("SELECT name, countries, latitude, longitude, comments FROM zone")
        return sorted((n, c, round(la, 9), round(lo, 9), t) for n, c, la, lo, t in rows)


def steps(stdout):
    return re.findall(r"^  (entered \w+|exiting \w+: \w+|  sql: \w+)", stdout, re.MULTILINE)


class Import(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.folder.chmod(0o755)
        self.database = self.folder / "zones.db"

    def run_program(self, *arguments, **how):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True,
                              encoding="utf-8", timeout=60, check=False, **how)

    def write(self, content):
        table = self.folder / "table.tab"
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        table.write_bytes(data)
        return table

    def snapshot(self):
        """Names and bytes of everything in the folder."""
        return {path.name: path.read_bytes() if path.is_file() and os.access(path, os.R_OK)
                else None for path in self.folder.iterdir()}

    def succeeds(self, *arguments, imported, in_table):
        result = self.run_program(*arguments)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn(f"rows imported: {imported}\nrows in table: {in_table}\n", result.stdout)
        return result.stdout

    def fails(self, *arguments, code=1, says=(), **how):
        """It fails with one line that holds all of `says`, and leaves everything as it was."""
        before = self.snapshot()
        result = self.run_program(*arguments, **how)
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertRegex(result.stderr, r"\Aambit-import: [^\n]+\n\Z")
        self.assertLess(len(result.stderr), 400)
        for text in says:
            self.assertIn(str(text), result.stderr)
        self.assertEqual(self.snapshot(), before)
        return result.stdout

    def fails_in_both(self, table, *options, says=()):
        """It fails without a database, and with one that holds something."""
        self.assertFalse(self.database.exists())
        self.fails(*options, table, self.database, says=says)
        self.succeeds(TABLE, self.database, imported=312, in_table=312)
        before = content_of(self.database)
        stdout = self.fails(*options, table, self.database, says=says)
        self.assertEqual(content_of(self.database), before)
        return stdout


class Success(Import):
    def test_shipped_table_twice(self):
        for _ in range(2):
            stdout = self.succeeds(TABLE, self.database, imported=312, in_table=312)
            self.assertEqual(content_of(self.database), rows_of(TABLE))
            self.assertEqual(steps(stdout), [
                "entered input", "entered lock", "entered database",
                "  sql: BEGIN", "entered transaction",
                "  sql: CREATE", "entered statement",
                "exiting statement: succeeded",
                "exiting transaction: succeeded", "  sql: COMMIT",
                "exiting database: succeeded", "exiting lock: succeeded",
                "exiting input: succeeded"])
            self.assertRegex(stdout, r"\ndone after [0-9.e-]+ ms\n")
        self.assertEqual([path.name for path in self.folder.iterdir()], ["zones.db"])

    def test_defaults(self):
        self.succeeds(imported=312, in_table=312)
        self.assertEqual(content_of(self.database), rows_of(TABLE))

    def test_plan_is_printed_before_anything_is_entered(self):
        stdout = self.succeeds(TABLE, self.database, imported=312, in_table=312)
        plan = stdout[:stdout.index("entered")]
        for text in ["file_lock", "sqlite::database", "sqlite::transaction", "transactional",
                     "needs<sqlite::connection>"]:
            self.assertIn(text, plan)

    def test_another_table_updates_and_adds(self):
        self.succeeds(TABLE, self.database, imported=312, in_table=312)
        table = self.write("# a comment\n" + GOOD_ROWS[0].replace("+4230", "-423015")
                           .replace("+00131", "+0013159") + "\n# another\n"
                           + "ZZ\t+0000-00000\tMiddle/Of_Nowhere-1\tnot far from nothing")
        self.succeeds(table, self.database, imported=2, in_table=313)
        content = {row[0]: row[1:] for row in content_of(self.database)}
        self.assertEqual(content["Europe/Andorra"],
                         ("AD", round(-42.504166666667, 9), round(1.533055555556, 9), ""))
        self.assertEqual(content["Middle/Of_Nowhere-1"], ("ZZ", 0, 0, "not far from nothing"))

    def test_extreme_coordinates(self):
        table = self.write("AQ\t-9000+18000\tA\nAQ\t+900000-1800000\tB\nAQ\t+8959-17959\tC\n")
        self.succeeds(table, self.database, imported=3, in_table=3)


class Failure(Import):
    def test_fail_at_rolls_back_in_reverse_order(self):
        for row in [1, 2, 100, 312]:
            with self.subTest(row=row):
                self.database.unlink(missing_ok=True)
                stdout = self.fails_in_both(TABLE, "--fail-at", str(row),
                                            says=[TABLE, f"row {row} "])
                self.assertEqual(steps(stdout), [
                    "entered input", "entered lock", "entered database",
                    "  sql: BEGIN", "entered transaction",
                    "  sql: CREATE", "entered statement",
                    "exiting statement: failed",
                    "exiting transaction: failed", "  sql: ROLLBACK",
                    "exiting database: failed", "exiting lock: failed", "exiting input: failed"])
                self.assertRegex(stdout, r"\nfailed after [0-9.e-]+ ms\n")

    def test_fail_at_names_the_line_too(self):
        lines = TABLE.read_text(encoding="utf-8").splitlines()
        rows = [number for number, line in enumerate(lines, 1) if not line.startswith("#")]
        self.fails("--fail-at", "200", TABLE, self.database, says=[f"row 200 (line {rows[199]})"])

    def test_fail_at_beyond_the_last_row(self):
        self.fails_in_both(TABLE, "--fail-at", "313", says=[TABLE, "row 312 ", "313"])

    def test_missing_file(self):
        stdout = self.fails_in_both(self.folder / "missing.tab",
                                    says=["missing.tab", "No such file"])
        self.assertEqual(steps(stdout), [])

    def test_directory(self):
        self.fails_in_both(self.folder, says=[self.folder, "directory"])

    def test_unreadable_file(self):
        table = self.write("\n".join(GOOD_ROWS))
        table.chmod(0)
        how = {}
        if os.geteuid() == 0:  # nothing is unreadable for root: run as nobody
            self.folder.chmod(0o777)
            shutil.copy(PROGRAM, self.folder / "program")
            how = {"user": 65534, "executable": self.folder / "program"}
        self.fails(table, self.database, says=[table, "Permission denied"], **how)

    def test_empty_files(self):
        for content in ["", "# nothing but comments\n#\n"]:
            with self.subTest(content=content):
                self.database.unlink(missing_ok=True)
                self.fails_in_both(self.write(content), says=["table.tab", "no rows"])

    def test_malformed_rows(self):
        good = GOOD_ROWS[0]
        malformed = {
            "one column": "garbage",
            "two columns": "AD\t+4230+00131",
            "five columns": good + "\ta\tb",
            "blanks for tabs": good.replace("\t", " "),
            "no row": "",
            "no country": good.replace("AD", ""),
            "lower case": good.replace("AD", "aD"),
            "three letters": good.replace("AD", "AND"),
            "no letter": good.replace("AD", "A1"),
            "comma at the end": good.replace("AD", "AD,"),
            "no comma": good.replace("AD", "ADES"),
            "no coordinates": good.replace("+4230+00131", ""),
            "no sign": good.replace("+4230", "4230"),
            "no longitude": good.replace("+00131", ""),
            "three parts": good.replace("+00131", "+00131+00131"),
            "no digits": good.replace("+4230", "+42x0"),
            "blank among digits": good.replace("+4230", "+ 230"),
            "short": good.replace("+00131", "+0131"),
            "mixed precision": good.replace("+4230", "+423000"),
            "latitude": good.replace("+4230", "+9001"),
            "longitude": good.replace("+00131", "-18001"),
            "seconds beyond the pole": good.replace("+4230+00131", "+900001+0013100"),
            "minutes": good.replace("+4230", "+4260"),
            "seconds": good.replace("+4230+00131", "+423060+0013100"),
            "no name": good.replace("Europe/Andorra", ""),
            "blank name": good.replace("Europe/Andorra", " "),
            "odd name": good.replace("Europe/Andorra", "Europe/An dorra"),
            "name twice": GOOD_ROWS[1],
            "line ends of Windows": good + "\r",
            "zero byte": good + "\tcom\0ment",
            "endless": "A" * 100_000 + "\t+4230+00131\tEurope/Andorra",
        }
        self.succeeds(TABLE, self.database, imported=312, in_table=312)
        for what, row in malformed.items():
            with self.subTest(what):
                table = self.write(f"# comment\n{GOOD_ROWS[1]}\n# comment\n{row}\n")
                stdout = self.fails(table, self.database, says=[table, "row 2 (line 4): "])
                self.assertIn("  sql: ROLLBACK", steps(stdout))

        with self.subTest("and no database before"):
            self.database.unlink()
            self.fails(table, self.database, says=[table, "row 2 (line 4): "])

    def test_message_stays_one_short_line(self):
        table = self.folder / "two\nlines.tab"
        table.write_text("\u00e4" * 10_000 + "\t+4230+00131\tEurope/Andorra\n", encoding="utf-8")
        self.fails(table, self.database, says=["two?lines.tab", "row 1 (line 1): "])


class Obstacles(Import):
    def test_lock_held(self):
        lock = self.folder / "zones.db.lock"
        with lock.open("w", encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            stdout = self.fails(TABLE, self.database,
                                says=[lock, "lock is held by another process"])
            self.assertEqual(steps(stdout), ["entered input", "exiting input: failed"])
        self.succeeds(TABLE, self.database, imported=312, in_table=312)  # a stale file is no lock
        self.assertFalse(lock.exists())

    def test_database_is_something_else(self):
        self.database.write_text("This was never a database, and it will not become one.\n" * 99,
                                 encoding="utf-8")
        self.fails(TABLE, self.database, says=[self.database, "not a database"])

    def test_database_is_a_directory(self):
        self.database.mkdir()
        self.fails(TABLE, self.database, says=[self.database])

    def test_database_in_no_directory(self):
        self.fails(TABLE, self.folder / "none" / "zones.db", says=["none/zones.db"])

    def test_database_with_another_table_of_that_name(self):
        with sqlite3.connect(self.database) as db:
            db.execute("CREATE TABLE zone (area REAL)")
        self.fails(TABLE, self.database, says=[self.database, "column"])

    def test_empty_database_file_stays(self):
        self.database.touch()
        self.fails("--fail-at", "5", TABLE, self.database, says=["row 5 "])

    def test_commit_fails(self):
        self.succeeds(TABLE, self.database, imported=312, in_table=312)
        before = content_of(self.database)
        reader = sqlite3.connect(self.database, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM zone").fetchone()  # a reader keeps SQLite from committing
        result = self.run_program(self.write(GOOD_ROWS[0].replace("+4230", "+1111")),
                                  self.database)
        reader.close()
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, r"\Aambit-import: [^\n]*zones.db: database is locked\n\Z")
        self.assertEqual(steps(result.stdout)[-5:], [
            "exiting transaction: succeeded", "  sql: COMMIT",
            "exiting database: failed", "exiting lock: failed", "exiting input: failed"])
        self.assertEqual(content_of(self.database), before)


class CommandLine(Import):
    def test_help(self):
        result = self.run_program("--help")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertTrue(result.stdout.startswith(
            "usage: ambit-import [--fail-at N] [FILE [DATABASE]]\n"))
        self.assertEqual(self.snapshot(), {})

    def test_wrong_usage(self):
        for arguments in [["--fail-at"], ["--fail-at", "x"], ["--fail-at", "0"],
                          ["--fail-at", "-1"], ["--fail-at", "1x"], ["--fail-at", ""],
                          ["--fail-at", "99999999999999999999"], ["--unknown"], ["-x"], [""],
                          [TABLE, ""], [TABLE, "a.db", "b.db"]]:
            with self.subTest(arguments=arguments):
                self.fails(*arguments, code=2,
                           says=["usage: ambit-import [--fail-at N] [FILE [DATABASE]]"])

    def test_options_may_follow(self):
        self.fails(TABLE, self.database, "--fail-at", "3", says=["row 3 "])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
