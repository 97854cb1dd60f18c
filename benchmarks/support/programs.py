# SPDX-License-Identifier: BSL-1.0
"""Builds a program of run/ together with the shapes that it runs."""

from toolchain import BENCHMARKS, SHAPES

RUN = ("hand/guards", "hand/failed", "hand/exception", "hand/expected",
       "ambit/manager", "ambit/failed", "ambit/exception", "ambit/expected")
SOURCES = [SHAPES / f"{name}.cpp" for name in ("resources", *RUN)]


def build(compiler, name, folder, *libraries):
    main = BENCHMARKS / "run" / f"{name}.cpp"
    return compiler.build([main, *SOURCES], f"{folder}/{name}", *libraries)

ASYNC = {
    "run_time": ("tasks", "allocations"),
    "instructions": ("tasks",),
    "asio_run_time": ("asio_coroutines", "allocations"),
}


def build_async(compiler, name, folder, *options):
    """Builds a program of async/ together with the shapes that it runs."""
    sources = [BENCHMARKS / "async" / f"{each}.cpp" for each in (name, *ASYNC[name])]
    return compiler.build([*sources, SHAPES / "resources.cpp"], f"{folder}/{name}", *options)
