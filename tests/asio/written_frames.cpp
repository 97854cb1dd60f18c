// SPDX-License-Identifier: BSL-1.0
// Rule 10.3 on Asio: an asynchronous around has one frame more, a generator its own.
#include <asio/count_frames.hpp>
#include <support/catch.hpp>

#include <utility>

namespace {

using namespace test;
using ambit::scope;

auto posting(asio::io_context& io) { return asio::post(io, asio::deferred); }

ambit::asio_managed<> generator(asio::io_context& io) {
    co_await posting(io);
    co_yield {};
    co_await posting(io);
}
auto function(asio::io_context& io) {
    return ambit::around([&io](ambit::yield<> rest) -> asio::awaitable<void> {
        co_await posting(io);
        co_await rest();
        co_await posting(io);
    });
}

}  // namespace

TEST_CASE("10.3 one frame a run, and one for each function of an asynchronous around") {
    auto const one = [](auto& io) { return scope(function(io)) >> [] {}; };
    auto const four = [](auto& io) {
        return scope(function(io), function(io), function(io), function(io)) >> [] {};
    };
    CHECK(allocated(one) == 1 + 1);
    CHECK(allocated(four) == 1 + 4);
}

TEST_CASE("10.3 one frame a run, and those of the generators that take part") {
    auto const one = [](auto& io) { return scope(generator(io)) >> [] {}; };
    auto const four = [](auto& io) {
        return scope(generator(io), generator(io), generator(io), generator(io)) >> [] {};
    };
    CHECK(allocated(one) == 1 + 1);
    CHECK(allocated(four) == 1 + 4);
}
