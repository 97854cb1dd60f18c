// SPDX-License-Identifier: BSL-1.0
// Managers for Asio that are written as a generator, and as a function: what holds for both is
// tested for both, TEMPLATE_TEST_CASE(..., AMBIT_TESTS_WRITTEN_FOR_ASIO).
#ifndef AMBIT_TESTS_ASIO_WRITTEN_HPP
#define AMBIT_TESTS_ASIO_WRITTEN_HPP

#include <asio/stages.hpp>
#include <async/mortal.hpp>

#include <ambit/asio.hpp>

#include <exception>

namespace test {

/// What a written stage awaits before its resource is there, and after it was used.
class script {
public:
    explicit script(trace& l) : log(l) {}
    script(script const&) = delete;
    script& operator=(script const&) = delete;
    virtual asio::awaitable<void> entering(int id) = 0;
    virtual asio::awaitable<void> exiting(int id) = 0;

    trace& log;

protected:
    ~script() = default;
};

inline seen look(std::exception_ptr const& failure) {
    if (failure == nullptr) {
        return seen::success;
    }
    return ambit::async_traits<asio::awaitable>::is_cancellation(failure) ? seen::cancelled
                                                                          : seen::failure;
}

struct as_generator {
    /// Its resource is its id. Notes when its coroutine ends.
    static ambit::asio_managed<int> stage(script& s, int id) {
        mortal const life(s.log, id);
        co_await s.entering(id);
        s.log.enter(id);
        std::exception_ptr failure;
        try {
            co_yield int(id);
        } catch (...) {
            failure = std::current_exception();
        }
        co_await s.exiting(id);
        s.log.exit(id, look(failure));
        if (failure != nullptr) {
            std::rethrow_exception(failure);
        }
    }
};
struct as_function {
    static auto stage(script& s, int id) {
        return ambit::around([&s, id](ambit::yield<int> rest) -> asio::awaitable<void> {
            mortal const life(s.log, id);
            co_await s.entering(id);
            s.log.enter(id);
            int resource = id;
            ambit::outcome const& out = co_await rest(resource);
            seen const saw = look(out);
            co_await s.exiting(id);
            s.log.exit(id, saw);
        });
    }
};

}  // namespace test

#define AMBIT_TESTS_WRITTEN_FOR_ASIO test::as_generator, test::as_function

#endif
