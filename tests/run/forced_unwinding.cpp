// SPDX-License-Identifier: BSL-1.0
// Rule 3.7: pthread_cancel's forced unwinding runs the exits and is never swallowed.
#include <support/cancelled_thread.hpp>
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <cstddef>
#include <exception>
#include <string>

#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

namespace {

using ambit::on_exit_error;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using namespace test;

constexpr orders exit_fails{.exit = true};

class semaphore {
public:
    semaphore() { ::sem_init(&s_, 0, 0); }
    semaphore(semaphore const&) = delete;
    ~semaphore() { ::sem_destroy(&s_); }
    void post() { ::sem_post(&s_); }
    void wait() { ::sem_wait(&s_); }

private:
    ::sem_t s_;
};

/// Runs f on a thread, gives it a function that waits to be cancelled, and cancels it there. Says
/// whether the thread ended as a cancelled one does.
template <class F>
bool cancel_inside(F f) {
    struct state {
        F& f;
        semaphore waiting;
    } shared{f, {}};
    pthread_t thread;
    auto const start = [](void* p) -> void* {
        auto& s = *static_cast<state*>(p);
        s.f([&s] {
            clear_marks_of_frames();
            s.waiting.post();
            for (;;) {
                ::pause();  // a cancellation point
            }
        });
        return nullptr;
    };
    REQUIRE(::pthread_create(&thread, nullptr, start, &shared) == 0);
    shared.waiting.wait();
    REQUIRE(::pthread_cancel(thread) == 0);
    void* result = nullptr;
    REQUIRE(::pthread_join(thread, &result) == 0);
    return result == PTHREAD_CANCELED;
}

}  // namespace

TEST_CASE("3.7 forced unwinding runs the exits in reverse order") {
    trace log;
    SECTION("nobody looks") {
        CHECK(cancel_inside(
            [&](auto wait) { run(scope(quiet{log, 0}) | scope(quiet{log, 1}) >> wait); }));
        CHECK(log == trace{}.enter(0).enter(1).exit(1).exit(0));
    }
    SECTION("exits that may throw") {
        CHECK(cancel_inside(
            [&](auto wait) { run(scope(holder{log, 0}) | scope(holder{log, 1}) >> wait); }));
        CHECK(log == trace{}.enter(0).enter(1).exit(1).exit(0));
    }
    SECTION("some look") {
        CHECK(cancel_inside([&](auto wait) {
            run(scope(watcher<>{log, 0}) | scope(quiet{log, 1}) | scope(watcher<>{log, 2}) >> wait);
        }));
        CHECK(log == trace{}
                         .enter(0)
                         .enter(1)
                         .enter(2)
                         .exit(2, seen::cancelled)
                         .exit(1)
                         .exit(0, seen::cancelled));
    }
}

TEST_CASE("3.7 forced unwinding: failed, cancelled, without an exception") {
    bool failed = false;
    bool cancelled = false;
    bool null = false;
    bool no_error = false;
    std::size_t origin = 9;
    CHECK(cancel_inside([&](auto wait) {
        run(scope(at_exit([&](outcome const& out) {
                failed = out.failed() && !out.succeeded();
                cancelled = out.cancelled();
                null = out.exception() == nullptr;
                no_error = out.error<std::exception>() == nullptr && out.error<int>() == nullptr;
                origin = out.origin();
            })) >>
            wait);
    }));
    CHECK(failed);
    CHECK(cancelled);
    CHECK(null);
    CHECK(no_error);
    CHECK(origin == 1);
}

TEST_CASE("3.7 5.2 forced unwinding is never suppressed, whatever is declared") {
    trace log;
    SECTION("everything") {
        CHECK(cancel_inside([&](auto wait) {
            run(scope(watcher<>{log, 0}) |
                scope(watcher<ambit::suppresses_everything>{log, 1}) >> wait);
        }));
    }
    SECTION("cancellation") {
        CHECK(cancel_inside([&](auto wait) {
            run(scope(watcher<>{log, 0}) |
                scope(watcher<ambit::suppresses<ambit::cancelled>>{log, 1}) >> wait);
        }));
    }
    SECTION("by a bool") {
        CHECK(cancel_inside([&](auto wait) {
            run(scope(watcher<>{log, 0}) |
                scope(judge<ambit::suppresses_everything, ambit::suppresses<ambit::cancelled>>{
                    log, 1, true}) >>
                    wait);
        }));
    }
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::cancelled).exit(0, seen::cancelled));
}

TEST_CASE("3.7 forced unwinding goes on when an exit throws") {
    trace log;
    SECTION("keep_first") {
        CHECK(cancel_inside([&](auto wait) {
            run(scope(watcher<>{log, 0}) | scope(watcher<>{log, 1, exit_fails}) >> wait);
        }));
        CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::cancelled).exit(0, seen::cancelled));
    }
    SECTION("keep_last") {
        CHECK(cancel_inside([&](auto wait) {
            run(scope(quiet{log, 0}) |
                scope(watcher<on_exit_error<ambit::keep_last>>{log, 1, exit_fails}) >> wait);
        }));
        CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::cancelled).exit(0));
    }
    SECTION("aggregate") {
        CHECK(cancel_inside([&](auto wait) {
            run(scope(quiet{log, 0}) |
                scope(watcher<on_exit_error<ambit::aggregate>>{log, 1, exit_fails}) >> wait);
        }));
        CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::cancelled).exit(0));
    }
}

TEST_CASE("3.7 forced unwinding during an enter exits the outer stages") {
    trace log;
    auto const waits_in_enter = [](auto wait) {
        struct stage {
            decltype(wait) w;
            void enter() { w(); }
            void exit() {}
        };
        return stage{wait};
    };
    CHECK(cancel_inside([&](auto wait) {
        run(scope(watcher<>{log, 0}) | scope(quiet{log, 1}) |
            scope(waits_in_enter(wait)) >> [&] { log.body(); });
    }));
    CHECK(log == trace{}.enter(0).enter(1).exit(1).exit(0, seen::cancelled));
}

TEST_CASE("3.7 forced unwinding drops a result that suppression would have made optional") {
    trace log;
    CHECK(cancel_inside([&](auto wait) {
        auto const result = run(scope(watcher<ambit::suppresses<int>>{log, 0}) >> [&] {
            wait();
            return 5;
        });
        log.note(result.value());
    }));
    CHECK(log == trace{}.enter(0).exit(0, seen::cancelled));
}

TEST_CASE("3.7 forced unwinding that begins in an exit runs the remaining exits") {
    trace log;
    SECTION("after success") {
        CHECK(cancel_inside([&](auto wait) {
            run(scope(watcher<>{log, 0}) | scope(quiet{log, 1}) |
                scope(at_exit([&](outcome const&) { wait(); })) >> [&] { log.body(); });
        }));
        CHECK(log == trace{}.enter(0).enter(1).body().exit(1).exit(0, seen::cancelled));
    }
    SECTION("with a failure in flight") {
        CHECK(cancel_inside([&](auto wait) {
            run(scope(watcher<>{log, 0}) | scope(quiet{log, 1}) |
                scope(at_exit([&](outcome const&) { wait(); })) >>
                    [] { raise(body_failure{{-1}}); });
        }));
        CHECK(log == trace{}.enter(0).enter(1).exit(1).exit(0, seen::cancelled));
    }
    SECTION("beside a stage that suppresses everything") {
        CHECK(cancel_inside([&](auto wait) {
            run(scope(watcher<ambit::suppresses_everything>{log, 0}) |
                scope(at_exit<ambit::suppresses_everything>([&](outcome const&) { wait(); })) >>
                    [] { raise(body_failure{{-1}}); });
        }));
        CHECK(log == trace{}.enter(0).exit(0, seen::cancelled));
    }
}

TEST_CASE("3.7 forced unwinding goes through a run inside a run") {
    trace log;
    CHECK(cancel_inside([&](auto wait) {
        run(scope(watcher<>{log, 0}) >>
            [&] { run(scope(watcher<ambit::suppresses_everything>{log, 1}) >> wait); });
    }));
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::cancelled).exit(0, seen::cancelled));
}

TEST_CASE("3.7 11.5 forced unwinding goes through an around, whose locals are destroyed") {
    struct noted {
        trace& log;
        ~noted() { log.destroy(1); }
    };
    trace log;
    CHECK(cancel_inside([&](auto wait) {
        run(scope(watcher<>{log, 0}) | scope(ambit::around([&](ambit::yield<> y) {
                noted const n{log};
                y();
            })) |
            scope(watcher<>{log, 2}) >> wait);
    }));
    CHECK(log ==
          trace{}.enter(0).enter(2).exit(2, seen::cancelled).destroy(1).exit(0, seen::cancelled));
}

TEST_CASE("3.7 11.5 forced unwinding is a cancellation to an around, which cannot end it") {
    trace log;
    bool cancelled = false;
    CHECK(cancel_inside([&](auto wait) {
        run(scope(watcher<>{log, 0}) | scope(ambit::around([&](ambit::yield<> y) {
                cancelled = y().cancelled();
                throw failure{1};
            })) |
            scope(watcher<>{log, 2}) >> wait);
    }));
    CHECK(cancelled);
    CHECK(log == trace{}.enter(0).enter(2).exit(2, seen::cancelled).exit(0, seen::cancelled));
}

TEST_CASE("3.2 3.7 forced unwinding in an exit that an enter's error value runs") {
    using fallible = expected<int, std::string>;
    struct opens {
        fallible enter() const { return unexpected{std::string(100, 'x')}; }
        void exit() const noexcept {}
    };
    auto const body = [](auto&...) -> fallible { return 1; };
    trace log;
    SECTION("each outer stage exits once, and sees it") {
        CHECK(cancel_inside([&](auto wait) {
            static_cast<void>(
                run(scope(watcher<>{log, 0}) | scope(quiet{log, 1}) | scope(watcher<>{log, 2}) |
                    scope(at_exit([&](outcome const&) { wait(); })) | scope(opens{}) >> body));
        }));
        CHECK(log == trace{}
                         .enter(0)
                         .enter(1)
                         .enter(2)
                         .exit(2, seen::cancelled)
                         .exit(1)
                         .exit(0, seen::cancelled));
    }
    SECTION("nobody looks at the outcome") {
        CHECK(cancel_inside([&](auto wait) {
            struct waits {
                decltype(wait) w;
                void enter() const {}
                void exit() const { w(); }
            };
            static_cast<void>(run(scope(quiet{log, 0}) | scope(holder{log, 1}) |
                                  scope(waits{wait}) | scope(opens{}) >> body));
        }));
        CHECK(log == trace{}.enter(0).enter(1).exit(1).exit(0));
    }
    SECTION("outside stages that would suppress anything") {
        CHECK(cancel_inside([&](auto wait) {
            static_cast<void>(run(scope(watcher<ambit::suppresses_everything>{log, 0}) |
                                  scope(at_exit([&](outcome const&) { wait(); })) |
                                  scope(opens{}) >> body));
        }));
        CHECK(log == trace{}.enter(0).exit(0, seen::cancelled));
    }
}
