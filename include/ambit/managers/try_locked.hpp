// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_TRY_LOCKED_HPP
#define AMBIT_MANAGERS_TRY_LOCKED_HPP

#include <ambit/manager/facts.hpp>
#include <ambit/managers/support/mutexes.hpp>

AMBIT_BEGIN
namespace detail {
template <class... M>
class try_locked_manager;
}  // namespace detail

/// @brief The resource of `try_locked`: whether the locks are held. A body may take it as a bool.
class lock_attempt {
public:
    lock_attempt(lock_attempt const&) = default;
    lock_attempt& operator=(lock_attempt const&) = delete;
    constexpr ~lock_attempt() = default;
    [[nodiscard]] constexpr operator bool() const noexcept { return held_; }  // NOLINT: as a bool

private:
    template <class... M>
    friend class detail::try_locked_manager;
    constexpr explicit lock_attempt(bool held) noexcept : held_(held) {}

    bool held_;
};

namespace detail {

template <class... M>
class [[nodiscard]] try_locked_manager {
public:
    using properties = ::ambit::properties<thread_bound>;

    [[nodiscard]] constexpr explicit try_locked_manager(M&... m) noexcept : mutexes_(m...) {}

    constexpr lock_attempt enter() const noexcept(mutexes<M...>::tries_quietly) {
        return lock_attempt(mutexes_.try_lock());
    }
    constexpr void exit(lock_attempt const& held) const noexcept {
        if (held) {
            mutexes_.unlock();
        }
    }

private:
    [[no_unique_address]] mutexes<M...> mutexes_;
};

/// What becomes of what cannot be tried: no manager.
struct try_locked_without_try {
    [[nodiscard]] static constexpr char const* why_no_manager() noexcept {
        return "takes mutexes with lock(), try_lock() and unlock()";
    }
};

struct try_locked_fn {
    template <class... M>
    [[nodiscard]] constexpr auto operator()(M&&... m) const noexcept {
        if constexpr (!(::std::is_lvalue_reference_v<M> && ...)) {
            return lock_of_temporary();
        } else if constexpr (!(lockable<M> && ...)) {
            return try_locked_without_try();
        } else {
            return try_locked_manager<::std::remove_reference_t<M>...>(m...);
        }
    }
};

}  // namespace detail

/// @brief `try_locked(m...)`: locks all the mutexes or none, without waiting, and tells which: its
/// resource is a `lock_attempt`, which converts to bool. The body runs either way.
///
/// The mutexes are lvalues that outlive the run. Those that are held are unlocked in reverse order.
/// Facts: `thread_bound`. Suppresses nothing.
/// Throws: entering what `try_lock()` throws, with none of them held; exiting nothing.
inline constexpr detail::try_locked_fn try_locked{};

AMBIT_END

#endif
