# SPDX-License-Identifier: BSL-1.0
"""Compilers and the machine, as every measuring script here sees them."""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[1]
SHAPES = BENCHMARKS / "shapes"

# A compiler cache would turn every second measurement into nothing; numbers are read in English.
os.environ.update(CCACHE_DISABLE="1", LC_ALL="C")


class Compiler:
    """A C++ compiler and the options that every program here is built with."""

    def __init__(self, command, include=()):
        self.path = shutil.which(command)
        if self.path is None:
            sys.exit(f"no compiler named {command}")
        macros = self._output("-dM", "-E", "-x", "c++", "/dev/null")
        family = "clang" if "__clang__" in macros else "g++"
        self.name = f"{family} {self._output('-dumpfullversion', '-dumpversion').strip()}"
        folders = [BENCHMARKS.parent / "include", *include]
        self.options = ["-std=c++20", "-O2", *(f"-I{folder}" for folder in folders)]

    def _output(self, *options):
        done = subprocess.run([self.path, *options], capture_output=True, text=True, check=True)
        return done.stdout

    def command(self, sources, output, *options):
        return [self.path, *self.options, *map(str, sources), "-o", str(output), *options]

    def build(self, sources, output, *options):
        """Compiles, and ends the script with the compiler's own words where that fails."""
        command = self.command(sources, output, *options)
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{self.name} refuses {sources[0]}:\n{done.stderr}")
        return output


def machine():
    """The processor's name and the number of its cores that this process may use."""
    cores = f"{len(os.sched_getaffinity(0))} cores"
    try:
        model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    except OSError:
        model = None
    return f"{model[1]}, {cores}" if model else cores


def arguments(description, default=("g++",)):
    """The options that all scripts share; a script adds its own."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--compiler", action="append", help=f"repeatable ({', '.join(default)})")
    parser.add_argument("--include", default="", help="more include folders, with colons between")
    parser.add_argument("--json", help="write the tables to this file too")
    parser.set_defaults(default=default)
    return parser


def compilers(options):
    """The compilers asked for; of the default ones, those that are installed."""
    found = list(options.compiler or ())
    for name in () if options.compiler else options.default:
        if shutil.which(name):
            found.append(name)
        else:
            print(f"{name}: not found, left out", file=sys.stderr)
    folders = [folder for folder in options.include.split(":") if folder]
    return [Compiler(name, folders) for name in found]
