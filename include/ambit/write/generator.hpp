// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_WRITE_GENERATOR_HPP
#define AMBIT_WRITE_GENERATOR_HPP

#include <ambit/manager/concepts.hpp>
#include <ambit/manager/fact_list.hpp>
#include <ambit/manager/outcome.hpp>
#include <ambit/run/generator_fault.hpp>

#include <coroutine>
#include <exception>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// When it yields or ends, a generator returns to whoever called.
struct called_generator {
    static constexpr void back() noexcept {}
    template <class A>
    void await_transform(A&&) = delete;  // managed<> does not await, async_managed<> does
};
/// It goes on with the coroutine that awaits it, by symmetric transfer.
struct awaited_generator {
    ::std::coroutine_handle<> awaiting;
    [[nodiscard]] ::std::coroutine_handle<> back() const noexcept { return awaiting; }
};

struct at_end_of_generator {
    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    template <class Promise>
    static auto await_suspend(::std::coroutine_handle<Promise> g) noexcept {
        return g.promise().back();
    }
    static constexpr void await_resume() noexcept {}
};
/// At the co_yield the failure is thrown, if there is one by then.
class at_yield : public at_end_of_generator {
public:
    explicit at_yield(::std::exception_ptr const& failure) noexcept : failure_(&failure) {}
    void await_resume() const {
        if (*failure_ != nullptr) {
            ::std::rethrow_exception(*failure_);
        }
    }

private:
    ::std::exception_ptr const* failure_;
};

enum class generator_state : unsigned char { fresh, entering, yielded, yielded_twice };

/// What the promise of every generator has.
/// @tparam R what it yields. @tparam Way how it is resumed: one of the above.
template <class R, class Way>
class generator_promise : public Way {
public:
    using yielded =
        ::std::conditional_t<::std::is_void_v<R>, missing, ::std::remove_reference_t<R>>;

    [[nodiscard]] static ::std::suspend_always initial_suspend() noexcept { return {}; }
    [[nodiscard]] static at_end_of_generator final_suspend() noexcept { return {}; }
    static constexpr void return_void() noexcept {}
    void unhandled_exception() {
        thrown = ::std::current_exception();
        if (thrown == nullptr) {
            AMBIT_RETHROW;  // the forced unwinding of the thread
        }
    }
    [[nodiscard]] at_yield yield_value(yielded& r) noexcept
        requires(!::std::is_void_v<R>)
    {
        return yield_at(r);
    }
    /// A temporary, in the frame until the generator is resumed.
    [[nodiscard]] at_yield yield_value(yielded&& r) noexcept
        requires(!::std::is_reference_v<R>)
    {
        return yield_at(r);
    }

    yielded* resource = nullptr;
    ::std::exception_ptr failure;  // to be thrown at the co_yield
    ::std::exception_ptr thrown;   // what left the generator
    generator_state state = generator_state::fresh;

private:
    at_yield yield_at(yielded& r) noexcept {
        bool const first = state == generator_state::entering;
        state = first ? generator_state::yielded : generator_state::yielded_twice;
        resource = __builtin_addressof(r);
        return at_yield(failure);
    }
};

/// A coroutine that yields once, as a manager: owns its frame, and ends that as soon as the
/// coroutine has ended. Entering and exiting are two halves each, between which it is resumed.
/// @tparam Self the class that derives from it. @tparam Way how it is resumed.
template <class Self, class Way, class R, class... Fact>
class generator {
    static_assert(is_resource<R>, "a generator yields void, an object or an lvalue reference");

public:
    using properties =
        typename revised<::ambit::properties<Fact...>, ::ambit::properties<single_use>>::type;
    /// Its exit returns whether the coroutine swallowed the failure, which need not be declared.
    using tells_what_it_swallows = void;

    class promise_type : public generator_promise<R, Way> {
    public:
        [[nodiscard]] Self get_return_object() noexcept {
            return Self(generator(::std::coroutine_handle<promise_type>::from_promise(*this)));
        }
    };

    generator(generator&& other) noexcept : frame_(::std::exchange(other.frame_, nullptr)) {}
    generator& operator=(generator&& other) noexcept {
        ::std::swap(frame_, other.frame_);
        return *this;
    }

protected:
    using entered =
        ::std::conditional_t<::std::is_void_v<R>, void, typename promise_type::yielded&>;

    ~generator() { end(); }

    [[nodiscard]] ::std::coroutine_handle<promise_type> frame() const noexcept { return frame_; }
    void end() noexcept {
        if (frame_) {
            ::std::exchange(frame_, nullptr).destroy();
        }
    }

    void begin_enter() {
        if (!frame_ || frame_.promise().state != generator_state::fresh) {
            throw_error(generator_fault::no_entry);
        }
        frame_.promise().state = generator_state::entering;
    }
    entered end_enter() {
        promise_type& p = frame_.promise();
        if (p.state == generator_state::yielded) {
            return static_cast<entered>(*p.resource);
        }
        ::std::exception_ptr const thrown = ::std::exchange(p.thrown, nullptr);
        end();
        if (thrown != nullptr) {
            ::std::rethrow_exception(thrown);
        }
        throw_error(generator_fault::no_yield);
    }

    /// False if there is nothing to be thrown in: the forced unwinding of a thread, or a run whose
    /// frame is destroyed while suspended. The generator's frame is destroyed then.
    [[nodiscard]] bool begin_exit(outcome const& o) noexcept {
        if (failure const* const f = detail::failure_of(o)) {
            promise_type& p = frame_.promise();
            p.failure = f->as_exception();
            if (p.failure == nullptr) {
                end();
                return false;
            }
        }
        return true;
    }
    /// Whether the failure was swallowed. One that the coroutine lets through is no failure of its
    /// own.
    bool end_exit() {
        promise_type& p = frame_.promise();
        ::std::exception_ptr const thrown = ::std::exchange(p.thrown, nullptr);
        bool const lets_through = thrown != nullptr && thrown == p.failure;
        bool const yielded_twice = p.state == generator_state::yielded_twice;
        end();
        if (yielded_twice) {
            throw_error(generator_fault::no_stop);
        }
        if (thrown != nullptr && !lets_through) {
            ::std::rethrow_exception(thrown);
        }
        return thrown == nullptr;
    }

private:
    [[noreturn]] static void throw_error(generator_fault f) {
        detail::throw_generator_error(detail::fault_text<Self>(f));
    }
    explicit generator(::std::coroutine_handle<promise_type> frame) noexcept : frame_(frame) {}

    ::std::coroutine_handle<promise_type> frame_;
};

}  // namespace detail
AMBIT_END

#endif
