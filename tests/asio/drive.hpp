// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_ASIO_DRIVE_HPP
#define AMBIT_TESTS_ASIO_DRIVE_HPP

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <cstddef>
#include <exception>
#include <filesystem>
#include <iterator>
#include <optional>
#include <utility>

namespace test {

namespace asio = boost::asio;
using boost::system::error_code;

/// A coroutine that was spawned, and what became of it. It may be cancelled.
class spawned {
public:
    /// @param where an executor or a context.
    template <class Where, class Awaitable>
    spawned(Where&& where, Awaitable coroutine) {
        asio::co_spawn(where, std::move(coroutine),
                       asio::bind_cancellation_slot(cancel_.slot(),
                                                    [this](std::exception_ptr thrown) {
                                                        ended_ = true;
                                                        thrown_ = std::move(thrown);
                                                    }));
    }
    spawned(spawned const&) = delete;
    spawned& operator=(spawned const&) = delete;

    void cancel(asio::cancellation_type how = asio::cancellation_type::terminal) {
        cancel_.emit(how);
    }
    [[nodiscard]] bool ended() const { return ended_; }
    [[nodiscard]] bool succeeded() const { return ended_ && thrown_ == nullptr; }
    /// The code that it was ended by; none if it succeeded. Throws what is no system_error.
    [[nodiscard]] error_code error() const {
        try {
            if (thrown_ != nullptr) {
                std::rethrow_exception(thrown_);
            }
        } catch (boost::system::system_error const& e) {
            return e.code();
        }
        return {};
    }
    [[nodiscard]] bool aborted() const {
        return ended_ && error() == asio::error::operation_aborted;
    }
    void rethrow() const {
        if (thrown_ != nullptr) {
            std::rethrow_exception(thrown_);
        }
    }

private:
    asio::cancellation_signal cancel_;
    std::exception_ptr thrown_;
    bool ended_ = false;
};

/// Goes through the queue of the executor once: a real suspension.
inline asio::awaitable<void> suspend() {
    auto const executor = co_await asio::this_coro::executor;
    co_await asio::post(executor, asio::deferred);
}

/// Runs a coroutine, and all that it sets in motion, on a context of its own; throws what it threw.
template <class Awaitable>
void drive(Awaitable coroutine) {
    asio::io_context io;
    spawned const it(io, std::move(coroutine));
    io.run();
    it.rethrow();
}

/// How many descriptors this process has open.
inline std::ptrdiff_t open_descriptors() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

}  // namespace test

#endif
