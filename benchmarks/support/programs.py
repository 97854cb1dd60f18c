# SPDX-License-Identifier: BSL-1.0
"""Builds a program of run/ together with the shapes that it runs."""

from toolchain import BENCHMARKS, SHAPES

RUN = ("hand/guards", "hand/failed", "hand/exception",
       "ambit/manager", "ambit/failed", "ambit/exception")
SOURCES = [SHAPES / f"{name}.cpp" for name in ("resources", *RUN)]


def build(compiler, name, folder, *libraries):
    main = BENCHMARKS / "run" / f"{name}.cpp"
    return compiler.build([main, *SOURCES], f"{folder}/{name}", *libraries)
