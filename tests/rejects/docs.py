#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Holds the documentation to the programs of this folder and to what the compiler says of them.

    docs.py --compiler g++            compare, and fail with a diff
    docs.py --compiler g++ --write    bring the documentation up to date

A comment above a fence says what the fence holds:

    <!-- program: needs/comes_later.cpp -->   the rejected program, without the marks of its test
    <!-- output: needs/comes_later.cpp -->    what g++ 12 prints about that text
    <!-- mended: needs/comes_later.cpp -->    the lines that the program has with -DFIXED instead

In the output, paths of the library are as in an #include. Line numbers of the library are shown as
they were when the text was written; they are not compared, so that they may shift.
"""

import argparse
import concurrent.futures
import difflib
import os
import pathlib
import re
import sys
import tempfile
import textwrap

from run import HERE, INCLUDE, SKIPPED, Compiler

ROOT = INCLUDE.parent
RULES = ROOT / "docs" / "rules.md"
DOCUMENTS = [RULES, ROOT / "README.md"]
NO_RULES = {"compose", "discarded", "order", "runner", "support", "user"}
WRITTEN_WITH = 12

FENCE = re.compile(r"(?P<mark><!-- (?P<kind>program|output|mended): (?P<name>\S+) -->)\n+"
                   r"```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def branches(name, *, fixed):
    """The lines of a program, each with whether it stands in a branch of its own for -DFIXED."""
    branch = None
    for line in (HERE / name).read_text().splitlines():
        if re.match(r"#if(n?)def FIXED", line):
            branch = line.startswith("#ifdef")
        elif branch is not None and line == "#else":
            branch = not branch
        elif branch is not None and line == "#endif":
            branch = None
        elif branch in (None, fixed):
            yield line, branch is not None


def program(name, _):
    lines = [line for line, _ in branches(name, fixed=False)
             if not re.match(r"// (SPDX-|EXPECT: |ABSENT: |RULE: )", line)]
    return "\n".join(lines).strip("\n") + "\n"


def mended(name, _):
    lines = [line for line, own in branches(name, fixed=True) if own]
    return textwrap.dedent("\n".join(lines)).strip("\n") + "\n"


def output(name, compiler):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, pathlib.Path(name).name)
        source.write_text(program(name, compiler))
        _, text = compiler.compile(source.name, cwd=folder)
    return text.replace(f"{INCLUDE}/", "")


def comparable(text):
    text = re.sub(r"(ambit/[\w/]+\.hpp):\d+(:\d+)?", r"\1", text)
    return re.sub(r"^ *\d* \|", " |", text, flags=re.MULTILINE)


def regenerated(document, compiler, jobs):
    def make(match):
        kind = {"program": program, "output": output, "mended": mended}[match["kind"]]
        return kind(match["name"], compiler)

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        texts = pool.map(make, list(FENCE.finditer(document)))

    def fence(match):
        made = next(texts)
        same = comparable(made) == comparable(match["text"])
        language = "text" if match["kind"] == "output" else "cpp"
        text = match["text"] if same else made
        return f"{match['mark']}\n```{language}\n{text}```"

    return FENCE.sub(fence, document)


def gaps(document):
    """Rules that the tests know and the documentation does not show whole."""
    for folder in sorted(path.name for path in HERE.iterdir() if any(path.glob("*.cpp"))):
        if folder in NO_RULES:
            continue
        section = re.search(rf"^## ambit\.{folder}$(.*?)(?=^## |\Z)", document,
                            re.MULTILINE | re.DOTALL)
        if not section:
            yield f"ambit.{folder} has no section"
            continue
        shown = {match["kind"] for match in FENCE.finditer(section[1])
                 if match["name"].startswith(f"{folder}/")}
        for kind in {"program", "output", "mended"} - shown:
            yield f"ambit.{folder} shows no {kind}"


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--include", nargs="*", default=[], metavar="DIR",
                        help="where the headers of dependencies are")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()

    compiler = Compiler(options.compiler, options.include)
    if compiler.is_clang or compiler.major != WRITTEN_WITH:
        print(f"the documentation shows g++ {WRITTEN_WITH}, this is {compiler.name}")
        sys.exit(SKIPPED)

    bad = False
    for path in filter(pathlib.Path.exists, DOCUMENTS):
        there = path.read_text()
        wanted = regenerated(there, compiler, options.jobs)
        if options.write:
            path.write_text(wanted)
        elif there != wanted:
            bad = True
            sys.stdout.writelines(difflib.unified_diff(
                there.splitlines(keepends=True), wanted.splitlines(keepends=True),
                str(path.relative_to(ROOT)), "what the compiler says"))
    for gap in gaps(RULES.read_text()):
        bad = True
        print(f"{RULES.relative_to(ROOT)}: {gap}")
    sys.exit(bad)


if __name__ == "__main__":
    main()
