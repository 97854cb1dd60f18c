// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_LOCKED_HPP
#define AMBIT_MANAGERS_LOCKED_HPP

#include <ambit/manager/facts.hpp>
#include <ambit/managers/support/mutexes.hpp>
#include <ambit/run/slot.hpp>

AMBIT_BEGIN
namespace detail {

template <class... M>
class [[nodiscard]] locked_manager {
    struct held : nothing {};

public:
    using properties = ::ambit::properties<thread_bound, blocking>;
    using offers = void;

    [[nodiscard]] constexpr explicit locked_manager(M&... m) noexcept : mutexes_(m...) {}

    AMBIT_ALWAYS_INLINE constexpr held enter() const noexcept(mutexes<M...>::locks_quietly) {
        mutexes_.lock();
        return {};
    }
    AMBIT_ALWAYS_INLINE constexpr void exit(held&) const noexcept { mutexes_.unlock(); }

private:
    [[no_unique_address]] mutexes<M...> mutexes_;
};

/// What becomes of what cannot be locked: no manager.
struct locked_without_lock {
    [[nodiscard]] static constexpr char const* why_no_manager() noexcept {
        return "takes mutexes with lock() and unlock(), and try_lock() where there are several";
    }
};

struct locked_fn {
    template <class... M>
    [[nodiscard]] constexpr auto operator()(M&&... m) const noexcept {
        if constexpr (!(::std::is_lvalue_reference_v<M> && ...)) {
            return lock_of_temporary();
        } else if constexpr (sizeof...(M) == 1 ? !(basic_lockable<M> && ...)
                                               : !(lockable<M> && ...)) {
            return locked_without_lock();
        } else {
            return locked_manager<::std::remove_reference_t<M>...>(m...);
        }
    }
};

}  // namespace detail

/// @brief `locked(m...)`: holds the mutexes, lvalues that outlive the run, while the rest runs.
///
/// One mutex needs `lock()` and `unlock()`, several also `try_lock()`: they may be locked elsewhere
/// in any order, since none is waited for while another is held. Requires: no mutex twice. They are
/// unlocked in reverse order.
/// Resource: none. Facts: `thread_bound`, `blocking`; `with<lock_level<N>>(locked(m))` states a
/// level. Suppresses nothing.
/// Throws: entering what `lock()` and `try_lock()` throw, with none of them held; exiting nothing.
inline constexpr detail::locked_fn locked{};

AMBIT_END

#endif
