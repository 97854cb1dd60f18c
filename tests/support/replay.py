# SPDX-License-Identifier: BSL-1.0
"""Has a program replay nestings that also ran in Python, and compares what both did."""

import subprocess
import sys


def compare(nestings, run_in_python):
    """Ends with 0 if there is no difference. Arguments of the script: PROGRAM [COUNT] [SEED].

    nestings       called with COUNT and SEED, gives a line for each nesting
    run_in_python  called with such a line, gives its events as a line
    """
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 4000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    lines = list(nestings(count, seed))
    replayed = subprocess.run(
        [program], input="\n".join(lines), capture_output=True, text=True, check=True
    ).stdout.splitlines()
    if len(replayed) != len(lines):
        sys.exit(f"{len(lines)} nestings, but {len(replayed)} lines from {program}")
    differences = 0
    for line, ambit in zip(lines, replayed):
        python = run_in_python(line)
        if python != ambit:
            differences += 1
            if differences <= 10:
                print(f"nesting  {line}\n  python {python}\n  ambit  {ambit}")
    print(f"{len(lines)} nestings (seed {seed}), {differences} differences")
    sys.exit(1 if differences else 0)
