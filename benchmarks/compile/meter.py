# SPDX-License-Identifier: BSL-1.0
"""Times compilations of generated text."""

import math
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import sources


@dataclass
class Cost:
    ms: float = math.inf  # CPU time of the compiler and what it starts
    mb: float = math.inf  # of the largest process among them, at its peak


class Meter:
    """Of several compilations of one text by one compiler the cheapest counts, since whoever else
    is at work only ever adds."""

    def __init__(self, compiler, folder, seconds):
        self.compiler, self.folder, self.seconds = compiler, Path(folder), seconds
        self.costs = {}
        self.rejected = set()  # the texts that are to be refused

    def cost(self, text):
        """Short compilations are repeated more often, in about the same time."""
        if text not in self.costs:
            best = self.costs[text] = Cost()
            done = 0
            while not done or done < min(self.seconds * 1000 / best.ms, 9):
                cost, refused = self._compile(text)
                if bool(refused) != (text in self.rejected):
                    wanted = "refuse" if text in self.rejected else "accept"
                    sys.exit(f"{self.compiler.name} should {wanted}:\n{text}\n{refused}")
                best.ms, best.mb = min(best.ms, cost.ms), min(best.mb, cost.mb)
                done += 1
        return self.costs[text]

    def ms(self, text):
        return self.cost(text).ms

    def _compile(self, text):
        """What it costs, and the words of a compiler that refuses it."""
        source = self.folder / "program.cpp"
        source.write_text(text)
        options = ("-c", f"-I{sources.FOLDER}")
        command = self.compiler.command([source], self.folder / "program.o", *options)
        output = dict(stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        with subprocess.Popen(command, **output) as child:
            printed = child.stderr.read()
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        cost = Cost((usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024)
        return cost, printed or "without a word" if child.returncode != 0 else ""


def exists(compiler, header):
    """Whether there is such a header, in angle brackets, where programs here would find it."""
    probe = f"#if !__has_include({header})\n#error\n#endif\n"
    command = [compiler.path, *compiler.options, "-E", "-x", "c++", "-"]
    return subprocess.run(command, input=probe, capture_output=True, text=True).returncode == 0
