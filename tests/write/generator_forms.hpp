// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_WRITE_GENERATOR_FORMS_HPP
#define AMBIT_TESTS_WRITE_GENERATOR_FORMS_HPP

#include <ambit/coroutine.hpp>

#include <ambit/write/async_managed.hpp>
#include <ambit/write/managed.hpp>

#include <utility>

namespace test {

// The ways in which a generator takes part in a run. What holds for all is tested for all:
// TEMPLATE_TEST_CASE(..., AMBIT_TESTS_GENERATOR_FORMS).

/// `managed` in a synchronous run.
struct in_run {
    static constexpr char const* name = "managed<";
    template <class R = void, class... Fact>
    using managed = ambit::managed<R, Fact...>;

    template <class Block>
    static auto run(Block block) {
        return ambit::run(std::move(block));
    }
    template <class Block>
    static auto run_again(Block& block) {
        return ambit::run(block);
    }
};

/// `managed` in an asynchronous run.
struct inline_in_async_run {
    static constexpr char const* name = "managed<";
    template <class R = void, class... Fact>
    using managed = ambit::managed<R, Fact...>;

    template <class Block>
    static auto run(Block block) {
        return ambit::sync_wait(ambit::async_run(std::move(block)));
    }
    template <class Block>
    static auto run_again(Block& block) {
        return ambit::sync_wait(ambit::async_run(block));
    }
};

/// `async_managed`.
struct in_async_run : inline_in_async_run {
    static constexpr char const* name = "async_managed<";
    template <class R = void, class... Fact>
    using managed = ambit::async_managed<R, Fact...>;
};

template <class Form, class R = void, class... Fact>
using managed_in = typename Form::template managed<R, Fact...>;

}  // namespace test

#define AMBIT_TESTS_GENERATOR_FORMS test::in_run, test::inline_in_async_run, test::in_async_run

#endif
