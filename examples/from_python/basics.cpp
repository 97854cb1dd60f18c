// SPDX-License-Identifier: BSL-1.0
// What managers are for, using them, and writing them. basics.py does the same in Python.
#include "print.hpp"

#include <ambit/coroutine.hpp>
#include <ambit/managers/file.hpp>
#include <ambit/managers/redirect.hpp>
#include <ambit/managers/suppress.hpp>
#include <ambit/managers/temporary_directory.hpp>
#include <ambit/managers/working_directory.hpp>

#include <exception>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

using ambit::async_managed, ambit::managed, ambit::outcome, ambit::task;
using ambit::closing, ambit::run, ambit::scope, ambit::suppress,
    ambit::wrap;
using ambit::file, ambit::redirect, ambit::temporary_directory,
    ambit::working_directory;

struct connection {
    std::string name;

    task<int> ask(std::string question) {
        print("ask", question);
        if (question == "6 / 0")
            throw std::domain_error("division by zero");
        co_return 42;
    }
    task<void> close() {
        print("close", name);
        co_return;
    }
};

task<connection> connect(std::string name) {
    print("connect", name);
    co_return connection{std::move(name)};
}

// [tour:class]
struct connected {
    std::string name;

    task<connection> async_enter() { return connect(name); }

    task<void> async_exit(connection& c, outcome const& end) {
        if (end.failed())
            print("after a failure:");
        co_await c.close();
    }
};
// [/tour]

// [tour:by_hand]
task<int> by_hand(std::string question) {
    connection c = co_await connect("db");
    std::exception_ptr error;
    int answer = 0;
    try {
        answer = co_await c.ask(question);
    } catch (...) {  // where nothing can be awaited
        error = std::current_exception();
    }
    co_await c.close();  // what no destructor could do
    if (error)
        std::rethrow_exception(error);
    co_return answer;
}
// [/tour]

// [tour:why]
task<int> answer(std::string question) {
    auto ask = [&](connection& c) { return c.ask(question); };
    auto block = scope(connected{"db"}) >> ask;
    co_return co_await std::move(block);
}
// [/tour]

// [tour:generator]
async_managed<connection> session(std::string name) {
    connection c = co_await connect(name);
    try {
        co_yield c;
    } catch (...) {  // goes on all the same: see below
    }
    co_await c.close();
}
// [/tour]

task<int> answer_in_session(std::string question) {
    auto ask = [&](connection& c) { return c.ask(question); };
    auto block = scope(session("db")) >> ask;
    co_return co_await std::move(block);
}

task<void> twice(task<int> (*ask)(std::string)) {
    int const number = co_await ask("6 * 7");
    print(number);
    try {
        static_cast<void>(co_await ask("6 / 0"));
    } catch (std::domain_error const&) {
        print("no answer");
    }
}

struct tap {
    std::string name = "tap";

    void close() { print("close", name); }
};

// [tour:existing]
void existing() {
    auto in_folder = [](std::filesystem::path const& folder) {
        return working_directory(folder);
    };
    run(scope(temporary_directory(), in_folder) >> [] {
        run(scope(file("note.txt", std::ios::out)) >>
            [](std::fstream& note) { note << "remember\n"; });
        run(scope(file("note.txt", std::ios::in)) >>
            [](std::fstream& note) {
                std::string line;
                std::getline(note, line);
                print(line);
            });
    });

    std::ostringstream text;
    run(scope(redirect(std::cout, text.rdbuf())) >>
        [] { print("unseen"); });

    auto tolerant = suppress<std::filesystem::filesystem_error>();
    bool const found =
        run(scope(tolerant) |
            scope(file("no/such/file", std::ios::in)) >> [] {});
    print(found ? "found" : "not found");

    run(scope(closing(tap())) >> [](tap& t) { print("open", t.name); });
}
// [/tour]

// [tour:decorator]
managed<> announced(std::string name) {
    print("begin", name);
    co_yield {};
    print("end", name);
}

auto report = wrap(scope([] { return announced("report"); }),
                   [](int month) { return 2 * month; });
// [/tour]

}  // namespace

int main() {
    print("# why, and a class");
    sync_wait(twice(by_hand));
    sync_wait(twice(answer));
    print("# a generator");
    sync_wait(twice(answer_in_session));
    print("# existing managers");
    existing();
    print("# a decorator");
    print(report(3));
    print(report(4));
}
