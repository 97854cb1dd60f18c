// SPDX-License-Identifier: BSL-1.0
// Stages whose every trace is written down, for runs that are destroyed while suspended.
#ifndef AMBIT_TESTS_ASYNC_MORTAL_HPP
#define AMBIT_TESTS_ASYNC_MORTAL_HPP

#include <support/by_hand.hpp>
#include <support/event_loop.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>

#include <utility>

namespace test {

/// An object that writes down its death.
class mortal {
public:
    mortal(trace& log, int id) : log_(&log), id_(id) {}
    mortal(mortal&& other) noexcept : log_(std::exchange(other.log_, nullptr)), id_(other.id_) {}
    mortal& operator=(mortal&&) = delete;
    ~mortal() {
        if (log_ != nullptr) {
            log_->destroy(id_);
        }
    }
    [[nodiscard]] int id() const { return id_; }

private:
    trace* log_;
    int id_;
};

/// A note that an outcome has an exception, written by exits whose frame was destroyed, where
/// there must be none.
inline constexpr int has_exception = 77;

/// A synchronous stage. As every exit that looks, it is told how the run ended.
struct called {
    trace& log;
    int id;
    mortal enter() const {
        log.enter(id);
        return {log, id};
    }
    void exit(mortal& r, ambit::outcome const& out) const {
        log.exit(r.id(), look(out));
        if (out.cancelled() && out.exception() != nullptr) {
            log.note(has_exception);
        }
    }
};

/// A stage that suspends once to enter and once to exit, and cannot be abandoned: only its resource
/// dies.
struct awaited {
    trace& log;
    int id;
    event_loop& loop;
    auto async_enter() {
        return later(loop, [this] {
            log.enter(id);
            return mortal(log, id);
        });
    }
    auto async_exit(mortal& r, ambit::outcome const& out) {
        return later(loop, [this, &r, &out] { log.exit(r.id(), look(out)); });
    }
};
/// Notes that an async stage was abandoned.
constexpr int abandoned(int id) { return 100 + id; }
/// The same, and it is abandoned with its resource, or without.
struct abandoning : awaited {
    void abandon(mortal& r) noexcept { log.note(abandoned(r.id())); }
};
struct abandoning_blindly : awaited {
    void abandon() noexcept { log.note(abandoned(id)); }
};

/// What happens in a run that is started, resumed k times, and destroyed. Its trace ends with a
/// note if it had ended before.
inline constexpr int ended = 99;
template <class Coroutine>
void destroy_after(int k, event_loop& loop, trace& log, Coroutine coroutine) {
    {
        by_hand<Coroutine> it(std::move(coroutine));
        it.start();
        while (k-- != 0 && loop.step()) {
        }
        if (it.ended()) {
            log.note(ended);
        }
    }
    loop.clear();
}

}  // namespace test

#endif
