// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASIO_WITHIN_HPP
#define AMBIT_ASIO_WITHIN_HPP

#include <ambit/asio/traits.hpp>
#include <ambit/manager/facts.hpp>
#include <ambit/manager/outcome.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <utility>

AMBIT_BEGIN

/// @brief The time that `within` gives is up. Its code is `boost::asio::error::timed_out`.
class timed_out : public ::boost::system::system_error {
public:
    timed_out() : system_error(::boost::asio::error::timed_out, "ambit::within") {}
};

namespace detail {

/// A timer that cancels one run. Shared with its handler, which may be called when the run is over.
class deadline_clock : public ::std::enable_shared_from_this<deadline_clock> {
public:
    template <class Executor>
    deadline_clock(Executor const& e, ::std::chrono::nanoseconds d, asio_canceller& c)
        : timer_(e), duration_(d), canceller_(&c) {}

    void restart() {
        if (canceller_ != nullptr) {
            canceller_->forget(this);
        }
        timer_.expires_after(
            ::std::chrono::duration_cast<::boost::asio::steady_timer::duration>(duration_));
        timer_.async_wait(
            [self = shared_from_this()](::boost::system::error_code const& e) { self->rang(e); });
    }
    /// No stage is to be cancelled any more.
    void stop() noexcept {
        canceller_ = nullptr;
        try {
            timer_.cancel();
        } catch (...) {  // it rings, and finds that it was stopped
        }
    }
    /// Time was up, and nobody else has cancelled what is inside since then.
    [[nodiscard]] bool has_expired() const noexcept {
        return canceller_ != nullptr && canceller_->was(this);
    }

private:
    void rang(::boost::system::error_code const& e) {
        // A timer that was set anew may have been about to ring.
        bool const too_early = timer_.expiry() > ::boost::asio::steady_timer::clock_type::now();
        if (!e && !too_early && canceller_ != nullptr) {
            canceller_->cancel(::boost::asio::cancellation_type::terminal, this);
        }
    }

    ::boost::asio::steady_timer timer_;
    ::std::chrono::nanoseconds duration_;
    asio_canceller* canceller_;
};

}  // namespace detail

/// @brief The resource of `idle_within`: a copyable handle, valid while the stage is entered.
class idle_deadline {
public:
    explicit idle_deadline(::std::shared_ptr<detail::deadline_clock> c) noexcept
        : clock_(static_cast<::std::shared_ptr<detail::deadline_clock>&&>(c)) {}
    /// @brief Something happened: the time begins anew.
    void restart() { clock_->restart(); }

private:
    ::std::shared_ptr<detail::deadline_clock> clock_;
};

namespace detail {

/// @tparam Idle whether the deadline can be restarted, by its resource.
template <bool Idle>
class [[nodiscard]] within_manager {
public:
    using properties = ::ambit::properties<on_exit_error<keep_last>>;

    [[nodiscard]] constexpr explicit within_manager(::std::chrono::nanoseconds d) noexcept
        : duration_(d) {}

    class running {
    public:
        explicit running(within_manager const& m) noexcept : duration_(m.duration_) {}
        running(running const&) = delete;
        running& operator=(running const&) = delete;
        ~running() {
            if (clock_ != nullptr) {
                clock_->stop();
            }
        }

        void attach(asio_canceller& c) noexcept { canceller_ = &c; }
        [[nodiscard]] auto async_enter() noexcept { return entering(*this); }
        [[nodiscard]] auto async_exit(outcome const& o) {
            bool const expired = clock_->has_expired() && o.cancelled();
            clock_->stop();
            if (expired) {
                throw timed_out();
            }
            return ::boost::asio::dispatch(::boost::asio::deferred);
        }

    private:
        template <class Executor>
        void start(Executor const& e) {
            clock_ = ::std::make_shared<deadline_clock>(e, duration_, *canceller_);
            clock_->restart();
        }

        /// An asynchronous operation, so that any executor's coroutines can await it.
        class entering {
            using signature = ::std::conditional_t<Idle, void(idle_deadline), void()>;
            struct initiation {
                running* run;
                template <class Handler>
                void operator()(Handler&& handler) const {
                    run->start(::boost::asio::get_associated_executor(handler));
                    if constexpr (Idle) {
                        ::boost::asio::dispatch([h = ::std::forward<Handler>(handler),
                                                 d = idle_deadline(run->clock_)]() mutable {
                            ::std::move(h)(::std::move(d));
                        });
                    } else {
                        ::boost::asio::dispatch(::std::forward<Handler>(handler));
                    }
                }
            };

        public:
            explicit entering(running& r) noexcept : start_{&r} {}
            template <class Token>
            auto operator()(Token&& token)
                -> decltype(::boost::asio::async_initiate<Token, signature>(
                    ::std::declval<initiation>(), token)) {
                return ::boost::asio::async_initiate<Token, signature>(start_, token);
            }

        private:
            initiation start_;
        };

        ::std::chrono::nanoseconds duration_;
        asio_canceller* canceller_ = nullptr;
        ::std::shared_ptr<deadline_clock> clock_;
    };

private:
    ::std::chrono::nanoseconds duration_;
};

}  // namespace detail

/// @brief A deadline for what is inside of it: the stages there and the body.
///
/// Requires: an Asio run; its executor is a strand, or its context is run by one thread.
/// Effects: when the time is up, what is being awaited inside is cancelled (terminally); all exits
/// run to their ends, for they are shielded. No resource.
/// Throws: `timed_out` in place of the cancellation (`on_exit_error<keep_last>`). Who finishes in
/// spite of being cancelled has finished; a cancellation by the caller stays one.
template <class Rep, class Period>
[[nodiscard]] constexpr auto within(::std::chrono::duration<Rep, Period> d) {
    return detail::within_manager<false>(d);
}
/// @brief A deadline that can be put off: its resource, an `idle_deadline`, has `restart()`.
template <class Rep, class Period>
[[nodiscard]] constexpr auto idle_within(::std::chrono::duration<Rep, Period> d) {
    return detail::within_manager<true>(d);
}

AMBIT_END

#endif
