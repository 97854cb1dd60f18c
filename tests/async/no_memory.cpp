// SPDX-License-Identifier: BSL-1.0
// Rules 3.2 and 10.3: each allocation of a run fails in turn. What was entered is exited once, and
// nothing leaks.
#include <support/allocations.hpp>
#include <support/by_hand.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>

#include <new>
#include <utility>

namespace {

using ambit::scope;
using ambit::task;
using namespace test;

/// An allocation that no compiler leaves out.
[[gnu::noinline]] int* allocate(int value) { return new int(value); }

/// What was entered and not exited yet, and what was exited.
struct balance {
    int entered = 0;
    int exited = 0;
};

/// Enters and exits by coroutines, whose frames are allocated. To have entered is to have an
/// awaitable that completed; to be exited is to be asked for one, whether or not there is memory.
struct by_coroutine {
    balance& b;
    event_loop& loop;

    static task<int> enter(by_coroutine& self) {
        co_await suspend(self.loop);
        ++self.b.entered;
        co_return 1;
    }
    static task<> exit(event_loop& l) { co_await suspend(l); }

    task<int> async_enter() { return enter(*this); }
    task<> async_exit(ambit::outcome const&) {
        ++b.exited;
        return exit(loop);
    }
};
/// The same for a stage that is called, and allocates to enter and in its exit.
struct allocating {
    balance& b;
    int* enter() const {
        int* const room = allocate(1);
        ++b.entered;
        return room;
    }
    void exit(int*& room) const {
        ++b.exited;
        delete room;
        delete allocate(2);
    }
};
/// Takes a share of what is thrown, so that failures are kept and set aside.
struct takes_a_share {
    balance& b;
    void enter() const { ++b.entered; }
    void exit(ambit::outcome const& out) const {
        ++b.exited;
        static_cast<void>(out.exception());
    }
};

struct result {
    bool out_of_memory = false;
    bool completed = false;
    allocations count;
};

/// Runs what `make_block` makes, with the Nth allocation of it all failing.
template <class Make>
result run_with(int fails_at, event_loop& loop, Make make_block) {
    result r;
    r.count.fails_at = fails_at;
    count_allocations(r.count, [&] {
        try {
            auto block = make_block();
            drive(loop, ambit::async_run(std::move(block)));
            r.completed = true;
        } catch (std::bad_alloc const&) {
            r.out_of_memory = true;
        }
    });
    return r;
}

/// Every allocation of a run of what `make_block(balance, loop)` makes fails in turn.
template <class Make>
void fail_everywhere(int allocated, Make make_block) {
    auto const attempt = [&](int fails_at) {
        event_loop loop;
        balance b;
        result const r = run_with(fails_at, loop, [&] { return make_block(b, loop); });
        CAPTURE(fails_at);
        CHECK(r.count.made == r.count.freed);
        CHECK(b.entered == b.exited);
        CHECK(r.out_of_memory == (fails_at != 0));
        CHECK(loop.waiting() == 0);
        return std::pair(r, b);
    };
    auto const [all, balanced] = attempt(0);
    CHECK(all.completed);
    CHECK(all.count.made <= allocated);  // compilers may leave out a new with its delete
    CHECK(all.count.made != 0);
    CHECK(balanced.entered != 0);
    for (int n = 1; n <= all.count.made; ++n) {
        auto const [failed, b] = attempt(n);
        CHECK(failed.count.fails_at == 0);  // it came to that
        CHECK(b.entered <= balanced.entered);
    }
}

}  // namespace

TEST_CASE("10.3 no memory for the one frame: nothing was entered, the block is intact") {
    event_loop loop;
    balance b;
    auto const r = run_with(1, loop, [&] { return scope(takes_a_share{b}) >> [] {}; });
    CHECK(r.out_of_memory);
    CHECK(b.entered == 0);
    CHECK(r.count.made == 0);
}

TEST_CASE("3.2 no memory at any allocation of one stage written as coroutines") {
    fail_everywhere(3, [](balance& b, event_loop& loop) {
        return scope(by_coroutine{b, loop}) >> [](int&) {};
    });
}

TEST_CASE("3.2 no memory at any allocation of four stages and a body written as coroutines") {
    fail_everywhere(1 + 2 * 4 + 1, [](balance& b, event_loop& loop) {
        return scope(by_coroutine{b, loop}, by_coroutine{b, loop}, by_coroutine{b, loop},
                     by_coroutine{b, loop}) >>
                   [&loop](auto&...) -> task<> { co_await suspend(loop); };
    });
}

TEST_CASE("3.2 no memory at any allocation of stages of both kinds") {
    fail_everywhere(1 + 2 + 2 + 2 + 2, [](balance& b, event_loop& loop) {
        return scope(takes_a_share{b}, by_coroutine{b, loop}, allocating{b}, takes_a_share{b},
                     by_coroutine{b, loop}, allocating{b}) >>
               [](auto&...) {};
    });
}

TEST_CASE("3.2 no memory in a factory, and in what it makes") {
    fail_everywhere(1 + 1 + 2 + 2, [](balance& b, event_loop& loop) {
        auto factory = [&b, &loop] {
            delete allocate(3);
            return by_coroutine{b, loop};
        };
        return scope(takes_a_share{b}, std::move(factory), allocating{b}) >> [](auto&...) {};
    });
}

TEST_CASE("3.2 no memory at any allocation of a run inside a run") {
    fail_everywhere(1 + 2 + 1 + 2, [](balance& b, event_loop& loop) {
        return scope(takes_a_share{b}, by_coroutine{b, loop}) >> [&b, &loop](auto&...) {
            auto inner = scope(by_coroutine{b, loop}, takes_a_share{b}) >> [](int&) {};
            return ambit::async_run(std::move(inner));
        };
    });
}
