// SPDX-License-Identifier: BSL-1.0
// async_semaphore: what every lease promises, one position after the other.
#include <asio/drive.hpp>
#include <support/catch.hpp>

#include <ambit/asio/semaphore.hpp>

#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <optional>
#include <string>
#include <type_traits>

namespace {

using ambit::async_semaphore;
using permit = async_semaphore::permit;
using namespace test;

/// Enters, says so, waits for the signal to go on, exits.
asio::awaitable<void> hold(async_semaphore& from, std::string& log, char name) {
    auto lease = from.lease();
    permit held = co_await lease.async_enter();
    log += name;
    co_await lease.async_exit(held);
}

asio::awaitable<void> enter_only(async_semaphore& from, std::optional<permit>& into) {
    auto lease = from.lease();
    into = co_await lease.async_enter();
}

}  // namespace

TEST_CASE("async_semaphore: as many at once as there are permits") {
    async_semaphore s(2);
    permit a = s.try_acquire();
    permit b = s.try_acquire();
    CHECK(a);
    CHECK(b);
    CHECK_FALSE(s.try_acquire());
    a.release();
    CHECK_FALSE(a);
    a.release();  // nothing to give back
    permit c = s.try_acquire();
    CHECK(c);
    CHECK_FALSE(s.try_acquire());
}

TEST_CASE("async_semaphore: a permit moves, and goes back once") {
    static_assert(!std::is_copy_constructible_v<permit>);
    static_assert(std::is_nothrow_move_constructible_v<permit>);
    async_semaphore s(1);
    permit a = s.try_acquire();
    permit b = std::move(a);
    CHECK_FALSE(a);  // NOLINT(bugprone-use-after-move): it is none
    CHECK(b);
    {
        permit const c = std::move(b);
        CHECK_FALSE(s.try_acquire());
    }
    a = s.try_acquire();
    CHECK(a);
}

TEST_CASE("async_semaphore: who comes first is served first") {
    async_semaphore s(1);
    asio::io_context io;
    std::string log;
    permit held = s.try_acquire();
    spawned const a(io, hold(s, log, 'a'));
    spawned const b(io, hold(s, log, 'b'));
    spawned const c(io, hold(s, log, 'c'));
    io.poll();
    CHECK(log.empty());
    held.release();
    CHECK_FALSE(s.try_acquire());  // nobody gets in before those who wait
    io.run();
    CHECK(log == "abc");
    CHECK(s.try_acquire());
}

TEST_CASE("async_semaphore: whoever is cancelled while waiting has none") {
    async_semaphore s(1);
    asio::io_context io;
    std::string log;
    permit held = s.try_acquire();
    spawned a(io, hold(s, log, 'a'));
    spawned b(io, hold(s, log, 'b'));
    spawned c(io, hold(s, log, 'c'));
    io.poll();

    SECTION("the first") {
        a.cancel();
        io.poll();
        CHECK(a.aborted());
        held.release();
        io.run();
        CHECK(log == "bc");
    }
    SECTION("one in the middle") {
        b.cancel();
        io.poll();
        CHECK(b.aborted());
        held.release();
        io.run();
        CHECK(log == "ac");
    }
    SECTION("the last") {
        c.cancel();
        io.poll();
        CHECK(c.aborted());
        held.release();
        io.run();
        CHECK(log == "ab");
    }
    SECTION("all") {
        b.cancel();
        c.cancel();
        a.cancel();
        io.run();
        CHECK((a.aborted() && b.aborted() && c.aborted()));
        held.release();
        CHECK(log.empty());
    }
    CHECK(s.try_acquire());
}

TEST_CASE("async_semaphore: the cancellation and the permit come together") {
    async_semaphore s(1);
    asio::io_context io;
    std::optional<permit> first;
    std::string log;
    permit held = s.try_acquire();
    spawned a(io, enter_only(s, first));
    spawned const b(io, hold(s, log, 'b'));
    io.poll();

    SECTION("first the permit") {
        held.release();
        a.cancel();
    }
    SECTION("first the cancellation, of which the coroutine has not heard") {
        a.cancel();
        io.poll_one();  // it arrives at the wait
        held.release();
    }
    CHECK_FALSE(a.ended());
    io.poll();
    CHECK(a.succeeded());
    REQUIRE(first.has_value());
    CHECK(*first);
    CHECK(log.empty());
    first.reset();
    io.restart();
    io.run();
    CHECK(log == "b");
    CHECK(s.try_acquire());
}

TEST_CASE("async_semaphore: cancelled before it waits, it does not begin to") {
    async_semaphore s(1);
    asio::io_context io;
    std::string log;
    permit held = s.try_acquire();
    spawned a(io, hold(s, log, 'a'));
    a.cancel();
    io.run();
    CHECK(a.aborted());
    held.release();
    CHECK(s.try_acquire());
}

TEST_CASE("async_semaphore: a context that ends while a coroutine of it waits") {
    async_semaphore s(1);
    asio::io_context io;
    std::optional<asio::io_context> other(std::in_place);
    std::string log;
    permit held = s.try_acquire();
    {
        spawned const lost(*other, hold(s, log, '-'));
        spawned const lost_too(*other, hold(s, log, '-'));
        spawned const b(io, hold(s, log, 'b'));
        other->poll();
        io.poll();

        SECTION("in the queue") {
            other.reset();
            CHECK_FALSE(s.try_acquire());
            held.release();
        }
        SECTION("served, and not yet resumed: the permit goes to the next") {
            held.release();
            other.reset();
        }
        io.restart();
        io.run();
        CHECK(log == "b");
        CHECK(s.try_acquire());
    }
}

TEST_CASE("async_semaphore: abandoned, a lease gives its permit back") {
    async_semaphore s(1);
    permit held = s.try_acquire();
    auto lease = s.lease();
    static_assert(noexcept(lease.abandon(held)));
    lease.abandon(held);
    CHECK(s.try_acquire());
}

TEST_CASE("async_semaphore: coroutines of any executor") {
    async_semaphore s(1);
    permit held = s.try_acquire();
    asio::thread_pool pool(1);
    asio::io_context io;
    auto const strand = asio::make_strand(io);
    using strand_type = asio::strand<asio::io_context::executor_type>;

    static constexpr auto enter = []<class Executor>(async_semaphore& from,
                                                     Executor) -> asio::awaitable<void, Executor> {
        auto lease = from.lease<Executor>();
        permit p = co_await lease.async_enter();
        co_await lease.async_exit(p);
    };
    spawned const a(strand, enter.operator()<strand_type>(s, strand));
    spawned const b(pool, enter(s, pool.get_executor()));
    io.poll();
    held.release();
    io.run();
    pool.join();
    a.rethrow();
    b.rethrow();
    CHECK((a.succeeded() && b.succeeded()));
    CHECK(s.try_acquire());
}
