# SPDX-License-Identifier: BSL-1.0
"""What managers are good for. applications.cpp does the same in C++."""
import os
import sqlite3
from contextlib import contextmanager
from tempfile import NamedTemporaryFile, TemporaryDirectory
from threading import Lock, Semaphore, Thread
from time import perf_counter, sleep


class Connection(sqlite3.Connection):
    def execute(self, sql):
        if not sql.startswith("SELECT"):
            print("    sql:", sql)
        return super().execute(sql)


def add(db, purse, amount):
    db.execute(f"UPDATE purse SET coins = coins + {amount} WHERE id = {purse}")


# [tour:database]
@contextmanager
def database(path):
    db = Connection(path, isolation_level=None)
    try:
        yield db
    finally:
        db.close()


@contextmanager
def transaction(db):
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def pay(path, amount):
    with database(path) as db, transaction(db):
        add(db, 2, amount)
        add(db, 1, -amount)
# [/tour]


def set_up(path):
    with database(path) as db:
        db.execute("CREATE TABLE purse (id INTEGER, coins INTEGER CHECK (coins >= 0))")
        db.execute("INSERT INTO purse VALUES (1, 10), (2, 0)")


def coins(path):
    with database(path) as db:
        return db.execute("SELECT coins FROM purse WHERE id = 2").fetchone()[0]


# [tour:pool]
class Pool:
    def __init__(self, bound, make):
        self.make, self.idle, self.room = make, [], Semaphore(bound)

    @contextmanager
    def lease(self, timeout=None):
        if not self.room.acquire(timeout=timeout):
            raise TimeoutError
        try:
            lent = self.idle.pop() if self.idle else self.make()
            yield lent
            self.idle.append(lent)  # not after a failure
        finally:
            self.room.release()


def lend(make):
    pool = Pool(2, make)
    with pool.lease() as one, pool.lease() as two:
        print("lent", one.number, "and", two.number)
        try:
            with pool.lease(timeout=0.01):
                print("never reached")
        except TimeoutError:
            print("no more")
    try:
        with pool.lease() as lent:
            print(lent.number, "is broken")
            raise ConnectionError
    except ConnectionError:
        pass
    with pool.lease() as one, pool.lease() as two:
        print("lent", one.number, "and", two.number)
# [/tour]


class Numbered:
    last = 0

    def __init__(self):
        Numbered.last += 1
        self.number = Numbered.last
        print("make", self.number)


# [tour:files]
@contextmanager
def replaced(path):
    folder = os.path.dirname(path)
    out = NamedTemporaryFile("w", dir=folder, delete=False)
    try:
        with out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(out.name, path)
    except BaseException:
        os.unlink(out.name)
        raise


def save(path, lines):
    with replaced(path) as out:
        for line in lines:
            if not line:
                raise ValueError("an empty line")
            out.write(line + "\n")
# [/tour]


# [tour:locks]
class Account:
    def __init__(self, balance):
        self.balance, self.lock = balance, Lock()


def transfer(giver, taker, amount):
    # always in one order, or two threads could wait for each other
    first, second = sorted((giver, taker), key=id)
    with first.lock, second.lock:
        giver.balance -= amount
        taker.balance += amount
# [/tour]


# [tour:timers]
@contextmanager
def timed(sink):
    start = perf_counter()
    try:
        yield
    finally:
        sink(perf_counter() - start)


@contextmanager
def trace(sink, name):
    sink(f"enter {name}")
    try:
        yield
    except BaseException:
        sink(f"exit {name}: failed")
        raise
    sink(f"exit {name}: succeeded")


def load(fail):
    def judge(seconds):
        print("slow" if seconds > 0.001 else "fast")

    with trace(print, "load"), timed(judge):
        sleep(0.002)
        if fail:
            raise RuntimeError
# [/tour]


# [tour:anything]
@contextmanager
def setting(config, name, value):
    old = getattr(config, name)
    setattr(config, name, value)
    try:
        yield
    finally:
        setattr(config, name, old)


def show(config):
    with setting(config, "indent", 4):
        print("indent", config.indent)
    print("indent", config.indent)
# [/tour]


class Config:
    indent = 2


def read(path):
    with open(path) as text:
        return text.readline().strip()


print("# database")
with TemporaryDirectory() as folder:
    path = folder + "/purse.db"
    set_up(path)
    for amount in 4, 40:
        try:
            pay(path, amount)
        except sqlite3.IntegrityError:
            print("no such sum")
        print("coins:", coins(path))

print("# pools")
lend(Numbered)

print("# files")
with TemporaryDirectory() as folder:
    path = folder + "/list.txt"
    save(path, ["old"])
    try:
        save(path, ["new", ""])
    except ValueError as error:
        print(error)
    print(read(path), len(os.listdir(folder)))

print("# locks")
ours, yours = Account(100), Account(100)
threads = [Thread(target=lambda: [transfer(ours, yours, 3) for _ in range(100)]),
           Thread(target=lambda: [transfer(yours, ours, 2) for _ in range(100)])]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(ours.balance, yours.balance)

print("# timers and instrumentation")
load(False)
try:
    load(True)
except RuntimeError:
    print("failed")

print("# anything")
show(Config())
