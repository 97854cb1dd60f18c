// SPDX-License-Identifier: BSL-1.0
// Managers that are written as generators and functions, on a context with several threads, on
// strands, cancelled at random, and the context ended at random.
#include <asio/drive.hpp>
#include <support/catch.hpp>

#include <ambit/asio.hpp>

#include <boost/asio/strand.hpp>

#include <chrono>
#include <deque>
#include <exception>
#include <optional>
#include <random>
#include <thread>
#include <utility>

namespace {

using namespace test;
using ambit::scope;

using strand = asio::strand<asio::io_context::executor_type>;
template <class T = void>
using awaitable = asio::awaitable<T, strand>;

/// Runs one pipeline after the other, on a strand.
class session {
public:
    session(asio::io_context& io, unsigned seed) : strand_(asio::make_strand(io)), random_(seed) {}
    /// Before the context ends.
    void leave() {
        cancel_.reset();
        strand_.reset();
    }
    void start(int count) {
        asio::co_spawn(*strand_, run_all(count),
                       asio::bind_cancellation_slot(cancel_->slot(), [this](std::exception_ptr p) {
                           ended = true;
                           failed = p != nullptr;
                       }));
    }

    // What happened. Looked at when all threads have ended.
    int entered = 0;
    int exited = 0;
    int alive = 0;
    int completed = 0;
    int cancelled = 0;
    bool ended = false;
    bool failed = false;

private:
    struct life {
        int& alive;
        explicit life(int& a) : alive(a) { ++alive; }
        life(life const&) = delete;
        life& operator=(life const&) = delete;
        ~life() { --alive; }
    };

    /// A step of a run: maybe it is cancelled soon.
    auto step() {
        if (random_() % 8 == 0) {
            asio::post(*strand_, [this] {
                if (!ended) {
                    cancel_->emit(asio::cancellation_type::terminal);
                }
            });
        }
        return asio::post(*strand_, asio::deferred);
    }
    awaitable<> steps() {
        co_await step();
        co_await step();
    }

    ambit::basic_asio_managed<strand, int> generator() {
        life const here(alive);
        co_await step();
        ++entered;
        int resource = 1;
        std::exception_ptr failure;
        try {
            co_yield resource;
        } catch (...) {
            failure = std::current_exception();
        }
        co_await steps();
        ++exited;
        if (failure != nullptr) {
            std::rethrow_exception(failure);
        }
    }
    auto function() {
        return ambit::around([this](ambit::yield<int> rest) -> awaitable<> {
            life const here(alive);
            co_await steps();
            ++entered;
            int resource = 2;
            co_await rest(resource);
            co_await step();
            ++exited;
        });
    }
    awaitable<> body() {
        co_await step();
        ++completed;
    }

    awaitable<> run_one() {
        auto block = scope(generator()) | scope(function()) | scope(function()) |
                     scope(generator()) >> [this](auto&...) { return body(); };
        co_await ambit::async_run(std::move(block));
    }
    awaitable<> run_all(int count) {
        for (int i = 0; i != count; ++i) {
            try {
                auto run = run_one();
                co_await std::move(run);
            } catch (boost::system::system_error const& e) {
                if (e.code() != asio::error::operation_aborted) {
                    throw;
                }
                ++cancelled;
            }
            co_await asio::this_coro::reset_cancellation_state();
        }
    }

    std::optional<strand> strand_;
    std::minstd_rand random_;
    std::optional<asio::cancellation_signal> cancel_{std::in_place};
};

constexpr int threads = 2;

/// Sessions on a context that several threads run, until all have ended or `enough(io)` returns.
template <class Enough>
void run_sessions(std::deque<session>& all, int count, int runs, Enough enough) {
    asio::io_context io(threads);
    for (int i = 0; i != count; ++i) {
        all.emplace_back(io, static_cast<unsigned>(i) + 1).start(runs);
    }
    std::deque<std::thread> helpers;
    for (int i = 0; i != threads; ++i) {
        helpers.emplace_back([&io] { io.run(); });
    }
    enough(io);
    for (auto& t : helpers) {
        t.join();
    }
    for (session& s : all) {
        s.leave();
    }
}

}  // namespace

TEST_CASE("10.6 11.4 11.5 on several threads, cancelled at random: all that enters exits") {
    constexpr int runs = 400;
    std::deque<session> all;
    run_sessions(all, 16, runs, [](auto&) {});
    int cancelled = 0;
    for (session const& s : all) {
        CHECK(s.ended);
        CHECK_FALSE(s.failed);
        CHECK(s.entered == s.exited);
        CHECK(s.alive == 0);
        cancelled += s.cancelled;
        CHECK(s.completed + s.cancelled >= runs);
    }
    CHECK(cancelled > runs);
}

TEST_CASE(
    "10.7 11.4 11.5 the context ends at random, while several threads run it: no frame is left") {
    int cut_short = 0;
    for (int round = 0; round != 40; ++round) {
        std::deque<session> all;
        run_sessions(all, 8, 1'000'000, [round](asio::io_context& io) {
            std::this_thread::sleep_for(std::chrono::microseconds(100 * round));
            io.stop();
        });
        for (session const& s : all) {
            CHECK(s.alive == 0);
            CHECK(s.exited <= s.entered);
            cut_short += s.entered != s.exited;
        }
    }
    CHECK(cut_short > 0);
}
