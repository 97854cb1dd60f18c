// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_EXAMPLES_SERVICE_SESSION_GROUP_HPP
#define AMBIT_EXAMPLES_SERVICE_SESSION_GROUP_HPP

#include <boost/asio.hpp>

#include <exception>
#include <list>
#include <utility>

/// Coroutines that run beside whoever spawns them.
class sessions {
public:
    explicit sessions(boost::asio::any_io_executor const& executor)
        : none_left_{executor, boost::asio::steady_timer::time_point::max()} {}

    /// What the session throws has been dealt with inside of it: it is only known to be over.
    void spawn(boost::asio::awaitable<void> session) {
        auto const cancel = running_.emplace(running_.end());
        auto ended = [this, cancel](std::exception_ptr const&) {
            running_.erase(cancel);
            if (running_.empty())
                none_left_.cancel();
        };
        boost::asio::co_spawn(none_left_.get_executor(), std::move(session),
                              bind_cancellation_slot(cancel->slot(), std::move(ended)));
    }

    boost::asio::awaitable<void> stop() {
        for (auto& cancel : running_)
            cancel.emit(boost::asio::cancellation_type::terminal);
        while (!running_.empty())
            co_await none_left_.async_wait(boost::asio::as_tuple(boost::asio::deferred));
    }

private:
    std::list<boost::asio::cancellation_signal> running_;
    boost::asio::steady_timer none_left_;  // never expires; cancelled to wake who waits
};

/// A manager: no session outlives it. Its exit cancels those that still run, and waits for them.
struct session_group {
    boost::asio::awaitable<sessions> async_enter() {
        co_return sessions{co_await boost::asio::this_coro::executor};
    }
    boost::asio::awaitable<void> async_exit(sessions& all) { return all.stop(); }
};

#endif
