// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_DRIVE_HPP
#define AMBIT_ASYNC_DRIVE_HPP

#include <ambit/async/frame.hpp>
#include <ambit/async/traits.hpp>

#include <coroutine>
#include <cstddef>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// What a coroutine type's traits give to managers that take part in its runs; see `shields`.
template <class Traits>
struct context_of {
    using type = nothing;
};
template <class Traits>
    requires Traits::shields
struct context_of<Traits> {
    using type = typename Traits::context;
};

/// A block that was moved into its run.
template <class Block>
class owned_block {
public:
    explicit owned_block(Block&& b) : block_(static_cast<Block&&>(b)) {}
    [[nodiscard]] auto& stages() noexcept { return block_.chain_; }
    [[nodiscard]] auto& body() noexcept { return block_.body_; }

private:
    Block block_;
};
/// A block that whoever runs it keeps.
template <class Block>
class borrowed_block {
public:
    explicit borrowed_block(Block& b) noexcept : block_(&b) {}
    [[nodiscard]] auto& stages() noexcept { return block_->chain_; }
    [[nodiscard]] auto& body() noexcept { return block_->body_; }

private:
    Block* block_;
};

template <class Subject>
inline constexpr ::std::size_t awaitable_stages = execution<Subject>::parts::segment_end(0);

/// One asynchronous run, as the coroutine that runs it keeps it: the block, and what comes of it.
/// @tparam Traits those of the coroutine type. @tparam Held owns or borrows the block.
template <class Subject, class Traits, class Held>
class whole_run {
public:
    using traits = Traits;
    using frame_type = async_frame<Subject, typename context_of<Traits>::type,
                                   ::std::make_index_sequence<awaitable_stages<Subject>>>;
    static constexpr bool is_outermost = true;

    explicit whole_run(Held&& held)
        : held_(static_cast<Held&&>(held)),
          frame_(held_.stages(), held_.body(), &Traits::is_cancellation) {}
    [[nodiscard]] frame_type& frame() noexcept { return frame_; }

private:
    Held held_;
    frame_type frame_;
};
/// The same run, gone on with in a coroutine of its own, out of the reach of whoever cancels.
template <class Run>
class shielded_run {
public:
    using traits = typename Run::traits;
    using frame_type = typename Run::frame_type;
    static constexpr bool is_outermost = false;

    explicit shielded_run(frame_type& f) noexcept : frame_(&f) {}
    [[nodiscard]] frame_type& frame() noexcept { return *frame_; }

private:
    frame_type* frame_;
};

/// Whether a coroutine's promise has a word in what it awaits.
template <class Promise>
[[nodiscard]] consteval bool transforms() {
    if constexpr (::std::is_final_v<Promise>) {
        return true;
    } else {
        struct own {
            void await_transform();
        };
        struct both : Promise, own {};
        return !requires { &both::await_transform; };
    }
}
/// Awaits by an awaiter that is kept elsewhere.
template <class X>
class awaiter_at {
public:
    explicit awaiter_at(X& x) noexcept : kept_(&x) {}
    AMBIT_ALWAYS_INLINE decltype(auto) await_ready() { return kept_->await_ready(); }
    template <class Promise>
    AMBIT_ALWAYS_INLINE decltype(auto) await_suspend(::std::coroutine_handle<Promise> h) {
        return kept_->await_suspend(h);
    }
    AMBIT_ALWAYS_INLINE decltype(auto) await_resume() { return kept_->await_resume(); }

private:
    X* kept_;
};
/// What is written after co_await for what a run keeps: it itself, to be used up. But an awaiter
/// need not be moved, as g++ 12 moves all that is not declared as a variable.
template <class Coroutine, class X>
[[nodiscard]] AMBIT_ALWAYS_INLINE constexpr decltype(auto) operand(X&& x) noexcept {
    using promise = typename ::std::coroutine_traits<Coroutine>::promise_type;
    if constexpr (transforms<promise>() || member_co_await<X> || free_co_await<X>) {
        return static_cast<X&&>(x);
    } else {
#if defined(__clang__)
        return static_cast<X&>(x);
#else
        return awaiter_at<::std::remove_reference_t<X>>(x);
#endif
    }
}

template <class Run, class Indices>
struct driver;
template <class Run, ::std::size_t... K>
struct driver<Run, ::std::index_sequence<K...>> {
    using traits = typename Run::traits;
    static constexpr bool shields = Run::is_outermost && traits::shields;

    /// The coroutine of a run: enters, calls the body, exits in reverse.
    ///
    /// All stages are awaited in one expression, or two, so that there is one frame however many
    /// they are, and unwrapped, for promises that take only their own kind. Nothing is awaited in a
    /// handler, which C++ does not allow, nor as a condition or an initialiser, which g++ 12
    /// miscompiles.
    template <class Coroutine, class Given>
    static Coroutine drive(Given given) {
        Run run(static_cast<Given&&>(given));  // a parameter would outlive the run
        auto& f = run.frame();
        bool elsewhere = false;
        if constexpr (shields) {
            auto const& caller = co_await traits::caller();
            elsewhere = Run::frame_type::attaches || traits::must_shield(caller);
            if (elsewhere) {
                using inner = shielded_run<Run>;
                using coroutine = typename traits::template rebind<Coroutine, void>;
                auto shielded =
                    driver<inner, ::std::index_sequence<K...>>::template drive<coroutine>(inner(f));
                co_await traits::shield(static_cast<coroutine&&>(shielded), f.context());
            }
        }
        if (!elsewhere) {
            try {
                ((f.template before_enter<K>()
                      ? static_cast<void>(
                            (co_await detail::operand<Coroutine>(f.template entering<K>()),
                             f.template entered<K>())
                                .done())
                      : void()),
                 ...);
                if (f.before_body()) {
                    if constexpr (Run::frame_type::awaits_body) {
                        (co_await detail::operand<Coroutine>(f.awaiting_body()), f.body_done())
                            .done();
                    } else {
                        f.run_rest();
                    }
                }
            } catch (...) {
                f.threw();
            }
            if constexpr (!Run::is_outermost) {
                co_await traits::begin_teardown(f.context());
            }
            while (f.is_inside()) {
                try {
                    ((f.template before_exit<sizeof...(K) - 1 - K>()
                          ? static_cast<void>((co_await detail::operand<Coroutine>(
                                                   f.template exiting<sizeof...(K) - 1 - K>()),
                                               f.template exited<sizeof...(K) - 1 - K>())
                                                  .done())
                          : void()),
                     ...);
                    f.exit_outermost();
                } catch (...) {
                    f.exit_threw();
                }
            }
        }
        if constexpr (!Run::is_outermost) {
            co_return;
        } else if constexpr (::std::is_void_v<typename Run::frame_type::result>) {
            f.take();
            co_return;
        } else {
            co_return f.take();
        }
    }
};

template <class Coroutine, class Subject, class Held>
[[nodiscard]] Coroutine execute_async(Held held) {
    using run = whole_run<Subject, typename traits_of<Coroutine>::type, Held>;
    return driver<run, ::std::make_index_sequence<run::frame_type::steps>>::template drive<
        Coroutine>(static_cast<Held&&>(held));
}

}  // namespace detail
AMBIT_END

#endif
