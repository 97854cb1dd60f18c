#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles the programs that must not compile, and their twins that must.

    run.py --compiler g++ [--jobs N] [pattern ...]     judge the programs whose path holds a pattern
    run.py --compiler g++ --self-test                  judge the runner itself, on the programs in runner/

A program `<rule>/<name>.cpp` says in comments what its rejection must hold:

    // EXPECT: [ambit.code]    the code, in the error itself ("ambit: ..." where there is none)
    // EXPECT: text            offenders, what is wrong, how to mend it
    // ABSENT: text            what the compiler must not print
    // RULE: type              the rule, if it is not ambit::rules::code

Plain, it must fail with exactly one error and at most ten lines of output. With -DFIXED it must
compile without a warning. Both are compiled under the project's warnings as errors, so that a
rejected program shows what its author would see. A compiler that cannot print computed texts has to
name the type of the rule.

In a program that marks lines with `// DISCARDED` at their end, these lines and no others must be
diagnosed as unused results instead. Programs in `runner/` carry `// COMPLAINT: text`, which is what
the runner has to say about them (`COMPLAINT ON TEXT` if only where the compiler prints computed
texts, `COMPLAINT ON NAME` if only elsewhere); a normal pass leaves them out.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = HERE.parent.parent / "include"
LINE_BUDGET = 10
SKIPPED = 77
WARNINGS = "-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror".split()
TWIN = [*WARNINGS, "-DFIXED"]


class Compiler:
    """A compiler, and where it prints the text of a failed static assertion."""

    def __init__(self, path, includes):
        self.path = path
        # Searched last, so that a folder which the compiler searches anyway keeps its place.
        self.includes = [f"-I{INCLUDE}", *(f"-idirafter{folder}" for folder in includes
                                           if pathlib.Path(folder).resolve() != INCLUDE)]
        macros = self._macros()
        self.is_clang = "__clang__" in macros
        major, minor = (("__clang_major__", "__clang_minor__") if self.is_clang
                        else ("__GNUC__", "__GNUC_MINOR__"))
        self.major = int(macros[major])
        self.name = f"{'clang' if self.is_clang else 'g++'} {self.major}.{macros[minor]}"
        # g++ prints the text as a template argument; clang only where assertions may compute it.
        assertion = int(macros.get("__cpp_static_assert", "0").rstrip("L"))
        self.prints_text = not self.is_clang or assertion >= 202306
        self.prelude = []

    def _macros(self):
        done = subprocess.run([self.path, "-std=c++20", "-dM", "-E", "-x", "c++", os.devnull],
                              capture_output=True, text=True, check=True)
        return dict((line.split(" ", 2)[1:] + [""])[:2] for line in done.stdout.splitlines())

    def precompile(self, folder):
        """Parses ambit once for all twins: three quarters of the time of each is that."""
        header = pathlib.Path(folder, "ambit.hpp")
        compiled = f"{header}.{'pch' if self.is_clang else 'gch'}"
        code, _ = self.compile(INCLUDE / "ambit" / "ambit.hpp", *TWIN, "-x", "c++-header", "-o",
                               compiled, mode=[])
        if code == 0:
            self.prelude = (["-include-pch", compiled] if self.is_clang
                            else ["-include", str(header)])

    def compile(self, source, *flags, cwd=None, mode=("-fsyntax-only",)):
        """Return code and stderr. Both compilers instantiate templates under -fsyntax-only."""
        done = subprocess.run(
            [self.path, "-std=c++20", *mode, *self.includes, *flags, str(source)],
            capture_output=True, text=True, errors="replace", cwd=cwd,
            env={**os.environ, "LC_ALL": "C"})
        return done.returncode, done.stderr

    def message(self, output):
        """The text of the failed assertion, as this compiler prints it."""
        wanted = r" error: "
        if not self.is_clang:  # a literal text in the error, a computed one in a note after it
            wanted = (r" error: static assertion failed: "
                      r"| note: '.*<.*\{\".*\"\}>.*' evaluates to false$")
        lines = [line for line in output.splitlines() if re.search(wanted, line)]
        return "\n".join(lines).replace('\\"', '"').replace("\\'", "'")


class Program:
    def __init__(self, path):
        self.path = path
        self.name = str(path.relative_to(HERE))
        self.text = path.read_text()
        self.expected = self._marks("EXPECT")
        self.absent = self._marks("ABSENT")
        self.complaints = self._marks("COMPLAINT")
        self.text_complaints = self._marks("COMPLAINT ON TEXT")
        self.name_complaints = self._marks("COMPLAINT ON NAME")
        self.rules = self._marks("RULE") or [
            f"ambit::rules::{name}" for name in re.findall(r"^\[ambit\.(\w+)\]",
                                                           "\n".join(self.expected[:1]))]
        self.discarded = {number for number, line in enumerate(self.text.splitlines(), 1)
                          if line.endswith("// DISCARDED")}

    def _marks(self, word):
        return re.findall(rf"^// {word}: (.+?)\s*$", self.text, re.MULTILINE)


def form_complaints(program):
    """What is wrong with the program before any compiler sees it."""
    if not re.search(r"^#if(n?def| .*defined).*\bFIXED\b", program.text, re.MULTILINE):
        yield "no twin: its conditional is missing"
    if program.discarded:
        return
    code = program.expected[0] if program.expected else ""
    if not re.fullmatch(r"\[[\w.]+\]|ambit: .*", code):
        yield "the first EXPECT is not a code in brackets"
    elif len(program.expected) < 2:
        yield "nothing but the code is expected"
    elif code.startswith("[") and not program.rules:
        yield "the RULE is missing"


def rejection_complaints(program, compiler):
    code, output = compiler.compile(program.path, *WARNINGS)
    lines = output.splitlines()
    errors = sum(1 for line in lines if re.search(r"\berror: ", line))
    if code == 0:
        yield "compiles, and must not", output
        return
    if errors != 1:
        yield f"{errors} errors, one wanted", output
        return
    if len(lines) > LINE_BUDGET:
        yield f"{len(lines)} lines, at most {LINE_BUDGET} wanted", output
    for text in program.absent:
        if text in output:
            yield f"the output holds: {text}", output
    message = compiler.message(output)
    if compiler.prints_text or program.expected[0] in message:
        for text in program.expected:
            if text not in message:
                yield f"the error lacks: {text}", output
    elif not any(f"<{rule}, " in message for rule in program.rules):
        yield "the error names no rule of the program's", output


def discard_complaints(program, compiler):
    _, output = compiler.compile(program.path, "-Wunused-result", "-Werror")
    found = re.findall(rf"^{re.escape(str(program.path))}:(\d+):\d+: error: ignoring return",
                       output, re.MULTILINE)
    unused = {int(line) for line in found}
    for line in sorted(program.discarded - unused):
        yield f"line {line}: no warning about the discarded result", output
    for line in sorted(unused - program.discarded):
        yield f"line {line}: an unexpected warning", output
    if len(found) != len(re.findall(r"\b(?:error|warning): ", output)):
        yield "something else is diagnosed", output


def twin_complaints(program, compiler):
    code, output = compiler.compile(program.path, *TWIN, *compiler.prelude)
    if code != 0 or output:
        yield "the twin does not compile cleanly", output


def judge(program, compiler):
    """All complaints about one program, each with the output that shows it."""
    complaints = [(text, "") for text in form_complaints(program)]
    if not complaints:
        rejects = discard_complaints if program.discarded else rejection_complaints
        complaints += rejects(program, compiler)
        if compiler.judges_twins:
            complaints += twin_complaints(program, compiler)
    return complaints


def programs(patterns, *, of_runner=False):
    found = [Program(path) for path in sorted(HERE.glob("*/*.cpp"))
             if (path.parent.name == "runner") == of_runner]
    return [p for p in found if not patterns or any(part in p.name for part in patterns)]


def judge_all(chosen, compiler, jobs):
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        yield from zip(chosen, pool.map(lambda program: judge(program, compiler), chosen))


def run(chosen, compiler, jobs):
    bad = 0
    for program, complaints in judge_all(chosen, compiler, jobs):
        bad += bool(complaints)
        shown = None
        for text, output in complaints:
            print(f"{program.name}: {text}")
            if output and output != shown:
                print("    " + output.rstrip().replace("\n", "\n    "))
                shown = output
    return bad


def self_test(chosen, compiler, jobs):
    """Every program of runner/ must draw exactly the complaints that it names."""
    bad = 0
    for program, complaints in judge_all(chosen, compiler, jobs):
        said = sorted(text for text, _ in complaints)
        wanted = sorted(program.complaints + (program.text_complaints if compiler.prints_text
                                              else program.name_complaints))
        if said != wanted:
            bad += 1
            print(f"{program.name}: the runner says {said}, not {wanted}")
            for _, output in complaints:
                print(output)
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--include", nargs="*", default=[], metavar="DIR",
                        help="where the headers of dependencies are")
    parser.add_argument("--no-twins", action="store_true",
                        help="leave the twins to other compilers")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("pattern", nargs="*")
    options = parser.parse_args()

    if not shutil.which(options.compiler):
        print(f"{options.compiler} is not there")
        sys.exit(SKIPPED)
    compiler = Compiler(options.compiler, options.include)
    compiler.judges_twins = not options.no_twins
    chosen = programs(options.pattern, of_runner=options.self_test)
    if not chosen:
        sys.exit("no program matches")
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        if compiler.judges_twins and not options.self_test:
            compiler.precompile(folder)
        bad = (self_test if options.self_test else run)(chosen, compiler, options.jobs)
    print(f"{compiler.name}: {len(chosen)} programs, {bad} bad, {time.monotonic() - started:.1f} s")
    sys.exit(bad != 0)


if __name__ == "__main__":
    main()
