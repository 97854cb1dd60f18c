// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_WITH_HPP
#define AMBIT_MANAGER_WITH_HPP

#include <ambit/manager/concepts.hpp>
#include <ambit/manager/fact_list.hpp>

#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

struct in_place_t {};
inline constexpr in_place_t in_place{};

/// How an argument is kept: an rvalue is moved in, an lvalue is held by reference.
template <class T>
using stored_t = ::std::conditional_t<::std::is_lvalue_reference_v<T>, T, ::std::remove_cv_t<T>>;

/// A manager or factory M (or a reference to one) with more facts; made by `with`.
template <class M, class... Fact>
class [[nodiscard]] with_facts {
public:
    using inner_type = M;
    using added = ::ambit::properties<Fact...>;
    using properties =
        typename revised<::ambit::properties_of<M>, ::ambit::properties<Fact...>>::type;

    /// `make()` gives the M, which is constructed in place.
    template <class Make>
    constexpr with_facts(in_place_t, Make&& make) noexcept(noexcept(make())) : inner_(make()) {}

    [[nodiscard]] constexpr auto& inner() noexcept { return inner_; }
    [[nodiscard]] constexpr auto& inner() const noexcept { return inner_; }

    /// What enter and exit are called on.
    AMBIT_ALWAYS_INLINE constexpr explicit operator members_t<with_facts>() noexcept {
        return static_cast<members_t<with_facts>>(inner_);
    }
    AMBIT_ALWAYS_INLINE constexpr explicit operator members_t<with_facts const>() const noexcept {
        return static_cast<members_t<with_facts const>>(inner_);
    }

private:
    M inner_;
};

template <class... Fact>
struct with_fn {
    template <class M>
    [[nodiscard]] constexpr auto operator()(M&& m) const
        noexcept(::std::is_nothrow_constructible_v<stored_t<M>, M>) {
        return with_facts<stored_t<M>, Fact...>(in_place, [&]() -> stored_t<M> {
            return static_cast<M&&>(m);
        });
    }
};

}  // namespace detail

/// @brief `with<Fact...>(m)`: the manager or factory m with more facts.
///
/// An rvalue is moved in, an lvalue is held by reference. Facts of which there can be one
/// (`on_exit_error`, `lock_level`) are replaced. Where m declares no suppression one may be
/// declared; where it does, it may be narrowed, not widened [ambit.suppression].
template <class... Fact>
inline constexpr detail::with_fn<Fact...> with{};

AMBIT_END

#endif
