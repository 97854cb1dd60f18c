// SPDX-License-Identifier: BSL-1.0
// Rule 9.1: what plan says.
#include <ambit/ambit.hpp>

#include <boost/hana/equal.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <cstddef>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace {

namespace hana = boost::hana;
using ambit::plan;
using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using ambit::with;

template <int N, class... Fact>
struct m {
    using properties = ambit::properties<Fact...>;
    int enter() noexcept;
    void exit() noexcept;
};
struct may_throw_at_enter {
    void enter();
    void exit() noexcept;
};
struct may_throw_at_exit {
    void enter() noexcept;
    void exit();
};
struct mark {};

using empty = decltype(scope());
using three = decltype(scope(m<0>{}, m<1>{}, m<2>{}));
constexpr auto calm = [](auto&...) noexcept {};
constexpr auto wild = [](auto&...) {};

// size
static_assert(plan<empty>::size == 0);
static_assert(plan<decltype(scope(m<0>{}))>::size == 1);
static_assert(plan<three>::size == 3);
static_assert(plan<decltype(scope(m<0>{}, m<1>{}) >> calm)>::size == 2);

// is_async: asynchronous stages are in async_forms.cpp
static_assert(!plan<empty>::is_async && !plan<three>::is_async);

// may_suppress
static_assert(!plan<empty>::may_suppress && !plan<three>::may_suppress);
static_assert(plan<decltype(scope(m<0, suppresses<int>>{}))>::may_suppress);
static_assert(plan<decltype(scope(m<0>{}, m<1, suppresses_everything>{}, m<2>{}))>::may_suppress);
static_assert(
    plan<decltype(scope(m<0>{}) | scope([] { return m<1, suppresses<int>>{}; }))>::may_suppress);
static_assert(!plan<decltype(scope(m<0, mark>{}))>::may_suppress);

// is_nothrow
static_assert(plan<empty>::is_nothrow && plan<three>::is_nothrow);
static_assert(plan<decltype(scope(m<0>{}) >> calm)>::is_nothrow);
static_assert(!plan<decltype(scope(m<0>{}) >> wild)>::is_nothrow);
static_assert(!plan<decltype(scope(m<0>{}, may_throw_at_enter{}))>::is_nothrow);
static_assert(!plan<decltype(scope(may_throw_at_exit{}, m<0>{}))>::is_nothrow);
static_assert(!plan<decltype(scope([]() -> m<0> { return {}; }))>::is_nothrow);
static_assert(plan<decltype(scope([]() noexcept -> m<0> { return {}; }))>::is_nothrow);

// acquisition_order and teardown_order
static_assert(plan<empty>::acquisition_order == hana::tuple_t<>);
static_assert(plan<empty>::teardown_order == hana::tuple_t<>);
static_assert(plan<three>::acquisition_order == hana::tuple_t<m<0>, m<1>, m<2>>);
static_assert(plan<three>::teardown_order == hana::tuple_t<m<2>, m<1>, m<0>>);
static_assert(plan<decltype(scope(m<0>{}, m<1>{}) >> calm)>::teardown_order ==
              hana::tuple_t<m<1>, m<0>>);
static_assert(!(plan<three>::acquisition_order == plan<three>::teardown_order));
// no reference
static_assert(plan<decltype(scope(std::declval<m<0>&>()))>::acquisition_order ==
              hana::tuple_t<m<0>>);
// the manager that a factory makes
static_assert(
    plan<decltype(scope(m<0>{}) | scope([](int&) { return m<1>{}; }))>::acquisition_order ==
    hana::tuple_t<m<0>, m<1>>);
// the manager inside with
static_assert(plan<decltype(scope(with<mark>(m<0>{})))>::acquisition_order == hana::tuple_t<m<0>>);
static_assert(plan<decltype(scope(with<mark>(with<suppresses<int>>(m<0>{}))))>::acquisition_order ==
              hana::tuple_t<m<0>>);
static_assert(plan<decltype(scope(with<mark>([] { return m<0>{}; })))>::acquisition_order ==
              hana::tuple_t<m<0>>);
static_assert(plan<decltype(scope([] { return with<mark>(m<0>{}); }))>::acquisition_order ==
              hana::tuple_t<m<0>>);

// plan takes a block or pipeline type as it comes
static_assert(plan<three&>::size == 3 && plan<three const&>::size == 3);

// --- text ----------------------------------------------------------------------------------------

constexpr std::size_t lines(std::string_view text) {
    std::size_t n = 0;
    for (std::size_t i = 0; i != text.size(); ++i) {
        n += text[i] == '\n' || i + 1 == text.size() ? 1 : 0;
    }
    return n;
}
/// Where the part ends that follows `from`, or beyond the text. By hand: under UBSan g++ 12 takes
/// no string_view::find of a variable template for constant.
constexpr std::size_t after(std::string_view text, std::string_view part, std::size_t from) {
    for (; from + part.size() <= text.size(); ++from) {
        std::size_t same = 0;
        while (same != part.size() && text[from + same] == part[same]) {
            ++same;
        }
        if (same == part.size()) {
            return from + same;
        }
    }
    return text.size() + 1;
}
/// The parts appear in the text in this order.
constexpr bool says(std::string_view text, auto... part) {
    std::size_t at = 0;
    ((at = after(text, part, at)), ...);
    return at <= text.size();
}

struct lock_file {
    using properties = ambit::properties<ambit::lock_level<7>, ambit::exclusive<mark>>;
    void enter();
    void exit();
};
struct database {
    int& enter();
    void exit();
};
struct forgiving {
    using properties =
        ambit::properties<suppresses<std::runtime_error>, ambit::on_exit_error<ambit::aggregate>>;
    void enter();
    bool exit();
};
using described = decltype(scope(lock_file{}) | scope([] { return database{}; }) |
                           scope(with<ambit::transactional>(forgiving{})));
constexpr std::string_view text = plan<described>::text();

static_assert(plan<empty>::text().empty());
static_assert(lines(text) == 3);
static_assert(says(text, "0", "lock_file", "lock_level<7>", "exclusive", "\n", "1", "database",
                   "\n", "2", "forgiving", "runtime_error", "aggregate", "transactional"));
static_assert(lines(plan<three>::text()) == 3);

}  // namespace
