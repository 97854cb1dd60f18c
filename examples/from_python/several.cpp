// SPDX-License-Identifier: BSL-1.0
// Several managers at once. several.py does the same in Python.
#include "print.hpp"

#include <ambit/stack.hpp>

#include <string>
#include <utility>
#include <vector>

namespace {

using ambit::async_exit_stack, ambit::async_managed, ambit::exit_stack,
    ambit::task;
using ambit::run, ambit::scope;

struct tag {
    std::string name;

    void enter() { print("<" + name + ">"); }
    void exit() { print("</" + name + ">"); }
};

struct connection {};

struct database {
    connection enter() {
        print("open database");
        return {};
    }
    void exit() { print("close database"); }
};

// [tour:cursor]
struct cursor {
    std::string table;

    int count() const { return 3; }
};

struct cursor_of {
    using properties = ambit::properties<ambit::needs<connection>>;

    std::string table;

    cursor enter() {
        print("open cursor of", table);
        return {table};
    }
    void exit() { print("close cursor of", table); }
};
// [/tour]

// [tour:one_statement]
void one_statement() {
    run(scope(tag{"ul"}, tag{"li"}, tag{"b"}) >> [] { print("text"); });

    auto of_users = [](connection&) { return cursor_of{"users"}; };
    run(scope(database()) | scope(of_users) >> [](cursor& users) {
        print(users.count(), "users");
    });
}
// [/tour]

// [tour:nested]
void nested(std::vector<std::string> const& titles) {
    run(scope(tag{"ul"}) >> [&] {
        print("titles:");
        for (auto const& title : titles)
            run(scope(tag{"li"}) >> [&] { print(title); });
    });
}
// [/tour]

// [tour:combined]
auto users_table() {
    return scope(database()) |
           scope([](connection&) { return cursor_of{"users"}; });
}

void combined() {
    run(scope(tag{"p"}) | users_table() >> [](cursor& users) {
        print(users.count(), "users");
    });
}
// [/tour]

// [tour:stack]
void open_all(std::vector<std::string> const& tables) {
    run(scope(database()) |
        scope(exit_stack<>()) >> [&](exit_stack<>& stack) {
            int rows = 0;
            for (auto const& name : tables)
                rows += stack.enter(cursor_of{name}).count();
            stack.defer([] { print("almost done"); });
            print(rows, "rows");
        });
}
// [/tour]

// [tour:async_stack]
async_managed<std::string> connected(std::string name) {
    print("connect", name);
    try {
        co_yield name;
    } catch (...) {
    }
    print("disconnect", name);
}

task<void> broadcast(std::vector<std::string> servers) {
    auto say = [&](async_exit_stack<>& stack) -> task<void> {
        for (auto const& name : servers)
            co_await stack.enter(connected(name));
        tag message{"message"};
        co_await stack.enter(std::move(message));
        print("hello,", servers.size());
    };
    auto block = scope(async_exit_stack<>()) >> say;
    co_await std::move(block);
}
// [/tour]

}  // namespace

int main() {
    print("# one statement");
    one_statement();
    print("# nested");
    nested({"one", "two"});
    print("# combined");
    combined();
    print("# as many as there are");
    open_all({"users", "orders"});
    print("# and asynchronous ones");
    sync_wait(broadcast({"a", "b"}));
}
