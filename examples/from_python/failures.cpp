// SPDX-License-Identifier: BSL-1.0
// Exits that see a failure, suppress one, or fail. failures.py does the same in Python.
#include "print.hpp"

#include <ambit/ambit.hpp>

#include <exception>
#include <optional>
#include <stdexcept>
#include <string>

namespace {

using ambit::keep_last, ambit::on_exit_error, ambit::suppresses;
using ambit::outcome, ambit::properties, ambit::run, ambit::scope,
    ambit::with;

// [tour:errors]
struct transaction {
    void enter() { print("begin"); }

    void exit(outcome const& end) {
        if (end.succeeded())
            print("commit");
        else if (auto const* e = end.error<std::invalid_argument>())
            print("undo:", e->what());
        else
            print("undo");
    }
};

void transfer(int amount) {
    run(scope(transaction()) >> [&] {
        if (amount < 0)
            throw std::invalid_argument("negative amount");
        if (amount > 100)
            throw std::overflow_error("too much");
        print("transfer", amount);
    });
}
// [/tour]

struct late {
    int seconds;
};

// [tour:suppression]
struct be_patient {
    using properties = ambit::properties<suppresses<late>>;

    void enter() {}
    bool exit(outcome const& end) {
        auto const* error = end.error<late>();
        return error != nullptr && error->seconds < 10;
    }
};

std::optional<std::string> fetch(int seconds) {
    return run(scope(be_patient()) >> [&] {
        if (seconds > 0)
            throw late{seconds};
        return std::string("page");
    });
}
// [/tour]

std::string text_of(std::exception_ptr const& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (std::exception const& e) {
        return e.what();
    }
}

// [tour:exit_fails]
struct full_disk {
    using properties = ambit::properties<on_exit_error<keep_last>>;

    void enter() {}
    void exit() { throw std::runtime_error("cannot write"); }
};

struct log {
    using properties = ambit::properties<suppresses<std::exception>>;

    void enter() {}
    void exit(outcome const& end) {
        for (auto const& before : end.secondary())
            print(text_of(end.exception()), "/ before:", text_of(before));
    }
};

bool fail_twice() {
    return run(scope(log()) | scope(full_disk()) >> [] {
        throw std::invalid_argument("the body's own");
    });
}
// [/tour]

// [tour:enter_fails]
struct step {
    std::string name;
    bool fails = false;

    void enter() {
        if (fails)
            throw std::runtime_error(name + " does not open");
        print("enter", name);
    }
    void exit() { print("exit", name); }
};

void enter_fails() {
    run(scope(step{"a"}, step{"b"}, step{"c", true}) >>
        [] { print("never reached"); });
}
// [/tour]

}  // namespace

int main() {
    print("# errors");
    transfer(5);
    for (int wrong : {-1, 101}) {
        try {
            transfer(wrong);
        } catch (std::logic_error const&) {
            print("failed");
        } catch (std::overflow_error const&) {
            print("failed");
        }
    }

    print("# suppression");
    print(fetch(0).value_or("no page"));
    print(fetch(3).value_or("no page"));
    try {
        fetch(60);
    } catch (late const& l) {
        print("late by", l.seconds);
    }

    print("# an exit fails");
    fail_twice();

    print("# an enter fails");
    try {
        enter_fails();
    } catch (std::runtime_error const& e) {
        print(e.what());
    }
}
