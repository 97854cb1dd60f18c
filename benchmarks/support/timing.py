# SPDX-License-Identifier: BSL-1.0
"""Runs programs of Google Benchmark."""

import json
import subprocess
import sys

LIBRARIES = ("-lbenchmark", "-pthread")


def found_by(compiler):
    """Whether a compiler finds Google Benchmark; says so where it does not."""
    command = [compiler.path, *compiler.options, "-E", "-o", "/dev/null", "-x", "c++", "-"]
    done = subprocess.run(command, input=b"#include <benchmark/benchmark.h>", capture_output=True)
    if done.returncode != 0:
        print(f"Google Benchmark, by {compiler.name}: not found, left out", file=sys.stderr)
    return done.returncode == 0


def measure(program, seconds, *options):
    """What a program reports, by name, for instance `throwing/ambit_failed/8`. Of several
    repetitions in random order it is the fastest, since noise only ever adds."""
    command = [
        program,
        "--benchmark_format=json",
        "--benchmark_repetitions=9",
        "--benchmark_enable_random_interleaving=true",
        f"--benchmark_min_time={seconds}",
        *options,
    ]
    output = dict(stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    done = subprocess.run(command, **output, check=True)
    entries = json.loads(done.stdout)["benchmarks"]
    runs = [each for each in entries if each["run_type"] == "iteration"]
    return fastest((each["run_name"], each) for each in runs)


def fastest(named):
    """The fastest of each name."""
    best = {}
    for name, each in named:
        if name not in best or each["cpu_time"] < best[name]["cpu_time"]:
            best[name] = each
    return best
