// SPDX-License-Identifier: BSL-1.0
// Rules 3.9 and 13: built with -fno-exceptions -fno-rtti. Entries see failures by value.
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/stack.hpp>

#include <optional>
#include <utility>

#if defined(__cpp_exceptions) || defined(__cpp_rtti)
#    error "this file is to be built without exceptions and without RTTI"
#endif

namespace {

using ambit::async_exit_stack;
using ambit::exit_stack;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using ambit::task;
using namespace test;

using fallible = expected<int, error>;
constexpr auto fails = []() -> fallible { return unexpected{error{5}}; };

}  // namespace

TEST_CASE("3.9 13 a stack: entries of all kinds, closed, moved, destroyed") {
    trace log;
    {
        exit_stack<> s;
        s.enter(watcher<>{log, 1});
        CHECK(s.enter(holder{log, 2}) == 2);
        s.push([&](outcome const& o) { log.exit(3, look(o)); });
        s.defer([&] { log.exit(4); });
        auto popped = s.pop_all();
        CHECK(s.empty());
        popped.close();
        s.defer([&] { log.exit(5); });
    }
    CHECK(log == trace{}
                     .enter(1)
                     .enter(2)
                     .exit(4)
                     .exit(3, seen::success)
                     .exit(2)
                     .exit(1, seen::success)
                     .exit(5));
}

TEST_CASE("3.9 8.1 13.3 a stack: an error value, seen and suppressed") {
    trace log;
    int code = 0;
    fallible const result = run(scope(exit_stack<>()) >> [&](exit_stack<>& s) {
        s.enter(watcher<>{log, 1});
        s.push([&](outcome const& o) { code = o.error<error>()->code; });
        return fails();
    });
    CHECK(result == unexpected{error{5}});
    CHECK(code == 5);
    CHECK(log == trace{}.enter(1).exit(1, seen::failure));
    auto const attempt = [](bool answer) {
        return run(scope(exit_stack<suppresses<error>>()) >> [=](auto& s) {
            s.push([=] { return answer; });
            return fails();
        });
    };
    CHECK(attempt(true) == std::nullopt);
    CHECK(attempt(false).has_value());
}

TEST_CASE("3.9 13.4 an async stack") {
    trace log;
    event_loop loop;
    auto block = scope(async_exit_stack<>()) >> [&](async_exit_stack<>& s) -> task<fallible> {
        auto entering = s.enter(watcher<>{log, 1});
        co_await std::move(entering);
        s.push([&](outcome const& o) { return later(loop, [&] { log.exit(2, look(o)); }); });
        s.defer([&] { return later(loop, [&] { log.exit(3); }); });
        co_await suspend(loop);
        co_return fails();
    };
    CHECK(drive(loop, ambit::async_run(std::move(block))) == unexpected{error{5}});
    CHECK(log == trace{}.enter(1).exit(3).exit(2, seen::failure).exit(1, seen::failure));
    async_exit_stack<> s;
    s.defer([&] { log.exit(4); });
    drive(loop, s.close());
    CHECK(s.empty());
}
