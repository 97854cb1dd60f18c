#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs a program and its counterpart in Python: both must succeed, and print the same lines.

    same_output.py PROGRAM SCRIPT
"""
import difflib
import subprocess
import sys


def lines(*command: str) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout.splitlines()


def main() -> int:
    program, script = sys.argv[1:]
    ours, theirs = lines(program), lines(sys.executable, script)
    if not ours:
        sys.exit(f"{program} prints nothing")
    for line in difflib.unified_diff(theirs, ours, script, program, lineterm=""):
        print(line)
    return ours != theirs


if __name__ == "__main__":
    sys.exit(main())
