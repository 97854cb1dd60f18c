// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_RESULT_HPP
#define AMBIT_RUN_RESULT_HPP

#include <ambit/analysis/plan.hpp>
#include <ambit/run/slot.hpp>

#include <optional>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// What a run returns for a body that returns T, if a stage can suppress its failure (rule 7.2).
template <class T>
struct maybe_result {
    using type = ::std::optional<::std::remove_cvref_t<T>>;
};
template <class T>
struct maybe_result<T&> {
    using type = T*;
};
template <class T>
    requires ::std::is_void_v<T>
struct maybe_result<T> {
    using type = bool;
};

template <class T, bool MaySuppress>
struct run_result {
    using type = T;
};
template <class T>
struct run_result<T, true> : maybe_result<T> {};

/// Keeps a body's result while the exits run, and turns it into what the run returns.
template <class T, bool MaySuppress>
class kept_result {
public:
    using type = typename run_result<T, MaySuppress>::type;
    template <class Call>
    AMBIT_ALWAYS_INLINE constexpr void keep(Call&& call) {
        value_.emplace(call());
    }
    AMBIT_ALWAYS_INLINE constexpr T& get() noexcept { return *value_; }
    constexpr void drop() noexcept { value_.reset(); }
    AMBIT_ALWAYS_INLINE constexpr type take() {
        if constexpr (MaySuppress) {
            if (::std::is_constant_evaluated() && !value_.has_value()) {
                return ::std::nullopt;  // clang cannot move an optional that was reset
            }
            return ::std::move(value_);
        } else {
            return ::std::move(*value_);
        }
    }

private:
    ::std::optional<::std::remove_cvref_t<T>> value_;
};
/// What needs no end need not be known to be there either: it is taken where the body completed.
template <class T>
    requires(::std::is_object_v<T> && ::std::is_trivially_destructible_v<T>)
class kept_result<T, false> {
public:
    using type = T;
    constexpr kept_result() noexcept {}  // NOLINT: initialises nothing, even where it is told to
    template <class Call>
    AMBIT_ALWAYS_INLINE constexpr void keep(Call&& call) {
        value_.construct(call());
    }
    AMBIT_ALWAYS_INLINE constexpr T& get() noexcept { return value_.value; }
    constexpr void drop() noexcept {}
    AMBIT_ALWAYS_INLINE constexpr type take() { return static_cast<T&&>(value_.value); }

private:
    late<::std::remove_const_t<T>> value_;
};
template <class T, bool MaySuppress>
class kept_result<T&, MaySuppress> {
public:
    using type = typename run_result<T&, MaySuppress>::type;
    template <class Call>
    AMBIT_ALWAYS_INLINE constexpr void keep(Call&& call) {
        value_ = __builtin_addressof(call());
    }
    AMBIT_ALWAYS_INLINE constexpr T& get() noexcept { return *value_; }
    constexpr void drop() noexcept { value_ = nullptr; }
    AMBIT_ALWAYS_INLINE constexpr type take() noexcept {
        if constexpr (MaySuppress) {
            return value_;
        } else {
            return *value_;
        }
    }

private:
    T* value_ = nullptr;
};
template <class T>
class kept_result<T&&, false> {
public:
    using type = T&&;
    template <class Call>
    AMBIT_ALWAYS_INLINE constexpr void keep(Call&& call) {
        T&& value = call();
        value_ = __builtin_addressof(value);
    }
    AMBIT_ALWAYS_INLINE constexpr T& get() noexcept { return *value_; }
    constexpr void drop() noexcept { value_ = nullptr; }
    AMBIT_ALWAYS_INLINE constexpr type take() noexcept { return static_cast<T&&>(*value_); }

private:
    T* value_ = nullptr;
};
template <class T, bool MaySuppress>
    requires ::std::is_void_v<T>
class kept_result<T, MaySuppress> {
public:
    using type = typename run_result<T, MaySuppress>::type;
    template <class Call>
    AMBIT_ALWAYS_INLINE constexpr void keep(Call&& call) {
        call();
        completed_ = true;
    }
    constexpr void drop() noexcept { completed_ = false; }
    AMBIT_ALWAYS_INLINE constexpr type take() noexcept {
        if constexpr (MaySuppress) {
            return completed_;
        }
    }

private:
    bool completed_ = false;
};

template <class Subject>
inline constexpr bool can_suppress =
    plan_of<Subject, typename Subject::entries, typename Subject::stages>::may_suppress;

template <class Subject>
using result_of = typename run_result<typename Subject::result, can_suppress<Subject>>::type;

}  // namespace detail

/// @brief What running a Block returns: the body's own type where no stage can suppress a failure;
/// else `std::optional<T>`, for void `bool` (true: the body completed), for `T&` `T*`.
template <class Block>
using result_t = detail::result_of<detail::subject_of<Block>>;

AMBIT_END

#endif
