# SPDX-License-Identifier: BSL-1.0
"""Exits that see a failure, suppress one, or fail. failures.cpp does the same in C++."""


# [tour:errors]
class Transfer:
    def __enter__(self):
        print("begin")

    def __exit__(self, type, error, trace):
        if type is None:
            print("commit")
        elif issubclass(type, ValueError):
            print("undo:", error)
        else:
            print("undo")


def transfer(amount):
    with Transfer():
        if amount < 0:
            raise ValueError("negative amount")
        if amount > 100:
            raise OverflowError
        print("transfer", amount)
# [/tour]


class Late(Exception):
    def __init__(self, seconds):
        self.seconds = seconds


# [tour:suppression]
class BePatient:
    def __enter__(self):
        pass

    def __exit__(self, type, error, trace):
        return isinstance(error, Late) and error.seconds < 10


def fetch(seconds):
    with BePatient():
        if seconds > 0:
            raise Late(seconds)
        return "page"
    return None
# [/tour]


# [tour:exit_fails]
class FullDisk:
    def __enter__(self):
        pass

    def __exit__(self, type, error, trace):
        raise OSError("cannot write")


class Log:
    def __enter__(self):
        pass

    def __exit__(self, type, error, trace):
        print(error, "/ before:", error.__context__)
        return True


def fail_twice():
    with Log(), FullDisk():
        raise ValueError("the body's own")
# [/tour]


# [tour:enter_fails]
class Step:
    def __init__(self, name, fails=False):
        self.name, self.fails = name, fails

    def __enter__(self):
        if self.fails:
            raise RuntimeError(self.name + " does not open")
        print("enter", self.name)

    def __exit__(self, type, error, trace):
        print("exit", self.name)


def enter_fails():
    with Step("a"), Step("b"), Step("c", fails=True):
        print("never reached")
# [/tour]


print("# errors")
transfer(5)
for wrong in -1, 101:
    try:
        transfer(wrong)
    except (ValueError, OverflowError):
        print("failed")

print("# suppression")
print(fetch(0) or "no page")
print(fetch(3) or "no page")
try:
    fetch(60)
except Late as late:
    print("late by", late.seconds)

print("# an exit fails")
fail_twice()

print("# an enter fails")
try:
    enter_fails()
except RuntimeError as error:
    print(error)
