// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_SUPPORT_MUTEXES_HPP
#define AMBIT_MANAGERS_SUPPORT_MUTEXES_HPP

#include <ambit/version.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// What `locked`, `try_locked` and their like have in common.

AMBIT_BEGIN
namespace detail {

template <class M>
concept basic_lockable = requires(M& m) {
    m.lock();
    m.unlock();
};
template <class M>
concept lockable = basic_lockable<M> && requires(M& m) { m.try_lock() ? 0 : 1; };

template <::std::size_t I, class M>
struct mutex_at {
    M* mutex;
};

/// Some mutexes, which somebody else keeps, locked together.
template <class Indices, class... M>
class mutexes_at;
template <::std::size_t... I, class... M>
class mutexes_at<::std::index_sequence<I...>, M...> : mutex_at<I, M>... {
    static constexpr ::std::size_t size = sizeof...(M);

public:
    static constexpr bool locks_quietly =
        size == 0 || (size == 1 && (noexcept(::std::declval<M&>().lock()) && ...));
    static constexpr bool tries_quietly = [] {
        if constexpr ((lockable<M> && ...)) {
            return (noexcept(::std::declval<M&>().try_lock()) && ...);
        }
        return false;
    }();

    constexpr explicit mutexes_at(M&... m) noexcept : mutex_at<I, M>{__builtin_addressof(m)}... {}

    /// Effects: waits until it holds them all. Holds none if that throws.
    AMBIT_ALWAYS_INLINE constexpr void lock() const noexcept(locks_quietly) {
        if constexpr (size == 1) {
            (at<I>().lock(), ...);
        } else if constexpr (size != 0) {
            ::std::size_t first = 0;
            while (first != size) {
                first = wait_and_try(first);
            }
        }
    }
    /// Effects: locks all or none, without waiting.
    [[nodiscard]] constexpr bool try_lock() const noexcept(tries_quietly) {
        holding held{*this};
        bool good = true;
        ((good = good && (held.has[I] = static_cast<bool>(at<I>().try_lock()))), ...);
        held.keeps = good;
        return good;
    }
    /// Effects: unlocks the last first.
    AMBIT_ALWAYS_INLINE constexpr void unlock() const noexcept {
        (unlock(at<size - 1 - I>(), *this), ...);
    }

private:
    // Not always inlined, and with an argument more than it needs: g++ inlines first what this
    // calls, then this, on the way of a failure too, if the code does not grow by it.
    template <class X>
    static constexpr void unlock(X& m, mutexes_at const&) noexcept {
        m.unlock();
    }
    template <::std::size_t J, class X>
    AMBIT_ALWAYS_INLINE static constexpr X& mutex_of(mutex_at<J, X> const& m) noexcept {
        return *m.mutex;
    }
    template <::std::size_t J>
    AMBIT_ALWAYS_INLINE constexpr auto& at() const noexcept {
        return mutex_of<J>(*this);
    }

    /// The mutexes locked so far; unlocks them unless it is to keep them.
    struct holding {
        mutexes_at const& all;
        bool has[size + 1] = {};
        bool keeps = false;

        constexpr ~holding() {
            if (!keeps) {
                ((has[size - 1 - I] ? all.template at<size - 1 - I>().unlock() : void()), ...);
            }
        }
    };

    /// Waits for the first while it holds no other, so that nobody waits for it in turn, then tries
    /// the others. Returns which was not to be had, to be waited for next, or size: it holds all.
    constexpr ::std::size_t wait_and_try(::std::size_t first) const {
        holding held{*this};
        ((I == first ? (at<I>().lock(), void(held.has[I] = true)) : void()), ...);
        ::std::size_t missed = size;
        ((missed == size && I != first
              ? void((held.has[I] = static_cast<bool>(at<I>().try_lock())) ? 0U : missed = I)
              : void()),
         ...);
        held.keeps = missed == size;
        return missed;
    }
};
template <class... M>
using mutexes = mutexes_at<::std::index_sequence_for<M...>, M...>;

/// What becomes of a mutex that is an rvalue: no manager.
struct lock_of_temporary {
    [[nodiscard]] static constexpr char const* why_no_manager() noexcept {
        return "locks a temporary, which nobody else can lock: give the mutex a name and pass that";
    }
};

}  // namespace detail
AMBIT_END

#endif
