// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_LOCKED_FOR_HPP
#define AMBIT_MANAGERS_LOCKED_FOR_HPP

#include <ambit/manager/facts.hpp>
#include <ambit/managers/support/mutexes.hpp>

#include <exception>

AMBIT_BEGIN

/// @brief What `locked_for` and `locked_until` throw where the time is up.
class lock_timeout : public ::std::exception {
public:
    [[nodiscard]] char const* what() const noexcept override {
        return "ambit: the mutex was not to be had in time";
    }
};

namespace detail {

/// How long is waited: one of the two functions of a timed mutex.
template <class Duration>
struct wait_for {
    Duration limit;
    template <class M>
    [[nodiscard]] constexpr auto lock(M& m) const noexcept(noexcept(m.try_lock_for(limit)))
        -> decltype(static_cast<bool>(m.try_lock_for(limit))) {
        return static_cast<bool>(m.try_lock_for(limit));
    }
};
template <class Time>
struct wait_until {
    Time limit;
    template <class M>
    [[nodiscard]] constexpr auto lock(M& m) const noexcept(noexcept(m.try_lock_until(limit)))
        -> decltype(static_cast<bool>(m.try_lock_until(limit))) {
        return static_cast<bool>(m.try_lock_until(limit));
    }
};

template <class M, class Wait>
class [[nodiscard]] timed_locked_manager {
public:
    using properties = ::ambit::properties<thread_bound, blocking>;

    [[nodiscard]] constexpr timed_locked_manager(M& m, Wait const& w)
        : wait_(w), mutex_(__builtin_addressof(m)) {}

    constexpr void enter() const {
        if (!wait_.lock(*mutex_)) {
            AMBIT_THROW(lock_timeout());
        }
    }
    constexpr void exit() const noexcept { mutex_->unlock(); }

private:
    Wait wait_;
    M* mutex_;
};

/// What becomes of a mutex that cannot be waited for so long: no manager.
struct timed_locked_without_wait {
    [[nodiscard]] static constexpr char const* why_no_manager() noexcept {
        return "takes a duration or a point in time, then a mutex with unlock() and with "
               "try_lock_for() or try_lock_until() that takes it";
    }
};

template <template <class> class Wait>
struct timed_locked_fn {
    template <class Limit, class M>
    [[nodiscard]] constexpr auto operator()(Limit const& limit, M&& m) const {
        using mutex = ::std::remove_reference_t<M>;
        if constexpr (!requires(Wait<Limit> const& w, mutex& x) {
                          w.lock(x);
                          x.unlock();
                      }) {
            return timed_locked_without_wait();
        } else if constexpr (!::std::is_lvalue_reference_v<M>) {
            return lock_of_temporary();
        } else {
            return timed_locked_manager<mutex, Wait<Limit>>(m, {limit});
        }
    }
};

}  // namespace detail

/// @brief `locked_for(duration, m)`: holds the mutex, an lvalue that outlives the run, while the
/// rest runs; waits for it at most so long, by `m.try_lock_for(duration)`.
///
/// Resource: none. Facts: `thread_bound`, `blocking`. Suppresses nothing.
/// Throws: entering `lock_timeout` if the time is up, and what `try_lock_for` throws; exiting
/// nothing.
inline constexpr detail::timed_locked_fn<detail::wait_for> locked_for{};

/// @brief `locked_until(time, m)`: the same, until a point in time, by `m.try_lock_until(time)`. A
/// block that runs again waits until that same point.
inline constexpr detail::timed_locked_fn<detail::wait_until> locked_until{};

AMBIT_END

#endif
