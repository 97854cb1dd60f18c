// SPDX-License-Identifier: BSL-1.0
// Rules 7.1 to 7.3: result_t, and which results are refused.
#include <support/expected.hpp>

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::scope;
using ambit::suppresses;
using ambit::well_formed;

struct plain {
    void enter();
    void exit() noexcept;
};
struct looking {
    void enter();
    void exit(ambit::outcome const&) noexcept;
};
struct may_throw_at_exit {
    void enter();
    void exit();
};
struct forgiving {
    using properties = ambit::properties<suppresses<int>>;
    void enter();
    void exit() noexcept;
};
template <class R>
using returning = R (*)();
template <class R, class... M>
using block = decltype(scope(std::declval<M>()...) >> std::declval<returning<R>>());
template <class R, class... M>
using result = ambit::result_t<block<R, M...>>;

struct fixed {
    fixed() = default;
    fixed(fixed const&) = delete;
};

// 7.1: no stage can suppress
template <class R>
inline constexpr bool own_type =
    std::is_same_v<result<R>, R> && std::is_same_v<result<R, plain>, R> &&
    std::is_same_v<result<R, looking, plain>, R> && std::is_same_v<result<R, may_throw_at_exit>, R>;
static_assert(own_type<void>);
static_assert(own_type<int>);
static_assert(own_type<bool>);
static_assert(own_type<std::string>);
static_assert(own_type<std::string const>);
static_assert(own_type<std::unique_ptr<int>>);
static_assert(own_type<int&>);
static_assert(own_type<int const&>);
static_assert(own_type<int&&>);
static_assert(own_type<std::string&&>);
static_assert(own_type<int*>);
static_assert(own_type<std::optional<int>>);
static_assert(std::is_same_v<result<fixed>, fixed>);
static_assert(std::is_same_v<result<fixed, plain, looking>, fixed>);

// 7.2: some stage can
template <class R, class Expected>
inline constexpr bool becomes = std::is_same_v<result<R, forgiving>, Expected> &&
                                std::is_same_v<result<R, plain, forgiving>, Expected> &&
                                std::is_same_v<result<R, forgiving, may_throw_at_exit>, Expected>;
static_assert(becomes<void, bool>);
static_assert(becomes<int, std::optional<int>>);
static_assert(becomes<bool, std::optional<bool>>);
static_assert(becomes<std::string, std::optional<std::string>>);
static_assert(becomes<std::unique_ptr<int>, std::optional<std::unique_ptr<int>>>);
static_assert(becomes<std::optional<int>, std::optional<std::optional<int>>>);
static_assert(becomes<int&, int*>);
static_assert(becomes<int const&, int const*>);
static_assert(becomes<std::string&, std::string*>);
static_assert(becomes<int*, std::optional<int*>>);
static_assert(becomes<test::expected<int, int>, std::optional<test::expected<int, int>>>);

// 7.3: result_t of a block however it is spelled
static_assert(std::is_same_v<ambit::result_t<block<int, plain>&>, int>);
static_assert(std::is_same_v<ambit::result_t<block<int, plain> const&>, int>);
static_assert(
    std::is_same_v<ambit::result_t<decltype(scope(plain{}) |
                                            (scope(forgiving{}) >> std::declval<int (*)()>()))>,
                   std::optional<int>>);

// [ambit.result]: an immovable result needs exits that cannot fail and stages that cannot suppress
static_assert(well_formed<block<fixed>>);
static_assert(well_formed<block<fixed, plain>>);
static_assert(well_formed<block<fixed, plain, looking>>);
static_assert(!well_formed<block<fixed, may_throw_at_exit>>);
static_assert(!well_formed<block<fixed, plain, may_throw_at_exit, looking>>);
static_assert(!well_formed<block<fixed, forgiving>>);
static_assert(!well_formed<block<fixed, plain, forgiving>>);
// a reference to an immovable object is a reference
static_assert(well_formed<block<fixed&, forgiving, may_throw_at_exit>>);
static_assert(well_formed<block<std::unique_ptr<int>, forgiving, may_throw_at_exit>>);

// [ambit.error], 8.2: where an enter may fail by value, the result must be able to say so
struct opens {
    test::expected<int, test::error> enter();
    void exit() noexcept;
};
static_assert(well_formed<block<test::expected<long, test::error>, opens>>);
static_assert(well_formed<block<test::expected<void, test::error>, opens>>);
static_assert(well_formed<block<test::status, opens>>);
static_assert(!well_formed<block<int, opens>>);
static_assert(!well_formed<block<void, opens>>);
static_assert(!well_formed<block<std::optional<int>, opens>>);
static_assert(!well_formed<block<test::expected<int, std::string>, opens>>);
static_assert(!well_formed<block<test::expected<int, std::string>, plain, opens>>);
static_assert(well_formed<block<int, plain>>);

// [ambit.result]: an immovable result is where the body made it, so nobody may have to look into it
// first, and nothing may have to take its place
struct fixed_status {
    using unexpected_type = test::unexpected<test::error>;
    fixed_status(unexpected_type const&);
    fixed_status(fixed_status const&) = delete;
    bool has_value() const noexcept;
    test::error const& error() const noexcept;
};
using surrounding = decltype(ambit::around([](ambit::yield<> y) { y(); }));
using careful =
    decltype(ambit::with<ambit::on_exit_error<ambit::terminate>>(std::declval<surrounding>()));
static_assert(well_formed<block<fixed_status, plain>>);
static_assert(well_formed<block<fixed_status, plain, plain>>);
static_assert(!well_formed<block<fixed_status, looking>>);
static_assert(!well_formed<block<fixed_status, plain, looking>>);
static_assert(!well_formed<block<fixed_status, looking, plain>>);
static_assert(!well_formed<block<fixed_status, may_throw_at_exit>>);
static_assert(!well_formed<block<fixed_status, forgiving>>);
static_assert(!well_formed<block<fixed_status, looking, opens>>);
static_assert(!well_formed<block<fixed_status, opens, looking>>);
static_assert(!well_formed<block<fixed, surrounding>>);
static_assert(!well_formed<block<fixed, careful>>);
static_assert(!well_formed<block<fixed, plain, careful>>);
static_assert(!well_formed<block<fixed_status, surrounding>>);
static_assert(!well_formed<block<fixed_status, careful>>);

}  // namespace
