// SPDX-License-Identifier: BSL-1.0
// What is opened and closed by asynchronous operations as Asio defines them: they are posted to the
// executor of whoever awaits, and no frame but those of the runs themselves.
#ifndef AMBIT_BENCHMARKS_ASYNC_ASIO_RESOURCE_HPP
#define AMBIT_BENCHMARKS_ASYNC_ASIO_RESOURCE_HPP

#include "../shapes/resources.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include <utility>

/// @tparam Token what the coroutines await an operation by.
template <class Token>
class asio_resource {
public:
    explicit asio_resource(int id) noexcept : id_(id) {}
    [[nodiscard]] auto open() const {
        return boost::asio::async_initiate<Token const, void(int)>(
            [id = id_](auto handler) {
                auto const executor = boost::asio::get_associated_executor(handler);
                boost::asio::post(executor, [id, h = std::move(handler)]() mutable {
                    std::move(h)(acquire(id));
                });
            },
            token);
    }
    [[nodiscard]] auto close(int handle, bool failed) const {
        return boost::asio::async_initiate<Token const, void()>(
            [handle, failed](auto handler) {
                auto const executor = boost::asio::get_associated_executor(handler);
                boost::asio::post(executor, [handle, failed, h = std::move(handler)]() mutable {
                    settle(handle, failed);
                    std::move(h)();
                });
            },
            token);
    }

private:
    static constexpr Token token{};

    int id_;
};

#endif
