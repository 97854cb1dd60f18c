// SPDX-License-Identifier: BSL-1.0
// Rules 2.4 and 2.6: single_use. Reuse is judged where the block's value category is known, at
// `run` and `wrap`, so it cannot be probed with well_formed; the refusals are in tests/rejects.
#include <ambit/ambit.hpp>

#include <type_traits>
#include <utility>

namespace {

using ambit::scope;

struct ticket {
    using properties = ambit::properties<ambit::single_use>;
    int enter();
    void exit();
};
constexpr auto body = [](int&) {};
using once = decltype(scope(ticket{}) >> body);

static_assert(ambit::well_formed<decltype(scope(ticket{}))>);
static_assert(ambit::well_formed<once>);
static_assert(std::is_same_v<decltype(ambit::run(std::declval<once>())), void>);
static_assert(
    std::is_same_v<
        decltype(ambit::run(std::declval<decltype(scope([] { return ticket{}; }) >> body)&>())),
        void>);

}  // namespace
