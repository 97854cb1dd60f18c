# SPDX-License-Identifier: BSL-1.0
"""Several managers at once. several.cpp does the same in C++."""
import asyncio
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager


class Tag:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        print(f"<{self.name}>")
        return self

    def __exit__(self, type, error, trace):
        print(f"</{self.name}>")


class Database:
    def __enter__(self):
        print("open database")
        return self

    def __exit__(self, type, error, trace):
        print("close database")

    def cursor(self, table):
        return Cursor(self, table)


# [tour:cursor]
class Cursor:
    def __init__(self, database, table):
        self.table = table

    def __enter__(self):
        print("open cursor of", self.table)
        return self

    def __exit__(self, type, error, trace):
        print("close cursor of", self.table)

    def count(self):
        return 3
# [/tour]


# [tour:one_statement]
def one_statement():
    with Tag("ul"), Tag("li"), Tag("b"):
        print("text")

    with (
        Database() as db,
        db.cursor("users") as users,
    ):
        print(users.count(), "users")
# [/tour]


# [tour:nested]
def nested(titles):
    with Tag("ul"):
        print("titles:")
        for title in titles:
            with Tag("li"):
                print(title)
# [/tour]


# [tour:combined]
@contextmanager
def users_table():
    with Database() as db, db.cursor("users") as users:
        yield users


def combined():
    with Tag("p"), users_table() as users:
        print(users.count(), "users")
# [/tour]


# [tour:stack]
def open_all(tables):
    with ExitStack() as stack:
        db = stack.enter_context(Database())
        cursors = [stack.enter_context(db.cursor(name)) for name in tables]
        stack.callback(print, "almost done")
        print(sum(c.count() for c in cursors), "rows")
# [/tour]


# [tour:async_stack]
@asynccontextmanager
async def connected(name):
    print("connect", name)
    try:
        yield name
    finally:
        print("disconnect", name)


async def broadcast(servers):
    async with AsyncExitStack() as stack:
        for name in servers:
            await stack.enter_async_context(connected(name))
        stack.enter_context(Tag("message"))
        print("hello,", len(servers))
# [/tour]


print("# one statement")
one_statement()
print("# nested")
nested(["one", "two"])
print("# combined")
combined()
print("# as many as there are")
open_all(["users", "orders"])
print("# and asynchronous ones")
asyncio.run(broadcast(["a", "b"]))
