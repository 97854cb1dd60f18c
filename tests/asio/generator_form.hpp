// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_ASIO_GENERATOR_FORM_HPP
#define AMBIT_TESTS_ASIO_GENERATOR_FORM_HPP

#include <asio/drive.hpp>
#include <write/generator_forms.hpp>

#include <ambit/asio.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace test {

/// `asio_managed`.
class on_asio {
public:
    static constexpr char const* name = "basic_asio_managed<boost::asio::any_io_executor, ";
    template <class R = void, class... Fact>
    using managed = ambit::asio_managed<R, Fact...>;

    template <class Block>
    static auto run(Block block) {
        return result<Block>(block);
    }
    template <class Block>
    static auto run_again(Block& block) {
        return result<Block&>(block);
    }

private:
    template <class Block>
    static auto result(std::remove_reference_t<Block>& block) {
        using type = ambit::result_t<std::remove_reference_t<Block>>;
        if constexpr (std::is_void_v<type>) {
            drive(ambit::async_run<asio::awaitable>(static_cast<Block&&>(block)));
        } else {
            std::optional<type> kept;
            // Not a function of its own, in which g++ warns about types of one file alone.
            auto const keep = [](std::remove_reference_t<Block>& b,
                                 std::optional<type>& result) -> asio::awaitable<void> {
                auto run = ambit::async_run<asio::awaitable>(static_cast<Block&&>(b));
                result.emplace(co_await std::move(run));
            };
            drive(keep(block, kept));
            return *std::move(kept);
        }
    }
};

}  // namespace test

// In place of the ways without Asio.
#undef AMBIT_TESTS_GENERATOR_FORMS
#define AMBIT_TESTS_GENERATOR_FORMS test::on_asio

#endif
