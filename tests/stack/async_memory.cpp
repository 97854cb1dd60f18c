// SPDX-License-Identifier: BSL-1.0
// Rule 13.4: each allocation of a run with an async stack fails in turn. What was entered is exited
// once, or abandoned with a stack that is destroyed unclosed.
#include <support/allocations.hpp>
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <ambit/stack.hpp>

#include <new>
#include <utility>

namespace {

using ambit::async_exit_stack;
using ambit::scope;
using ambit::task;
using namespace test;

struct balance {
    int entered = 0;
    int exited = 0;
    int abandoned = 0;
    int registered = 0;
    int called = 0;
};
struct counted {
    balance& b;
    event_loop& loop;
    auto async_enter() {
        return later(loop, [this] { return ++b.entered; });
    }
    auto async_exit(int&) {
        ++b.exited;
        return suspend(loop);
    }
    void abandon(int&) noexcept { ++b.abandoned; }
};
struct counted_at_once {
    balance& b;
    int enter() { return ++b.entered; }
    void exit(int&) { ++b.exited; }
};

task<> fill(async_exit_stack<>& s, balance& b, event_loop& loop) {
    for (int i = 0; i != 3; ++i) {
        auto first = s.enter(counted{b, loop});
        co_await std::move(first);
        auto second = s.enter(counted_at_once{b});
        co_await std::move(second);
        s.push([&b] { ++b.called; });
        ++b.registered;
        s.push([&b, ballast = std::pair<long, long>{}] {
            static_cast<void>(ballast);
            ++b.called;
        });
        ++b.registered;
    }
    s.defer([&loop] { return suspend(loop); });
}

}  // namespace

TEST_CASE("13.4 no memory at any allocation: nothing is lost, nothing exits twice") {
    enum class way { run, close, close_in_body };
    for (way const how : {way::run, way::close, way::close_in_body}) {
        int fails_at = 0;
        for (bool failed = true; failed;) {
            ++fails_at;
            balance b;
            event_loop loop;
            allocations count;
            count.fails_at = fails_at;
            bool out_of_memory = false;
            count_allocations(count, [&] {
                try {
                    if (how == way::close) {
                        async_exit_stack<> s;
                        drive(loop, fill(s, b, loop));
                        drive(loop, s.close());
                    } else {
                        auto block =
                            scope(async_exit_stack<>()) >> [&](async_exit_stack<>& s) -> task<> {
                            auto filling = fill(s, b, loop);
                            co_await std::move(filling);
                            if (how == way::close_in_body) {
                                auto closing = s.close();
                                co_await std::move(closing);
                            }
                        };
                        drive(loop, ambit::async_run(std::move(block)));
                    }
                } catch (std::bad_alloc const&) {
                    out_of_memory = true;
                }
            });
            failed = count.fails_at == 0;
            CAPTURE(fails_at, static_cast<int>(how));
            CHECK(out_of_memory == failed);
            CHECK(count.made == count.freed);
            CHECK(b.entered == b.exited + b.abandoned);
            CHECK(b.registered == b.called);
            // By hand nobody can close it without memory; what a run exits has it already.
            CHECK((b.abandoned == 0 || (failed && how == way::close)));
            CHECK(loop.waiting() == 0);
        }
        CHECK(fails_at > 10);  // clang leaves some out
    }
}
