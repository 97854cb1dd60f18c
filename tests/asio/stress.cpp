// SPDX-License-Identifier: BSL-1.0
// A million runs on a context with several threads, cancelled at random: what enters exits.
// Fewer where every one of them costs much more: without optimisation, under sanitizers.
#include <support/catch.hpp>

#include <ambit/asio.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <exception>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#if defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#        define AMBIT_TEST_IS_SANITIZED
#    endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#    define AMBIT_TEST_IS_SANITIZED
#endif

namespace {

namespace asio = boost::asio;
using ambit::scope;

using strand = asio::strand<asio::io_context::executor_type>;
template <class T = void>
using awaitable = asio::awaitable<T, strand>;

#if defined(AMBIT_TEST_IS_SANITIZED) || !defined(__OPTIMIZE__)
constexpr int runs = 40'000;
#else
constexpr int runs = 1'000'000;
#endif
constexpr int sessions = 32;
constexpr int threads = 2;

/// What happened to the stages of a session, and to its runs. Used on its strand alone.
struct tally {
    long entered = 0;
    long exited = 0;
    long alive = 0;  ///< resources
    int completed = 0;
    int suppressed = 0;
    int cancelled = 0;
    int out_of_order = 0;

    [[nodiscard]] int ended() const { return completed + suppressed + cancelled; }
};

/// A resource that is counted while it lives.
class counted {
public:
    explicit counted(tally& t) : tally_(t) { ++tally_.alive; }
    counted(counted const& other) noexcept : tally_(other.tally_) { ++tally_.alive; }
    counted& operator=(counted const&) = delete;
    ~counted() { --tally_.alive; }

private:
    tally& tally_;
};

/// Runs one pipeline after the other, on a strand.
class session {
public:
    session(asio::io_context& io, unsigned seed) : strand_(asio::make_strand(io)), random_(seed) {}

    void start(session& neighbour, int count) {
        neighbour_ = &neighbour;
        asio::co_spawn(strand_, run_all(count),
                       asio::bind_cancellation_slot(cancel_.slot(), [this](std::exception_ptr p) {
                           ended_ = true;
                           failed_ = p != nullptr;
                       }));
    }
    [[nodiscard]] tally const& what_happened() const { return tally_; }
    [[nodiscard]] bool failed() const { return failed_; }

    /// A step of a run: maybe somebody is cancelled in it.
    auto step() {
        switch (random_() % 16) {
        case 0:
        case 1:
            cancel_soon();
            break;
        case 2:
            neighbour_->cancel_soon();
            break;
        default:
            break;
        }
        return asio::post(strand_, asio::deferred);
    }

    void enters(std::size_t level) {
        ++tally_.entered;
        if (depth_++ != level) {
            ++tally_.out_of_order;
        }
    }
    void exits(std::size_t level) {
        ++tally_.exited;
        if (--depth_ != level) {
            ++tally_.out_of_order;
        }
    }
    [[nodiscard]] tally& counts() { return tally_; }

private:
    /// On any thread.
    void cancel_soon() {
        asio::post(strand_, [this] {
            constexpr asio::cancellation_type types[] = {asio::cancellation_type::terminal,
                                                         asio::cancellation_type::partial,
                                                         asio::cancellation_type::total};
            if (!ended_) {
                cancel_.emit(types[random_() % 3]);
            }
        });
    }
    awaitable<> run_all(int count);
    awaitable<> run_one(unsigned kind);
    awaitable<> body();

    strand strand_;
    std::minstd_rand random_;
    session* neighbour_ = nullptr;
    asio::cancellation_signal cancel_;
    tally tally_;
    std::size_t depth_ = 0;  // how many stages are entered
    bool ended_ = false;
    bool failed_ = false;
};

/// A stage that gives way to enter and, twice, to exit.
template <class... Fact>
class slow {
public:
    using properties = ambit::properties<Fact...>;
    slow(session& s, std::size_t level) : session_(s), level_(level) {}
    awaitable<counted> async_enter() {
        co_await session_.step();
        session_.enters(level_);
        co_return counted(session_.counts());
    }
    awaitable<> async_exit(counted&, ambit::outcome const&) {
        co_await session_.step();
        co_await session_.step();
        session_.exits(level_);
    }

private:
    session& session_;
    std::size_t level_;
};
class quick {
public:
    quick(session& s, std::size_t level) : session_(s), level_(level) {}
    counted enter() {
        session_.enters(level_);
        return counted(session_.counts());
    }
    void exit(counted&, ambit::outcome const&) { session_.exits(level_); }

private:
    session& session_;
    std::size_t level_;
};

awaitable<> session::body() {
    co_await step();
    co_await step();
}

awaitable<> session::run_one(unsigned kind) {
    auto const inside = [this] { return body(); };
    switch (kind) {
    case 0: {
        auto block = scope(ambit::within(std::chrono::hours(1))) | scope(quick(*this, 0)) >> inside;
        co_await ambit::async_run(std::move(block));
        ++tally_.completed;
        break;
    }
    case 1:
    case 2: {
        auto block = scope(slow<ambit::suppresses<ambit::cancelled>>(*this, 0)) |
                     scope(slow(*this, 1)) >> inside;
        bool const completed = co_await ambit::async_run(std::move(block));
        ++(completed ? tally_.completed : tally_.suppressed);
        break;
    }
    case 3:
    case 4: {
        auto block = scope(quick(*this, 0)) | scope(slow(*this, 1)) >> [] {};
        co_await ambit::async_run(std::move(block));
        ++tally_.completed;
        break;
    }
    default: {
        auto block = scope(slow(*this, 0)) >> inside;
        co_await ambit::async_run(std::move(block));
        ++tally_.completed;
        break;
    }
    }
}

awaitable<> session::run_all(int count) {
    for (int i = 0; i != count; ++i) {
        try {
            auto run = run_one(random_() % 8);
            co_await std::move(run);
        } catch (boost::system::system_error const& e) {
            if (e.code() != asio::error::operation_aborted) {
                throw;
            }
            ++tally_.cancelled;
        }
        // Whoever was cancelled would not get any further.
        if (random_() % 2 == 0) {
            co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
        } else {
            co_await asio::this_coro::reset_cancellation_state();
        }
    }
}

}  // namespace

TEST_CASE("10.6 a great many runs on several threads, cancelled at random: all that enters exits") {
    asio::io_context io(threads);
    std::deque<session> all;
    for (unsigned i = 0; i != sessions; ++i) {
        all.emplace_back(io, i + 1);
    }
    for (std::size_t i = 0; i != sessions; ++i) {
        all[i].start(all[(i + 1) % sessions], runs / sessions);
    }
    std::vector<std::thread> helpers;
    for (int i = 1; i != threads; ++i) {
        helpers.emplace_back([&io] { io.run(); });
    }
    io.run();
    for (auto& t : helpers) {
        t.join();
    }

    int ended = 0;
    int completed = 0;
    int suppressed = 0;
    int cancelled = 0;
    for (session const& s : all) {
        tally const& t = s.what_happened();
        CHECK_FALSE(s.failed());
        CHECK(t.entered == t.exited);
        CHECK(t.alive == 0);
        CHECK(t.out_of_order == 0);
        ended += t.ended();
        completed += t.completed;
        suppressed += t.suppressed;
        cancelled += t.cancelled;
    }
    CHECK(ended == runs);
    INFO(completed << " completed, " << suppressed << " suppressed, " << cancelled << " cancelled");
    CHECK(completed > runs / 20);
    CHECK(suppressed > runs / 100);
    CHECK(cancelled > runs / 20);
}
