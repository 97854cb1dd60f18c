# SPDX-License-Identifier: BSL-1.0
"""Compares ambit's asynchronous runs with Python's own `async with`.

Generates nestings of context managers (every one of depth 1, every one of depth 2 that suspends
wherever it can, random ones of depth 2 to 5; in some every other manager is synchronous), runs each
in Python, has a program built on ambit replay them, and compares what both did: the events in
order, what each exit saw, how it ended, how often it was suspended. The words of a nesting are
described in with_python.cpp.

usage: with_python.py PROGRAM [COUNT] [SEED]
"""

import itertools
import random
import sys
import types
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from replay import compare  # noqa: E402

class Raised(BaseException):
    def __init__(self, name):
        super().__init__(name)
        self.name = name


class Stopped(Raised):
    """A cancellation."""


def act(what, name):
    if what == "!":
        raise Raised(name)
    if what == "c":
        raise Stopped(name)


@types.coroutine
def suspend():
    yield


async def at_pace(pace):
    if pace == "p":
        await suspend()


def describe(exception):
    """The failure, then what it replaced: the chain of contexts."""
    mark = "~" if isinstance(exception, Stopped) else ""
    names = []
    while exception is not None:
        names.append(exception.name)
        exception = exception.__context__
    return mark + "<".join(names)


class Manager:
    def __init__(self, events, how, index):
        self.events, self.how, self.index = events, how, index
        events.append(f"make{index}")
        act(how[0], f"m{index}")

    def __enter__(self):
        self.events.append(f"enter{self.index}")
        act(self.how[1], f"e{self.index}")

    def __exit__(self, _type, exception, _traceback):
        self.events.append(f"exit{self.index}({describe(exception)})")
        if self.how[2] == "r" and exception is not None:
            raise exception
        act(self.how[2], f"x{self.index}")
        return self.how[2] == "t"

    async def __aenter__(self):
        await at_pace(self.how[3])
        self.__enter__()

    async def __aexit__(self, *failure):
        await at_pace(self.how[3])
        return self.__exit__(*failure)


async def nest(events, words, index=0):
    word = words[index]
    if index == len(words) - 1:
        await at_pace(word[1])
        events.append("body")
        act(word[0], "b")
        return 7
    if word[3] == "s":
        with Manager(events, word, index):
            return await nest(events, words, index + 1)
    else:
        async with Manager(events, word, index):
            return await nest(events, words, index + 1)
    return None


def run_in_python(line):
    events = []
    coroutine = nest(events, line.split())
    suspended = 0
    try:
        while True:
            coroutine.send(None)
            suspended += 1
    except StopIteration as end:
        events.append("suppressed" if end.value is None else f"returned {end.value}")
    except Raised as failure:
        events.append(f"raised {failure.name}")
    return " ".join(events) + f", suspended {suspended}"


MANAGERS = ["".join(word) for word in itertools.product("-!", "-!c", "-!ctr")]
# Most managers of a random nesting work, or nothing would get as far as the body.
WORKING = [word for word in MANAGERS if word[0] == word[1] == "-"]
BODIES = ["-", "!", "c"]


def nestings(count, seed):
    for word in itertools.product(MANAGERS, "ap", BODIES, "ap"):
        yield "{}{} {}{}".format(*word)
    for outer, inner, body in itertools.product(MANAGERS, MANAGERS, BODIES):
        yield f"{outer}p {inner}p {body}p"
    rng = random.Random(seed)
    for _ in range(count):
        mixed = rng.random() < 0.5
        words = [
            rng.choice(MANAGERS if rng.random() < 0.15 else WORKING)
            + ("s" if mixed and index % 2 == 1 else rng.choice("ap"))
            for index in range(rng.randint(2, 5))
        ]
        yield " ".join(words + [rng.choice(BODIES) + rng.choice("ap")])


if __name__ == "__main__":
    compare(nestings, run_in_python)
