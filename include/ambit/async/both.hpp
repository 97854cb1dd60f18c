// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_BOTH_HPP
#define AMBIT_ASYNC_BOTH_HPP

#include <ambit/async/half.hpp>
#include <ambit/async/run.hpp>
#include <ambit/async/together.hpp>

#include <exception>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// The resources in one: those of a pack, or itself.
template <class R>
struct resources_in {
    using type = list<R>;
};
template <class R>
    requires resource_pack<::std::remove_reference_t<R>>
struct resources_in<R> {
    using type = typename ::std::remove_reference_t<R>::resources;
};
template <class List>
struct pack_size;
template <class... R>
struct pack_size<list<R...>> {
    static constexpr ::std::size_t value = sizeof...(R);
    static constexpr ::std::size_t first = [] {
        bool const is_void[] = {::std::is_void_v<R>...};
        ::std::size_t n = 0;
        while (n + 1 < sizeof...(R) && is_void[n]) {
            ++n;
        }
        return n;
    }();
};

template <class R>
using pointer_to_resource =
    ::std::conditional_t<::std::is_void_v<R>, nothing, ::std::remove_reference_t<R>>*;

/// The resources of one stage of two managers, in order; either may be void, or be those of a
/// `both` inside.
template <class A, class B>
class both_resources {
public:
    using is_resource_pack = void;
    using resources =
        typename joined<typename resources_in<A>::type, typename resources_in<B>::type>::type;
    static constexpr ::std::size_t first = pack_size<resources>::first;

    template <::std::size_t K>
    [[nodiscard]] constexpr auto& get() const noexcept {
        constexpr ::std::size_t outer = pack_size<typename resources_in<A>::type>::value;
        if constexpr (K < outer) {
            return get_in<K>(*a_);
        } else {
            return get_in<K - outer>(*b_);
        }
    }

protected:
    template <class HalfA, class HalfB>
    void refer_to(HalfA& a, HalfB& b) noexcept {
        a_ = a.resource();
        b_ = b.resource();
    }

private:
    template <::std::size_t K, class R>
    [[nodiscard]] static constexpr auto& get_in(R& r) noexcept {
        if constexpr (resource_pack<R>) {
            return r.template get<K>();
        } else {
            return r;
        }
    }

    pointer_to_resource<A> a_ = nullptr;
    pointer_to_resource<B> b_ = nullptr;
};

/// What an exit of both throws: what the one threw, or all in one if both did.
template <class HalfA, class HalfB>
void throw_if_one_threw(HalfA const& a, HalfB const& b) {
    if (a.error() == nullptr && b.error() == nullptr) {
        return;
    }
    if (a.error() != nullptr && b.error() != nullptr && a.error() != b.error()) {
        set_aside_room<1> room;
        failure all(room.data());
        all.thrown(b.error(), 0);
        all.exit_threw(exit_policy::aggregate, a.error(), 0);
        ::std::rethrow_exception(all.exception());
    }
    ::std::rethrow_exception(a.error() != nullptr ? a.error() : b.error());
}

/// What both entered with in a synchronous run: a, then b.
template <class A, class B>
class both_entered : public both_resources<resource_t<A>, resource_t<B>> {
public:
    both_entered(A& a, B& b) : a_(a), b_(b) {
        a_.enter();
        AMBIT_TRY { b_.enter(); }
        AMBIT_CATCH { b_.threw(); }
        if (b_.error() != nullptr) {
            leave_first();
        }
        this->refer_to(a_, b_);
    }

    /// Exits b, then a, whatever happens. Returns whether one of them suppresses the failure.
    bool exit(outcome const& o) {
        AMBIT_TRY { b_.exit(o); }
        AMBIT_CATCH { b_.threw(); }
        AMBIT_TRY { a_.exit(o); }
        AMBIT_CATCH { a_.threw(); }
        detail::throw_if_one_threw(a_, b_);
        failure* const f = detail::failure_of(o);
        return a_.suppresses(f) || b_.suppresses(f);
    }

private:
    /// The second did not enter: exits the first with that failure, which goes on.
    [[noreturn]] void leave_first() {
        failure f(nullptr);
        f.thrown(b_.error(), 0);
        AMBIT_TRY { a_.exit(outcome(f)); }
        AMBIT_CATCH { a_.threw(); }
        detail::throw_if_one_threw(a_, b_);
        ::std::terminate();
    }

    half<A, sync_form> a_;
    half<B, sync_form> b_;
};

/// Both in an asynchronous run.
template <class A, class B>
class both_running {
    using half_a = async_half<A>;
    using half_b = async_half<B>;
    static constexpr bool suppresses = half_a::facts::suppresses || half_b::facts::suppresses;
    using concurrent = concurrency<typename coroutine_for<
        typename joined<typename half_a::awaitables, typename half_b::awaitables>::type>::type>;
    template <class T>
    using coroutine = typename concurrent::template coroutine<T>;
    using part = typename concurrent::part;
    using resources = both_resources<resource_t<A>, resource_t<B>>;
    struct entered : resources {
        entered() = default;
        entered(half_a& a, half_b& b) noexcept { this->refer_to(a, b); }
    };

public:
    template <class M>
    explicit both_running(M& m) noexcept : a_(m.first()), b_(m.second()) {}
    both_running(both_running const&) = delete;
    both_running& operator=(both_running const&) = delete;
    ~both_running() = default;

    /// Tells those of the two that listen what the run says to its managers.
    template <class Context>
        requires attaches_to<A, Context> || attaches_to<B, Context>
    void attach(Context& context) {
        attach_half<A>(a_, context);
        attach_half<B>(b_, context);
    }
    [[nodiscard]] coroutine<entered> async_enter() {
        part first = enter_half(a_);
        part second = enter_half(b_);
        co_await concurrent::together(first, second);
        if (a_.error() != nullptr || b_.error() != nullptr) {
            bool const throws = co_await concurrent::throws_if_cancelled();
            co_await concurrent::throw_if_cancelled(false);
            co_await leave_entered();
            co_await concurrent::throw_if_cancelled(throws);
            detail::throw_if_one_threw(a_, b_);
        }
        co_return entered(a_, b_);
    }
    /// Whether one of them suppresses the failure, where any may.
    [[nodiscard]] coroutine<choose_t<suppresses, bool, void>> async_exit(outcome const& o) {
        part second = exit_half(b_, o);
        part first = exit_half(a_, o);
        co_await concurrent::together(second, first);
        detail::throw_if_one_threw(a_, b_);
        if constexpr (suppresses) {
            failure* const f = detail::failure_of(o);
            co_return a_.suppresses(f) || b_.suppresses(f);
        }
    }
    void abandon() noexcept {
        b_.abandon();
        a_.abandon();
    }

private:
    template <class M, class Half, class Context>
    static void attach_half([[maybe_unused]] Half& h, [[maybe_unused]] Context& context) {
        if constexpr (attaches_to<M, Context>) {
            h.begin(context);
        }
    }
    /// Where one did not enter: exits the other, if that did, with the failure.
    [[nodiscard]] coroutine<void> leave_entered() {
        failure f(nullptr, &concurrent::is_cancellation);
        f.thrown(a_.error() != nullptr ? a_.error() : b_.error(), 0);
        outcome const o(f);
        if (a_.is_entered()) {
            part leaving = exit_half(a_, o);
            co_await concurrent::shielded(leaving);
        }
        if (b_.is_entered()) {
            part leaving = exit_half(b_, o);
            co_await concurrent::shielded(leaving);
        }
    }
    template <class M>
    [[nodiscard]] static part enter_half(half<M, sync_form>& h) {
        AMBIT_TRY { h.enter(); }
        AMBIT_CATCH { h.threw(); }
        co_return;
    }
    template <class M>
    [[nodiscard]] static part enter_half(half<M, async_form>& h) {
        AMBIT_TRY {
            if constexpr (::std::is_void_v<entered_t<async_form, M>>) {
                co_await h.entering();
                h.has_entered();
            } else {
                h.has_entered(co_await h.entering());
            }
        }
        AMBIT_CATCH { h.threw(); }
    }
    template <class M>
    [[nodiscard]] static part exit_half(half<M, sync_form>& h, outcome const& o) {
        AMBIT_TRY { h.exit(o); }
        AMBIT_CATCH { h.threw(); }
        co_return;
    }
    template <class M>
    [[nodiscard]] static part exit_half(half<M, async_form>& h, outcome const& o) {
        AMBIT_TRY {
            if constexpr (::std::is_void_v<typename exit_of<async_form, M>::result>) {
                co_await h.exiting(o);
                h.has_exited();
            } else {
                h.has_exited(co_await h.exiting(o));
            }
        }
        AMBIT_CATCH { h.threw(); }
    }

    half_a a_;
    half_b b_;
};

template <class A, class B>
struct both_properties;
template <class... A, class... B>
struct both_properties<::ambit::properties<A...>, ::ambit::properties<B...>> {
    using type = ::ambit::properties<A..., B...>;
};

/// A manager of which both forms are known to enter and exit one resource that is not unwrapped.
template <class M>
concept one_of_both =
    ::ambit::manager<M> && !surrounding<M> && !manager_facts<M>::enter_is_fallible &&
    !manager_facts<M, form_in_run<true, M>>::enter_is_fallible;

template <class A, class B>
class [[nodiscard]] both_base {
public:
    template <class X, class Y>
    [[nodiscard]] constexpr both_base(X&& a, Y&& b)
        : a_(static_cast<X&&>(a)), b_(static_cast<Y&&>(b)) {}
    [[nodiscard]] constexpr auto& first() noexcept { return a_; }
    [[nodiscard]] constexpr auto& second() noexcept { return b_; }

private:
    A a_;
    B b_;
};

template <class A, class B>
class [[nodiscard]] both_manager : public both_base<A, B> {
public:
    [[nodiscard]] static constexpr char const* why_no_manager() noexcept {
        return "wants two managers that are neither `around` nor enter with an expected";
    }
    using both_base<A, B>::both_base;
};
template <class A, class B>
    requires one_of_both<::std::remove_reference_t<A>> && one_of_both<::std::remove_reference_t<B>>
class [[nodiscard]] both_manager<A, B> : public both_base<A, B> {
    using first_type = ::std::remove_reference_t<A>;
    using second_type = ::std::remove_reference_t<B>;

public:
    using properties =
        typename both_properties<properties_of<first_type>, properties_of<second_type>>::type;
    using offers = both_resources<resource_t<first_type>, resource_t<second_type>>;
    using running = both_running<first_type, second_type>;
    using both_base<A, B>::both_base;

    template <class X = first_type, class Y = second_type>
        requires sync_manager<X> && sync_manager<Y>
    [[nodiscard]] both_entered<X, Y> enter() {
        return both_entered<X, Y>(this->first(), this->second());
    }
    template <class X = first_type, class Y = second_type>
        requires sync_manager<X> && sync_manager<Y>
    choose_t<fact_summary<properties>::suppresses_something, bool, void> exit(both_entered<X, Y>& e,
                                                                              outcome const& o) {
        return static_cast<choose_t<fact_summary<properties>::suppresses_something, bool, void>>(
            e.exit(o));
    }
};

}  // namespace detail

/// @brief `both(a, b)`: one stage of two managers, which an asynchronous run enters concurrently,
/// and exits concurrently with the same outcome.
///
/// Requires: neither needs the other [ambit.needs]; neither is a factory, an `around`, or enters
/// with an expected-like. Resources: both, in order. Facts: those of both. An rvalue is moved in,
/// an lvalue is held by reference.
/// Effects: where one enter fails the other is awaited and, if it entered, exited with that
/// failure. `run` enters a, then b, and exits b, then a.
/// Throws: what one enter or exit threw; `aggregate_error` where both did.
template <class A, class B>
[[nodiscard]] constexpr auto both(A&& a, B&& b) {
    return detail::both_manager<detail::stored_t<A>, detail::stored_t<B>>(static_cast<A&&>(a),
                                                                          static_cast<B&&>(b));
}

AMBIT_END

#endif
