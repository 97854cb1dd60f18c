#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Fills in the tables of docs/costs.md with measurements of this machine.

Each table there stands between two comments, of which the first holds the command that prints it:

    <!-- measured: benchmarks/codegen/gate.py --shape bracket -->
    <!-- /measured -->

An argument, any part of a command, restricts the filling to the tables whose command has it.
"""

import re
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks" / "support"))
from toolchain import machine  # noqa: E402

PAGE = ROOT / "docs" / "costs.md"
TABLE = re.compile(r"<!-- measured: (.*?) -->\n.*?<!-- /measured -->\n", re.DOTALL)


def fill(found):
    command = found[1]
    if not all(part in command for part in sys.argv[1:]):
        return found[0]
    print(command, flush=True)
    arguments = [sys.executable, *command.split(), "--markdown"]
    done = subprocess.run(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        print(f"  failed with {done.returncode}: its table stays as it was")
        return found[0]
    caption = f"<sub>{machine()}: `{command}`</sub>"
    return f"<!-- measured: {command} -->\n{done.stdout.strip()}\n\n{caption}\n<!-- /measured -->\n"


def main():
    PAGE.write_text(TABLE.sub(fill, PAGE.read_text()))


if __name__ == "__main__":
    main()
