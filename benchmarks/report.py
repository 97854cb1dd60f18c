#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Measures what docs/costs.md shows, keeps it in docs/costs.json, and renders both from there.

Each place that is measured stands between two comments, of which the first holds the command and,
where not all of its tables belong there, which of them, and which of their rows and notes:

    <!-- measured: benchmarks/codegen/gate.py -->
    <!-- measured: benchmarks/run/ratios.py | throwing: *_suppressed suppressed* | returning -->

    <!-- /measured -->

A chart of charts.py stands between `<!-- chart: throw_path -->` and `<!-- /chart -->`, the figures
of the README between `<!-- headlines -->` and `<!-- /headlines -->`.

Without options all commands are run, or those that have one of the arguments in them. What fails
keeps its former figures. What is written depends on docs/costs.json alone.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from fnmatch import fnmatch
from os.path import relpath
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks" / "support"))
import chart  # noqa: E402
from charts import CHARTS, headlines, picture  # noqa: E402
from table import Row, Table  # noqa: E402
from toolchain import machine  # noqa: E402

PAGES = (ROOT / "docs" / "costs.md", ROOT / "README.md")
FIGURES = ROOT / "docs" / "costs.json"
DRAWN = ROOT / "docs" / "charts"
LONG = 8  # rows
PLACE = re.compile(r"<!-- (measured|chart|headlines)(?:: (.*?))? -->\n.*?<!-- /\1 -->\n", re.DOTALL)


# --- figures -------------------------------------------------------------------------------------
class Measured:
    """The tables of one command, and the machine that they were measured on."""

    def __init__(self, data):
        self.machine = data["machine"]
        self.tables = [Table.of_json(each) for each in data["tables"]]
        self.compilers = data["compilers"]


def read():
    """What was measured, by command."""
    return json.loads(FIGURES.read_text()) if FIGURES.exists() else {}


def in_lines(value, indent=""):
    """JSON with what fits a line in one, so that a change of figures is easy to see."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or len(indent) + len(flat) <= 100:
        return flat
    deeper = indent + "  "
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {in_lines(each, deeper)}" for key, each in value.items()]
        return "{\n" + ",\n".join(deeper + part for part in parts) + f"\n{indent}}}"
    parts = [deeper + in_lines(each, deeper) for each in value]
    return "[\n" + ",\n".join(parts) + f"\n{indent}]"


def tidy(value):
    """Six digits are more than any figure is good for, and what is not said needs no null."""
    if isinstance(value, dict):
        return {key: tidy(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [tidy(each) for each in value]
    if isinstance(value, float):
        return int(value) if value.is_integer() else float(f"{value:.6g}")
    return value


# --- what is rendered ----------------------------------------------------------------------------
def commands():
    """Those of the pages, in their order."""
    places = [place for page in PAGES for place in PLACE.finditer(page.read_text())]
    found = [place[2].split(" | ")[0] for place in places if place[1] == "measured"]
    return list(dict.fromkeys([*found, *(each.command for each in CHARTS)]))


def chosen(tables, choices):
    """The tables that a place asks for, with the rows and notes that it asks for."""
    if not choices:
        return list(tables)
    found = []
    for table in tables:
        for choice in choices:
            name, _, patterns = choice.partition(": ")
            if not fnmatch(table.name, name):
                continue
            kept, wanted = Table(**vars(table)), patterns.split()
            if wanted:
                kept.rows = [row for row in table.rows if any(fnmatch(row.name, p) for p in wanted)]
                kept.notes = [note for note in table.notes if any(fnmatch(note, p) for p in wanted)]
            found += [kept] if kept.rows else []
    return found


def plain(text):
    """Names of headers are no tags."""
    return text if "`" in text else text.replace("<", r"\<")


def shown(table, another):
    """A table as Markdown; long ones of another compiler are folded."""
    kept = Table(**vars(table))
    kept.rows = [Row(plain(row.name), row.cells, row.digits) for row in table.rows]
    kept.notes = [plain(note) for note in table.notes]
    text = kept.text(markdown=True)
    if not another or len(table.rows) <= LONG:
        return text
    title = f"{table.name}, {table.compiler}"
    return f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"


class Renderer:
    """Fills in pages, and notes what there was nothing for."""

    def __init__(self, figures):
        self.measured = {command: Measured(data) for command, data in figures.items()}
        self.complaints = []

    def tables(self, command):
        return self.measured[command].tables if command in self.measured else []

    def caption(self, command, compilers=False):
        found = self.measured[command]
        parts = [found.machine, *(found.compilers if compilers else ())]
        return f"<sub>{', '.join(parts)}: `{command}`</sub>"

    def lacks(self, what):
        if what not in self.complaints:
            self.complaints.append(what)
        return "*Not measured.*"

    def place(self, page, kind, words):
        if kind == "headlines":
            found = headlines({command: self.tables(command) for command in self.measured})
            machines = dict.fromkeys(each.machine for each in self.measured.values())
            return f"{found.text(markdown=True)}\n\n<sub>{'; '.join(machines)}</sub>"
        if kind == "chart":
            return self.chart(page, words)
        command, *choices = words.split(" | ")
        found = chosen(self.tables(command), choices)
        if not found:
            return self.lacks(f"nothing is measured for {words}")
        texts = [shown(table, table.compiler != found[0].compiler) for table in found]
        return "\n\n".join([*texts, self.caption(command)])

    def chart(self, page, file):
        found = next((each for each in CHARTS if each.file == file), None)
        if found is None or self.picture(found) is None:
            return self.lacks(f"nothing is measured for the chart {file}")
        link = relpath(DRAWN / f"{file}.svg", page.parent)
        return f"![{found.title}]({link})\n\n{self.caption(found.command, compilers=True)}"

    def picture(self, found):
        return picture(found, self.tables(found.command))

    def page(self, page):
        def fill(found):
            first, last = found[0].split("\n", 1)[0], f"<!-- /{found[1]} -->\n"
            return f"{first}\n{self.place(page, found[1], found[2])}\n{last}"

        return PLACE.sub(fill, page.read_text())

    def plain_caption(self, found):
        measured = self.measured[found.command]
        return ", ".join([measured.machine, *measured.compilers, found.command])


def render(figures):
    """Writes the pages and the charts. Returns what there was nothing for."""
    renderer = Renderer(figures)
    for page in PAGES:
        text = renderer.page(page)
        if text != page.read_text():
            page.write_text(text)
    if not chart.available():
        print("gnuplot: not found, the charts stay as they were", file=sys.stderr)
        return renderer.complaints
    DRAWN.mkdir(exist_ok=True)
    for each in CHARTS:
        shown = renderer.picture(each)
        if shown is not None:
            (DRAWN / f"{each.file}.svg").write_text(chart.draw(shown, renderer.plain_caption(each)))
    return renderer.complaints


def differences(figures):
    """What is not what the figures give. Charts are compared by what they were drawn from, since
    versions of gnuplot draw differently."""
    renderer = Renderer(figures)
    for page in PAGES:
        if renderer.page(page) != page.read_text():
            yield f"{page.relative_to(ROOT)} is not what docs/costs.json gives"
    for each in CHARTS:
        shown, file = renderer.picture(each), DRAWN / f"{each.file}.svg"
        drawn = chart.drawn_from(file.read_text()) if file.exists() else ""
        if shown is not None and drawn != chart.digest(shown):
            yield f"{file.relative_to(ROOT)} is not what docs/costs.json gives"
    yield from renderer.complaints


# --- measuring -----------------------------------------------------------------------------------
def run(command, include):
    """The tables of a script, or None where it failed."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "tables.json"
        arguments = [*command.split(), "--json", str(output)]
        arguments += [f"--include={include}"] if include else []
        done = subprocess.run([sys.executable, *arguments], cwd=ROOT)
        if done.returncode != 0 or not output.exists():
            return None
        return json.loads(output.read_text())


def measure(parts, include):
    """Runs the commands; returns those that failed. After each, figures and pages are written."""
    figures, failed, start = read(), [], time.monotonic()
    everything = commands()
    wanted = [each for each in everything if not parts or any(part in each for part in parts)]
    if not wanted:
        sys.exit(f"no command has {' or '.join(parts)} in it")
    for number, command in enumerate(wanted, 1):
        print(f"=== {number}/{len(wanted)}, after {time.monotonic() - start:.0f} s: {command}",
              flush=True)
        tables = run(command, include)
        if tables is None:
            print(f"!!! {command} failed: its figures stay as they were", flush=True)
            failed.append(command)
            continue
        if not tables:
            print(f"!!! {command} found nothing to measure: its figures stay as they were")
            continue
        compilers = list(dict.fromkeys(table["compiler"] for table in tables))
        figures[command] = {"machine": machine(), "compilers": compilers, "tables": tidy(tables)}
        figures = {each: figures[each] for each in everything if each in figures}
        FIGURES.write_text(in_lines(figures) + "\n")
        render(figures)
    print(f"=== measured in {time.monotonic() - start:.0f} s", flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", nargs="*", help="measure only what has one of these in its command")
    parser.add_argument("--include", default="", help="more include folders, with colons between")
    parser.add_argument("--render", action="store_true", help="measure nothing")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where it would")
    options = parser.parse_args()

    if options.check:
        complaints = list(differences(read()))
        print("\n".join(complaints))
        sys.exit("benchmarks/report.py --render renders them" if complaints else 0)
    try:
        failed = [] if options.render else measure(options.part, options.include)
    except KeyboardInterrupt:
        sys.exit("\ninterrupted: what was measured until now is kept")
    complaints = render(read()) + [f"{command} failed" for command in failed]
    if complaints:
        sys.exit("\n".join(complaints))


if __name__ == "__main__":
    main()
