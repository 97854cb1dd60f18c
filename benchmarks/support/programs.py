# SPDX-License-Identifier: BSL-1.0
"""Builds a program of run/ or async/ together with the shapes that it runs."""

import sys

from toolchain import BENCHMARKS, SHAPES

BY_HAND = ("guards", "failed", "exception", "expected", "suppressed", "failing", "failing_twice")
AMBIT = ("manager", *BY_HAND[1:])

# What a user would pick instead. The sources are empty where that is not installed.
PEERS = {
    "`absl::Cleanup`": ("absl_cleanup",),
    "`gsl::finally`": ("gsl_finally",),
    "`std::experimental::scope_exit`": ("std_scope_exit", "std_scope_fail"),
    "Boost.Scope": ("boost_scope", "boost_scope_fail"),
}
SOURCES = [SHAPES / f"{name}.cpp" for name in (
    "resources",
    *(f"hand/{name}" for name in BY_HAND),
    *(f"ambit/{name}" for name in AMBIT),
    *(f"peers/{name}" for names in PEERS.values() for name in names),
)]


def build(compiler, name, folder, *libraries):
    main = BENCHMARKS / "run" / f"{name}.cpp"
    return compiler.build([main, *SOURCES], f"{folder}/{name}", *libraries)


def left_out(measured):
    """Notes of the peers that a program had not, by what it measured, for instance
    `returning/gsl_finally/8`."""
    found = {name.split("/")[1] for name in measured}
    absent = [words for words, names in PEERS.items() if not found.issuperset(names)]
    for words in absent:
        print(f"{words}: not found, left out", file=sys.stderr)
    return [f"{words}: not found, left out." for words in absent]


ASYNC = {
    "run_time": ("tasks", "allocations"),
    "instructions": ("tasks",),
    "asio_run_time": ("asio_coroutines", "allocations"),
}


def build_async(compiler, name, folder, *options):
    """Builds a program of async/ together with the shapes that it runs."""
    sources = [BENCHMARKS / "async" / f"{each}.cpp" for each in (name, *ASYNC[name])]
    return compiler.build([*sources, SHAPES / "resources.cpp"], f"{folder}/{name}", *options)
