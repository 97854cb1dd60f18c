// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_RETURNED_HPP
#define AMBIT_RUN_RETURNED_HPP

#include <ambit/run/frame.hpp>

#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// What the body returned, until the exits are done.
template <class T>
class returned {
public:
    template <class Execution>
    AMBIT_ALWAYS_INLINE constexpr void call_body(Execution& run) {
        room_.construct(run);
    }
    AMBIT_ALWAYS_INLINE constexpr T& get() noexcept { return room_.value.value; }
    AMBIT_ALWAYS_INLINE constexpr T take() {
        end_of<kept> const end{room_.value};
        return static_cast<T&&>(get());
    }
    AMBIT_ALWAYS_INLINE constexpr void drop() noexcept { room_.destroy(); }
    /// g++ warns of results that there are not, since it cannot see that nobody looks at them.
    AMBIT_ALWAYS_INLINE constexpr void seems_kept() noexcept {
#if defined(__GNUC__) && !defined(__clang__)
        asm("" : : "r"(__builtin_addressof(room_)) : "memory");
#endif
    }

private:
    struct kept {
        T value;
        template <class Execution>
        AMBIT_ALWAYS_INLINE constexpr explicit kept(Execution& run) : value(run.call_body()) {}
    };
    late<kept> room_{};  // raw, since where the run is says whether it is there
};
/// What goes into registers is never without a value, for the same reason.
template <class T>
    requires(::std::is_trivial_v<T> && ::std::is_trivially_move_assignable_v<T> &&
             sizeof(T) <= 2 * sizeof(void*))
class returned<T> {
public:
    template <class Execution>
    AMBIT_ALWAYS_INLINE constexpr void call_body(Execution& run) {
        value_ = run.call_body();
    }
    AMBIT_ALWAYS_INLINE constexpr T& get() noexcept { return value_; }
    AMBIT_ALWAYS_INLINE constexpr T take() noexcept { return value_; }
    AMBIT_ALWAYS_INLINE constexpr void drop() noexcept {}
    AMBIT_ALWAYS_INLINE constexpr void seems_kept() noexcept {}

private:
    T value_{};
};
template <class T>
    requires ::std::is_reference_v<T>
class returned<T> {
public:
    template <class Execution>
    AMBIT_ALWAYS_INLINE constexpr void call_body(Execution& run) {
        T value = run.call_body();
        at_ = __builtin_addressof(value);
    }
    AMBIT_ALWAYS_INLINE constexpr auto& get() noexcept { return *at_; }
    AMBIT_ALWAYS_INLINE constexpr T take() noexcept { return static_cast<T>(*at_); }
    AMBIT_ALWAYS_INLINE constexpr void drop() noexcept {}
    AMBIT_ALWAYS_INLINE constexpr void seems_kept() noexcept {}

private:
    ::std::remove_reference_t<T>* at_ = nullptr;
};
template <class T>
    requires ::std::is_void_v<T>
class returned<T> {
public:
    template <class Execution>
    AMBIT_ALWAYS_INLINE constexpr void call_body(Execution& run) {
        run.call_body();
    }
    constexpr void take() noexcept {}
    constexpr void drop() noexcept {}
    constexpr void seems_kept() noexcept {}
};

/// What a run returns: what the body did, if it completed and nothing was suppressed.
template <class Result, class T>
AMBIT_ALWAYS_INLINE constexpr Result result_from(returned<T>& from_body, bool completed) {
    if constexpr (::std::is_same_v<Result, T>) {
        return from_body.take();
    } else if constexpr (::std::is_void_v<T>) {
        return completed;
    } else if constexpr (::std::is_pointer_v<Result>) {
        return completed ? __builtin_addressof(from_body.get()) : nullptr;
    } else if (completed) {
        return Result(from_body.take());
    } else {
        return Result();
    }
}

}  // namespace detail
AMBIT_END

#endif
