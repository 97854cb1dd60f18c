// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_DEFER_HPP
#define AMBIT_ASIO_DEFER_HPP

#include <ambit/asio/frame_stack.hpp>
#include <ambit/managers/support/deferred.hpp>

#include <boost/asio/awaitable.hpp>

#include <coroutine>
#include <optional>

// defer, on_success and on_failure with a function that returns an `asio::awaitable`. It runs in
// the thread of execution of the run, and is shielded from cancellation as every exit is.

AMBIT_BEGIN
namespace detail {

template <class T, class Executor, class F, calls_on When>
class deferred_run<::boost::asio::awaitable<T, Executor>, F, When> {
public:
    using awaited_inside = ::boost::asio::awaitable<T, Executor>;

    template <class M>
    explicit deferred_run(M& m) noexcept : f_(&m.function()) {}
    deferred_run(deferred_run const&) = delete;
    deferred_run& operator=(deferred_run const&) = delete;
    ~deferred_run() = default;

    [[nodiscard]] auto async_enter() noexcept { return on_frame_stack(half(*this, false)); }
    [[nodiscard]] auto async_exit() noexcept
        requires(When == calls_on::exit)
    {
        return on_frame_stack(half(*this, true));
    }
    [[nodiscard]] auto async_exit(outcome const& o) noexcept
        requires(When != calls_on::exit)
    {
        return on_frame_stack(half(*this, detail::calls_after<When>(o)));
    }

private:
    class half {
    public:
        using result = void;
        using executor_type = Executor;
        half(deferred_run& r, bool calls) noexcept : run_(&r), calls_(calls) {}
        [[nodiscard]] bool is_ready() const noexcept { return !calls_; }
        template <class Promise>
        void begin(asio_frame<Executor>&, ::std::coroutine_handle<Promise> h) const {
            run_->called_.emplace((*run_->f_)());
            detail::push(*run_->called_, h);
        }
        void end() const {
            if (calls_) {
                at_end const ends{run_->called_};
                static_cast<void>(run_->called_->await_resume());
            }
        }
        void drop() const noexcept { run_->called_.reset(); }

    private:
        struct at_end {
            ::std::optional<awaited_inside>& called;
            ~at_end() { called.reset(); }
        };
        deferred_run* run_;
        bool calls_;
    };

    F* f_;
    ::std::optional<awaited_inside> called_;
};

}  // namespace detail
AMBIT_END

#endif
