# SPDX-License-Identifier: BSL-1.0
"""What managers are for, using them, and writing them. basics.cpp does the same in C++."""
import asyncio
import io
from contextlib import asynccontextmanager, chdir, closing, contextmanager
from contextlib import redirect_stdout, suppress
from tempfile import TemporaryDirectory


class Connection:
    def __init__(self, name):
        self.name = name

    async def ask(self, question):
        print("ask", question)
        if question == "6 / 0":
            raise ZeroDivisionError
        return 42

    async def close(self):
        print("close", self.name)


async def connect(name):
    print("connect", name)
    return Connection(name)


# [tour:class]
class Connected:
    def __init__(self, name):
        self.name = name

    async def __aenter__(self):
        self.connection = await connect(self.name)
        return self.connection

    async def __aexit__(self, type, error, trace):
        if error is not None:
            print("after a failure:")
        await self.connection.close()
# [/tour]


# [tour:by_hand]
async def by_hand(question):
    connection = await connect("db")
    try:
        return await connection.ask(question)
    finally:
        await connection.close()
# [/tour]


# [tour:why]
async def answer(question):
    async with Connected("db") as connection:
        return await connection.ask(question)
# [/tour]


# [tour:generator]
@asynccontextmanager
async def session(name):
    connection = await connect(name)
    try:
        yield connection
    finally:
        await connection.close()
# [/tour]


async def answer_in_session(question):
    async with session("db") as connection:
        return await connection.ask(question)


async def twice(ask):
    print(await ask("6 * 7"))
    try:
        await ask("6 / 0")
    except ZeroDivisionError:
        print("no answer")


# [tour:existing]
def existing():
    with TemporaryDirectory() as folder, chdir(folder):
        with open("note.txt", "w") as note:
            note.write("remember\n")
        with open("note.txt") as note:
            print(note.readline().strip())

    text = io.StringIO()
    with redirect_stdout(text):
        print("unseen")

    found = False
    with suppress(FileNotFoundError):
        open("no/such/file").close()
        found = True
    print("found" if found else "not found")

    with closing(Tap()) as tap:
        print("open", tap.name)
# [/tour]


class Tap:
    name = "tap"

    def close(self):
        print("close", self.name)


# [tour:decorator]
@contextmanager
def announced(name):
    print("begin", name)
    yield
    print("end", name)


@announced("report")
def report(month):
    return 2 * month
# [/tour]


print("# why, and a class")
asyncio.run(twice(by_hand))
asyncio.run(twice(answer))
print("# a generator")
asyncio.run(twice(answer_in_session))
print("# existing managers")
existing()
print("# a decorator")
print(report(3))
print(report(4))
