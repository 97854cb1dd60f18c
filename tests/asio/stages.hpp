// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_ASIO_STAGES_HPP
#define AMBIT_TESTS_ASIO_STAGES_HPP

#include <asio/drive.hpp>
#include <support/trace.hpp>

#include <ambit/asio.hpp>

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace test {

using how = asio::cancellation_type;

/// Lets some time pass; may be cancelled.
inline asio::awaitable<void> pass(std::chrono::milliseconds d) {
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer t(executor, d);
    co_await t.async_wait(asio::deferred);
}
/// Longer than any test.
inline asio::awaitable<void> pass_for_ever() { return pass(std::chrono::hours(1)); }

/// A context with one coroutine on it, which can be cancelled from inside.
class scene {
public:
    /// Runs it until nothing is left to do.
    template <class Awaitable>
    void run(Awaitable coroutine) {
        it_.emplace(io, std::move(coroutine));
        io.run();
        io.restart();
    }
    void cancel_now(how type) { it_->cancel(type); }
    /// Once the coroutine is suspended, or when it next gives way.
    void cancel_soon(how type) {
        if (type != how::none) {
            asio::post(io, [this, type] { it_->cancel(type); });
        }
    }
    [[nodiscard]] spawned const& result() const { return *it_; }

    asio::io_context io;
    trace log;
    how in_body = how::none;   ///< how bodies that ask for it are cancelled
    how in_exits = how::none;  ///< how slow exits are, each of them

private:
    std::optional<spawned> it_;
};

/// A stage that gives way to enter, and whose exit takes time: cancelled there, it would not
/// reach its end.
template <class... Fact>
class slow {
public:
    using properties = ambit::properties<Fact...>;

    slow(scene& s, int id) : scene_(s), id_(id) {}

    asio::awaitable<int> async_enter() {
        co_await suspend();
        scene_.log.enter(id_);
        co_return id_;
    }
    asio::awaitable<void> async_exit(int& id, ambit::outcome const& out) {
        co_await suspend();
        scene_.cancel_soon(scene_.in_exits);
        co_await pass(std::chrono::milliseconds(2));
        co_await suspend();
        scene_.log.exit(id, look(out));
    }

private:
    scene& scene_;
    int id_;
};

/// A synchronous stage.
class quick {
public:
    quick(scene& s, int id) : scene_(s), id_(id) {}
    void enter() { scene_.log.enter(id_); }
    void exit(ambit::outcome const& out) { scene_.log.exit(id_, look(out)); }

private:
    scene& scene_;
    int id_;
};

/// A body that is cancelled while it waits.
inline asio::awaitable<void> cancelled_body(scene& s) {
    s.log.body();
    s.cancel_soon(s.in_body);
    co_await pass_for_ever();
    s.log.note(-1);  // never
}

/// What became of a run, as who awaits it sees it.
struct ending {
    bool completed = false;
    error_code error;
    how cancelled = how::none;  ///< what the cancellation state says after it
};

/// Awaits a run with the cancellation state as the caller left it.
template <class Block>
asio::awaitable<void> await_run(Block& block, ending& end) {
    try {
        auto run = ambit::async_run(std::move(block));
        if constexpr (std::is_void_v<ambit::result_t<Block>>) {
            co_await std::move(run);
            end.completed = true;
        } else {
            end.completed = static_cast<bool>(co_await std::move(run));
        }
    } catch (boost::system::system_error const& e) {
        end.error = e.code();
    }
    auto const state = co_await asio::this_coro::cancellation_state;
    end.cancelled = state.cancelled();
}

}  // namespace test

#endif
