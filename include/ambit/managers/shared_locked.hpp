// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_SHARED_LOCKED_HPP
#define AMBIT_MANAGERS_SHARED_LOCKED_HPP

#include <ambit/manager/facts.hpp>
#include <ambit/managers/support/mutexes.hpp>

AMBIT_BEGIN
namespace detail {

template <class M>
class [[nodiscard]] shared_locked_manager {
public:
    using properties = ::ambit::properties<thread_bound, blocking>;

    [[nodiscard]] constexpr explicit shared_locked_manager(M& m) noexcept
        : mutex_(__builtin_addressof(m)) {}

    constexpr void enter() const noexcept(noexcept(::std::declval<M&>().lock_shared())) {
        mutex_->lock_shared();
    }
    constexpr void exit() const noexcept { mutex_->unlock_shared(); }

private:
    M* mutex_;
};

/// What becomes of what cannot be shared: no manager.
struct shared_locked_without_lock {
    [[nodiscard]] static constexpr char const* why_no_manager() noexcept {
        return "takes a mutex with lock_shared() and unlock_shared()";
    }
};

struct shared_locked_fn {
    template <class M>
    [[nodiscard]] constexpr auto operator()(M&& m) const noexcept {
        if constexpr (!::std::is_lvalue_reference_v<M>) {
            return lock_of_temporary();
        } else if constexpr (requires {
                                 m.lock_shared();
                                 m.unlock_shared();
                             }) {
            return shared_locked_manager<::std::remove_reference_t<M>>(m);
        } else {
            return shared_locked_without_lock();
        }
    }
};

}  // namespace detail

/// @brief `shared_locked(m)`: holds a shared lock of the mutex, an lvalue that outlives the run,
/// while the rest runs.
///
/// Resource: none. Facts: `thread_bound`, `blocking`; `with<lock_level<N>>(...)` states a level.
/// Suppresses nothing.
/// Throws: entering what `lock_shared()` throws; exiting nothing.
inline constexpr detail::shared_locked_fn shared_locked{};

AMBIT_END

#endif
