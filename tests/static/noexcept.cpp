// SPDX-License-Identifier: BSL-1.0
// run is noexcept where its parts are and nothing else can throw.
#include <ambit/ambit.hpp>

#include <utility>

namespace {

using ambit::run;
using ambit::scope;

template <bool Enter, bool Exit, class... Fact>
struct m {
    using properties = ambit::properties<Fact...>;
    void enter() noexcept(Enter);
    void exit() noexcept(Exit);
};
using safe = m<true, true>;
constexpr auto calm = []() noexcept {};
constexpr auto wild = [] {};

template <class B>
inline constexpr bool nothrow = noexcept(run(std::declval<B&>()));

static_assert(nothrow<decltype(scope() >> calm)>);
static_assert(nothrow<decltype(scope(safe{}) >> calm)>);
static_assert(nothrow<decltype(scope(safe{}, safe{}, safe{}) >> calm)>);
static_assert(!nothrow<decltype(scope(safe{}) >> wild)>);
static_assert(!nothrow<decltype(scope(safe{}, m<false, true>{}) >> calm)>);
static_assert(!nothrow<decltype(scope(safe{}, m<true, false>{}) >> calm)>);

}  // namespace
