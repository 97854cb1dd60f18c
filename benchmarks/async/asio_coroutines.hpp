// SPDX-License-Identifier: BSL-1.0
// Runs that are `boost::asio::awaitable`, whoever wrote them, and await asynchronous operations as
// Asio defines them: no frame but those of the runs themselves.
#ifndef AMBIT_BENCHMARKS_ASYNC_ASIO_COROUTINES_HPP
#define AMBIT_BENCHMARKS_ASYNC_ASIO_COROUTINES_HPP

#include "../shapes/resources.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>

#include <utility>

struct asio_coroutines {
    using task = boost::asio::awaitable<int>;

    /// Opening and closing are posted to the executor of whoever awaits.
    class resource {
    public:
        explicit resource(int id) noexcept : id_(id) {}
        [[nodiscard]] auto open() const {
            return boost::asio::async_initiate<boost::asio::deferred_t const, void(int)>(
                [id = id_](auto handler) {
                    auto const executor = boost::asio::get_associated_executor(handler);
                    boost::asio::post(executor, [id, h = std::move(handler)]() mutable {
                        std::move(h)(acquire(id));
                    });
                },
                boost::asio::deferred);
        }
        [[nodiscard]] auto close(int handle, bool failed) const {
            return boost::asio::async_initiate<boost::asio::deferred_t const, void()>(
                [handle, failed](auto handler) {
                    auto const executor = boost::asio::get_associated_executor(handler);
                    boost::asio::post(executor, [handle, failed, h = std::move(handler)]() mutable {
                        settle(handle, failed);
                        std::move(h)();
                    });
                },
                boost::asio::deferred);
        }

    private:
        int id_;
    };
};

#endif
