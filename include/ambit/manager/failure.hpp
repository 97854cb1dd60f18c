// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_FAILURE_HPP
#define AMBIT_MANAGER_FAILURE_HPP

#include <ambit/manager/aggregate_error.hpp>
#include <ambit/manager/caught.hpp>
#include <ambit/manager/facts.hpp>
#include <ambit/manager/late_exception.hpp>
#include <ambit/manager/put_off_unwinding.hpp>

#include <cstddef>
#include <exception>
#include <new>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// A type of error values, known by its address, so without RTTI, and how one is thrown.
struct error_type {
    ::std::exception_ptr (*as_exception)(void const* e) noexcept;
};
/// What copying the error throws stands for it where it cannot be copied.
template <class E>
::std::exception_ptr make_exception(void const* e) noexcept {
    if constexpr (::std::is_copy_constructible_v<E>) {
        AMBIT_TRY { return ::std::make_exception_ptr(*static_cast<E const*>(e)); }
        AMBIT_CATCH { return ::std::current_exception(); }
    } else {
        return ::std::make_exception_ptr(::std::bad_exception());
    }
}
template <class E>
inline constexpr error_type error_type_of{&make_exception<E>};

/// Whether an exception is a cancellation, as the run's coroutine type defines it.
using classifier = bool(::std::exception_ptr const&);
/// The only cancellation that synchronous runs know.
[[nodiscard]] inline bool is_cancelled(::std::exception_ptr const& p) {
    return caught_as<cancelled>(p) != nullptr;
}
/// An aggregate is a cancellation if its first failure was.
/// @param is null for what synchronous runs know.
[[nodiscard]] inline bool is_cancelled_as(::std::exception_ptr const& p, classifier* is) noexcept {
    auto const* const several = caught_as<aggregate_error>(p);
    if (several != nullptr && !several->errors().empty()) {
        return detail::is_cancelled_as(several->errors().front(), is);
    }
    return is != nullptr ? is(p) : detail::is_cancelled(p);
}

/// `on_exit_error<P>` as a value.
enum class exit_policy : unsigned char { keep_first, keep_last, aggregate, terminate };

/// Which policies the exits of a run have, as bits, so that a program has no more than it needs.
using policy_set = unsigned;
[[nodiscard]] constexpr policy_set one_policy(exit_policy p) noexcept {
    return 1U << static_cast<unsigned>(p);
}
/// Any of them, and stages that set more failures aside than the run has room for.
inline constexpr policy_set any_policy = ~0U;

/// The failure of one run, as it stands: what is in flight and what was set aside.
class failure {
public:
    enum class kind : unsigned char { none, thrown, forced, by_value };

    /// Requires: `set_aside` has room for one failure for each exit of the run that may throw.
    constexpr explicit failure(::std::exception_ptr* set_aside,
                               classifier* is_cancellation = nullptr) noexcept
        : set_aside_(set_aside), is_cancellation_(is_cancellation) {}
    failure(failure const&) = delete;
    failure& operator=(failure const&) = delete;
    constexpr ~failure() {
        clear();
        if (own_room_ != 0) {
            ::operator delete(static_cast<void*>(set_aside_));
        }
    }

    // What happened.

    /// During the forced unwinding of a thread there is no exception to be had in a handler: a null
    /// p is a cancellation that cannot be suppressed.
    void thrown(::std::exception_ptr p, ::std::size_t origin) noexcept {
        begin(p == nullptr ? kind::forced : kind::thrown, origin);
        exception_.set(static_cast<::std::exception_ptr&&>(p));
    }
    /// Requires: a handler is running, and there is no failure yet, or none that remains. What it
    /// caught is the failure, for when it has been left.
    void caught(::std::size_t origin) noexcept {
        begin(kind::thrown, origin);
        exception_.begin_with_current();
        if (exception_.get() == nullptr) [[unlikely]] {
            kind_ = kind::forced;
            cancelled_ = answer::yes;
            value_ = detail::put_off_unwinding();
        }
    }
    /// Throws it on. Requires: it is thrown or forced. Effects: of the failure nothing is left but
    /// what was set aside.
    [[noreturn]] void rethrow() {
        if (kind_ == kind::forced) {
            detail::go_on_unwinding(const_cast<void*>(value_));
        }
        ::std::rethrow_exception(exception_.take());
    }
    /// Requires: e outlives this failure.
    template <class E>
    constexpr void by_value(E const& e, ::std::size_t origin) noexcept {
        begin(kind::by_value, origin);
        value_ = __builtin_addressof(e);
        value_type_ = &error_type_of<E>;
        cancelled_ = ::std::is_same_v<E, ::ambit::cancelled> ? answer::yes : answer::no;
    }
    /// The failure was suppressed: nothing of it remains.
    AMBIT_COLD constexpr void clear() noexcept {
        kind_ = kind::none;
        exception_.reset();
        own_aggregate_.reset();
        drop_set_aside();
    }
    /// The same in the handler of what an exit threw. A forced unwinding takes the place of all.
    template <policy_set Policies>
    void exit_was_caught(exit_policy policy, ::std::size_t origin) noexcept {
        ::std::exception_ptr n = ::std::current_exception();
        if (n == nullptr) {
            clear();
            caught(origin);
        } else {
            exit_threw<Policies>(policy, static_cast<::std::exception_ptr&&>(n), origin);
        }
    }
    /// An exit threw n: it becomes the failure, or is merged with the one in flight (rule 6.2).
    /// @param policy is one of Policies.
    template <policy_set Policies = any_policy>
    void exit_threw(exit_policy policy, ::std::exception_ptr n, ::std::size_t origin) noexcept {
        if (kind_ == kind::none) {
            thrown(static_cast<::std::exception_ptr&&>(n), origin);
            return;
        }
        if (is_in_flight<Policies>(n)) {
            return;
        }
        if constexpr ((Policies & one_policy(exit_policy::keep_last)) != 0) {
            if (policy == exit_policy::keep_last && kind_ != kind::forced) {
                ::std::exception_ptr const first = as_exception();
                forget(n);
                set_aside<Policies>(first);
                thrown(static_cast<::std::exception_ptr&&>(n), origin);
                return;
            }
        }
        if constexpr ((Policies & one_policy(exit_policy::aggregate)) != 0) {
            if (policy == exit_policy::aggregate && kind_ != kind::forced) {
                join(n);
                return;
            }
        }
        set_aside<Policies>(n);
    }
    /// The same for one of many exits that are a single stage to the run, which has room for what
    /// one of them throws. @param first none of them threw before.
    ///
    /// For more, room is made when it is needed; where there is no memory for that n is dropped.
    void one_of_many_threw(exit_policy policy, ::std::exception_ptr n, ::std::size_t origin,
                           bool first) noexcept {
        if (first || !failing() || make_room()) {
            exit_threw(policy, static_cast<::std::exception_ptr&&>(n), origin);
        }
    }
    /// Requires: this failure is fresh. Effects: it is what `other` is, but for what that has set
    /// aside.
    void be(failure const& other) noexcept {
        exception_.set(other.exception());
        own_aggregate_.set(other.own_aggregate_.get());
        value_ = other.value_;
        value_type_ = other.value_type_;
        is_cancellation_ = other.is_cancellation_;
        origin_ = other.origin_;
        kind_ = other.kind_;
        cancelled_ = other.cancelled_;
    }
    /// Whether it is the failure that `other` is.
    [[nodiscard]] bool is_still(failure const& other) const noexcept {
        return kind_ == other.kind_ && value_ == other.value_ && exception() == other.exception();
    }

    // What it looks like from an exit.

    [[nodiscard]] constexpr bool failing() const noexcept { return kind_ != kind::none; }
    /// There is a failure, or was.
    [[nodiscard]] constexpr bool has_begun() const noexcept { return origin_ != nowhere; }
    [[nodiscard]] constexpr bool is(kind k) const noexcept { return kind_ == k; }
    [[nodiscard]] constexpr ::std::size_t origin() const noexcept { return origin_; }
    [[nodiscard]] ::std::exception_ptr const& exception() const noexcept {
        return exception_.get();
    }
    /// What exception() refers to, for constant evaluation.
    [[nodiscard]] constexpr unsigned char const* exception_bytes() const noexcept {
        return exception_.bytes();
    }
    /// The failure as what is thrown: an error value as an exception of its type. Null during the
    /// forced unwinding of a thread, and where a frame is destroyed while suspended.
    [[nodiscard]] ::std::exception_ptr as_exception() const noexcept {
        return kind_ == kind::by_value ? value_type_->as_exception(value_) : exception_.get();
    }
    [[nodiscard]] constexpr failure_range set_aside() const noexcept {
        return {set_aside_, set_aside_count_};
    }
    [[nodiscard]] constexpr bool is_cancellation() noexcept {
        if (cancelled_ == answer::unknown) {
            cancelled_ =
                detail::is_cancelled_as(exception(), is_cancellation_) ? answer::yes : answer::no;
        }
        return cancelled_ == answer::yes;
    }
    /// The failure seen as an E: thrown E or derived, or an error value that is an E exactly.
    template <class E>
    [[nodiscard]] constexpr E const* as() const noexcept {
        if (kind_ == kind::by_value) {
            return value_type_ == &error_type_of<E> ? static_cast<E const*>(value_) : nullptr;
        }
        return kind_ == kind::thrown ? detail::caught_as<E>(exception()) : nullptr;
    }
    /// Whether the failure is an E, for a stage that suppresses E (rules 5.2, 5.3).
    /// @tparam ByValue it may be an error value.
    template <class E, bool ByValue>
    [[nodiscard]] AMBIT_COLD constexpr bool suppressed_as() noexcept {
        if (kind_ == kind::forced) {
            return false;
        }
        if constexpr (ByValue) {
            if (kind_ == kind::by_value) {
                return value_type_ == &error_type_of<E>;
            }
        }
        if constexpr (::std::is_same_v<E, ::ambit::cancelled>) {
            return is_cancellation();
        } else {
            return !is_cancellation() && detail::caught_as<E>(exception()) != nullptr;
        }
    }
    [[nodiscard]] constexpr bool suppressed_by_everything() noexcept {
        return kind_ != kind::forced && !is_cancellation();
    }

private:
    enum class answer : unsigned char { unknown, no, yes };
    static constexpr unsigned nowhere = ~0U;

    constexpr void begin(kind k, ::std::size_t origin) noexcept {
        kind_ = k;
        origin_ = static_cast<unsigned>(origin);
        cancelled_ = k == kind::forced ? answer::yes : answer::unknown;
    }
    /// The failures in p: those that this run's aggregate lists, else p itself.
    [[nodiscard]] failure_range flat(::std::exception_ptr const& p) const noexcept {
        auto const* const all =
            p == own_aggregate_.get() && p != nullptr ? caught_as<aggregate_error>(p) : nullptr;
        return all != nullptr ? all->errors() : failure_range(&p, 1);
    }
    template <policy_set Policies>
    [[nodiscard]] bool is_in_flight(::std::exception_ptr const& p) const noexcept {
        if (kind_ != kind::thrown || p == exception_.get()) {
            return kind_ == kind::thrown;
        }
        if constexpr ((Policies & one_policy(exit_policy::aggregate)) != 0) {
            return flat(exception_.get()).contains(p);
        }
        return false;
    }
    AMBIT_COLD void join(::std::exception_ptr const& n) noexcept {
        ::std::exception_ptr const first = as_exception();
        ::std::size_t size = flat(first).size() + 1;
        for (auto const& p : set_aside()) {
            size += flat(p).size();
        }
        aggregate_error all(size);
        if (!all.has_room()) {  // nothing may be lost
            set_aside<any_policy>(n);
            return;
        }
        for (auto const& p : flat(first)) {
            all.add(p);
        }
        for (auto const& p : set_aside()) {
            for (auto const& q : flat(p)) {
                all.add(q);
            }
        }
        all.add(n);
        thrown(::std::make_exception_ptr(all), origin_);
        own_aggregate_.set(exception_.get());
        drop_set_aside();
    }
    template <policy_set Policies>
    void set_aside(::std::exception_ptr const& p) noexcept {
        if (set_aside().contains(p)) {
            return;
        }
        if constexpr (Policies == any_policy) {
            if (set_aside_count_ == own_room_ && own_room_ != 0 && !make_room()) {
                return;
            }
        }
        ::new (static_cast<void*>(set_aside_ + set_aside_count_))::std::exception_ptr(p);
        ++set_aside_count_;
    }
    /// A failure that had been set aside is thrown again and becomes the failure: one, not two.
    AMBIT_COLD void forget(::std::exception_ptr const& p) noexcept {
        unsigned kept = 0;
        for (unsigned i = 0; i != set_aside_count_; ++i) {
            if (set_aside_[i] != p) {
                set_aside_[kept++].swap(set_aside_[i]);  // a member, for std::swap costs to compile
            }
        }
        while (set_aside_count_ != kept) {
            set_aside_[--set_aside_count_].~exception_ptr();
        }
    }
    /// Room of its own for one failure more, at least. False where there is no memory.
    AMBIT_COLD bool make_room() noexcept {
        if (set_aside_count_ < own_room_) {
            return true;
        }
        unsigned const room = 2 * set_aside_count_ + 16;
        void* const bytes = ::operator new(room * sizeof(::std::exception_ptr), ::std::nothrow);
        if (bytes == nullptr) {
            return false;
        }
        auto* const moved = static_cast<::std::exception_ptr*>(bytes);
        for (::std::size_t i = 0; i != set_aside_count_; ++i) {
            ::new (static_cast<void*>(moved + i))::std::exception_ptr(
                static_cast<::std::exception_ptr&&>(set_aside_[i]));
            set_aside_[i].~exception_ptr();
        }
        if (own_room_ != 0) {
            ::operator delete(static_cast<void*>(set_aside_));
        }
        set_aside_ = moved;
        own_room_ = room;
        return true;
    }
    constexpr void drop_set_aside() noexcept {
        while (set_aside_count_ != 0) {
            set_aside_[--set_aside_count_].~exception_ptr();
        }
    }

    // In one cache line, for there is one in the frame of each run.
    late_exception exception_;
    late_exception own_aggregate_;  // the one that this run made last, in flight or set aside
    void const* value_ = nullptr;   // while forced, the unwinding that was put off
    error_type const* value_type_ = nullptr;
    ::std::exception_ptr* set_aside_;
    classifier* is_cancellation_;
    unsigned set_aside_count_ = 0;
    unsigned own_room_ = 0;  // for how many, where set_aside_ is its own; else it is the run's
    unsigned origin_ = nowhere;
    kind kind_ = kind::none;
    answer cancelled_ = answer::unknown;
};

/// Room for the failures that a run of stages sets aside: raw, since most runs set none aside.
template <::std::size_t Capacity>
class set_aside_room {
public:
    constexpr set_aside_room() noexcept {}
    [[nodiscard]] constexpr ::std::exception_ptr* data() noexcept {
        return ::std::is_constant_evaluated() ? nullptr
                                              : reinterpret_cast<::std::exception_ptr*>(bytes_);
    }

private:
    alignas(::std::exception_ptr) unsigned char bytes_[Capacity * sizeof(::std::exception_ptr)];
};
template <>
class set_aside_room<0> {
public:
    [[nodiscard]] constexpr ::std::exception_ptr* data() const noexcept { return nullptr; }
};

}  // namespace detail
AMBIT_END

#endif
