# SPDX-License-Identifier: BSL-1.0
"""Compares ambit with Python's own `with`.

Generates nestings of context managers (every one of depth 1 and 2, random ones of depth 3 to 5),
runs each in Python, has a program built on ambit replay them, and compares what both did: the
events in order, what each exit saw, how it ended. The words of a nesting are described in
with_python.cpp.

usage: with_python.py PROGRAM [COUNT] [SEED]
"""

import itertools
import random
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from replay import compare  # noqa: E402

class Raised(Exception):
    def __init__(self, name):
        super().__init__(name)
        self.name = name


def describe(exception):
    """The failure, then what it replaced: the chain of contexts."""
    names = []
    while exception is not None:
        names.append(exception.name)
        exception = exception.__context__
    return "<".join(names)


class Manager:
    def __init__(self, events, how, index):
        self.events, self.how, self.index = events, how, index
        events.append(f"make{index}")
        self.act(how[0], f"m{index}")

    @staticmethod
    def act(what, name):
        if what == "!":
            raise Raised(name)

    def __enter__(self):
        self.events.append(f"enter{self.index}")
        self.act(self.how[1], f"e{self.index}")

    def __exit__(self, _type, exception, _traceback):
        self.events.append(f"exit{self.index}({describe(exception)})")
        if self.how[2] == "r" and exception is not None:
            raise exception
        self.act(self.how[2], f"x{self.index}")
        return self.how[2] == "t"


def nest(events, words, index=0):
    if index == len(words) - 1:
        events.append("body")
        Manager.act(words[index], "b")
        return 7
    with Manager(events, words[index], index):
        return nest(events, words, index + 1)
    return None


def run_in_python(line):
    events = []
    try:
        result = nest(events, line.split())
        events.append("suppressed" if result is None else f"returned {result}")
    except Raised as failure:
        events.append(f"raised {failure.name}")
    return " ".join(events)


MANAGERS = ["".join(word) for word in itertools.product("-!", "-!", "-!tr")]
# Most managers of a random nesting work, or nothing would get as far as the body.
WORKING = [word for word in MANAGERS if word[0] == word[1] == "-"]
BODIES = ["-", "!"]


def nestings(count, seed):
    for depth in (1, 2):
        for words in itertools.product(*[MANAGERS] * depth, BODIES):
            yield " ".join(words)
    rng = random.Random(seed)
    for _ in range(count):
        words = [
            rng.choice(MANAGERS if rng.random() < 0.15 else WORKING)
            for _ in range(rng.randint(3, 5))
        ]
        yield " ".join(words + [rng.choice(BODIES)])


if __name__ == "__main__":
    compare(nestings, run_in_python)
