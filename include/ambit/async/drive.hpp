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

// Where the block of a run is. Named after the subject alone, which the name of each function of a
// run has in it anyway.

template <class Subject>
using block_of_run = choose_t<
    ::std::is_const_v<typename Subject::stages_type>,
    typename block_of<typename Subject::chain, ::std::remove_const_t<typename Subject::body>,
                      typename Subject::enforced>::type const,
    typename block_of<typename Subject::chain, typename Subject::body,
                      typename Subject::enforced>::type>;
/// A block that was moved into its run.
template <class Subject>
class owned_block {
    using block_type = block_of_run<Subject>;

public:
    explicit owned_block(block_type&& b) : block_(static_cast<block_type&&>(b)) {}
    [[nodiscard]] auto& stages() noexcept { return block_.chain_; }
    [[nodiscard]] auto& body() noexcept { return block_.body_; }

private:
    block_type block_;
};
/// A block that whoever runs it keeps.
template <class Subject>
class borrowed_block {
    using block_type = block_of_run<Subject>;

public:
    explicit borrowed_block(block_type& b) noexcept : block_(&b) {}
    [[nodiscard]] auto& stages() noexcept { return block_->chain_; }
    [[nodiscard]] auto& body() noexcept { return block_->body_; }

private:
    block_type* block_;
};

template <class Subject>
inline constexpr ::std::size_t awaitable_stages = execution<Subject>::parts::segment_end(0);

/// One asynchronous run, as the coroutine that runs it keeps it: the block, and what comes of it.
/// @tparam Traits those of the coroutine type. @tparam Held owns or borrows the block.
template <class Subject, class Traits, class Held>
class whole_run {
public:
    using traits = Traits;
    using frame_type =
        async_frame<Subject, Traits, Held, ::std::make_index_sequence<awaitable_stages<Subject>>>;
    static constexpr bool is_outermost = true;

    explicit whole_run(Held&& held) : frame_(static_cast<Held&&>(held)) {}
    [[nodiscard]] frame_type& frame() noexcept { return frame_; }
    /// What exits are told: in the coroutine, outside of the run, in which some may be pending that
    /// refer to it.
    using told_type = run_outcome;
    [[nodiscard]] static run_outcome told_in(Held&) noexcept { return run_outcome(); }

private:
    frame_type frame_;
};
/// The same run, gone on with in a coroutine of its own, out of the reach of whoever cancels.
template <class Run>
class shielded_run {
public:
    using traits = typename Run::traits;
    using frame_type = typename Run::frame_type;
    static constexpr bool is_outermost = false;

    shielded_run(frame_type& f, run_outcome& told) noexcept : frame_(&f), told_(&told) {}
    [[nodiscard]] frame_type& frame() noexcept { return *frame_; }
    using told_type = run_outcome&;
    [[nodiscard]] static run_outcome& told_in(shielded_run& given) noexcept { return *given.told_; }

private:
    frame_type* frame_;
    run_outcome* told_;
};

template <class Run, class Indices>
struct driver;
template <class Run, ::std::size_t... K>
struct driver<Run, ::std::index_sequence<K...>> {
    using traits = typename Run::traits;
    static constexpr bool shields = Run::is_outermost && traits::shields;
    template <::std::size_t J>
    using entering_yields = typename Run::frame_type::template entering_yields<J>;
    template <::std::size_t J>
    using exiting_yields = typename Run::frame_type::template exiting_yields<J>;

    /// The coroutine of a run: enters, calls the body, exits in reverse.
    ///
    /// All stages are awaited in one expression, or two, so that there is one frame however many
    /// they are, and unwrapped, for promises that take only their own kind. Nothing is awaited in a
    /// handler, which C++ does not allow, nor as a condition or an initialiser, which g++ 12
    /// miscompiles.
    template <class Coroutine, class Given>
    static Coroutine drive(Given given) {
        typename Run::told_type told = Run::told_in(given);
        Run run(static_cast<Given&&>(given));  // a parameter would outlive the run
        // A reference to its frame would be a variable of the coroutine, loaded for each use.
        [[maybe_unused]] choose_t<shields, bool, ::std::false_type> elsewhere{};
        if constexpr (shields) {
            auto const& caller = co_await traits::caller();
            elsewhere = Run::frame_type::attaches || traits::must_shield(caller);
            if (elsewhere) {
                using inner = shielded_run<Run>;
                using coroutine = typename traits::template rebind<Coroutine, void>;
                auto shielded =
                    driver<inner, ::std::index_sequence<K...>>::template drive<coroutine>(
                        inner(run.frame(), told));
                co_await traits::shield(static_cast<coroutine&&>(shielded), run.frame().context());
            }
        }
        if (!elsewhere) {
            AMBIT_TRY {
                ((run.frame().template before_enter<K>()
                      ? run.frame().template entered<K>(
                            (co_await run.frame().template entering<Coroutine, K>(),
                             or_nothing<entering_yields<K>>()))
                      : void()),
                 ...);
                if (run.frame().before_body()) {
                    if constexpr (Run::frame_type::awaits_body) {
                        run.frame().body_done(
                            (co_await run.frame().template awaiting_body<Coroutine>(),
                             or_nothing<typename Run::frame_type::body_yields>()));
                    } else {
                        run.frame().run_rest();
                    }
                }
            }
            AMBIT_CATCH { run.frame().threw(); }
            if constexpr (!Run::is_outermost) {
                co_await traits::begin_teardown(run.frame().context());
            }
            while (true) {  // again after each exit that throws
                run.frame().tell(told);
                AMBIT_TRY {
                    ((run.frame().template before_exit<sizeof...(K) - 1 - K>(told)
                          ? run.frame().template exited<sizeof...(K) - 1 - K>(
                                (co_await run.frame()
                                     .template exiting<Coroutine, sizeof...(K) - 1 - K>(told),
                                 or_nothing<exiting_yields<sizeof...(K) - 1 - K>>()))
                          : void()),
                     ...);
                    run.frame().exit_outermost(told);
                    break;
                }
                AMBIT_CATCH { run.frame().exit_threw(); }
            }
        }
        if constexpr (!Run::is_outermost) {
            co_return;
        } else if constexpr (::std::is_void_v<typename Run::frame_type::result>) {
            run.frame().take();
            co_return;
        } else {
            co_return run.frame().take();
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
