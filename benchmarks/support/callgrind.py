# SPDX-License-Identifier: BSL-1.0
"""Counts instructions with callgrind, in programs that ask it for a dump after each shape."""

import re
import subprocess
import tempfile
from pathlib import Path

CALLS = 100  # those of one shape, in the programs


def count(program):
    """Instructions a call by name, for instance `returning/ambit_failed/8`."""
    counts = {}
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", program]
        subprocess.run(command, capture_output=True, check=True)
        for dump in Path(folder).iterdir():
            text = dump.read_text(errors="replace")
            label = re.search(r"Client Request: (.+)", text)
            if label:
                total = re.search(r"^totals: (\d+)", text, re.MULTILINE)
                counts[label[1]] = int(total[1]) / CALLS
    return counts
