// SPDX-License-Identifier: BSL-1.0
// Rule 13.3: wherever a stack is, its entries are exited once, with the failure as it stands.
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/managers/suppress.hpp>
#include <ambit/stack.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using ambit::exit_stack;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using namespace test;

/// Registers an entry of each kind: 1, 2, 3.
void fill(exit_stack<>& s, trace& log) {
    s.enter(watcher<>{log, 1});
    s.push([&log](outcome const& o) { log.exit(2, look(o)); });
    s.defer([&log] { log.exit(3); });
}
trace filled(seen what) { return trace{}.enter(1).exit(3).exit(2, what).exit(1, what); }

/// A manager of a user's, which has a stack for what it opens.
template <class... Fact>
struct session {
    using properties = ambit::properties<Fact...>;
    trace& log;
    exit_stack<Fact...> open{};

    session& enter() {
        open.enter(watcher<>{log, 1});
        open.enter(watcher<>{log, 2});
        open.defer([this] { log.exit(3); });
        return *this;
    }
    auto exit(outcome const& o) {
        if constexpr (sizeof...(Fact) == 0) {
            open.exit(o);
        } else {
            return open.exit(o);
        }
    }
};

}  // namespace

TEST_CASE("13.3 2.1 a stack that is an lvalue stage: empty and usable after each run") {
    trace log;
    exit_stack<> s;
    for (int i = 0; i != 3; ++i) {
        log = {};
        run(scope(s) >> [&](exit_stack<>& given) { fill(given, log); });
        CHECK(s.empty());
        CHECK(log == filled(seen::success));
    }
    log = {};
    CHECK_THROWS_AS(run(scope(s) >>
                        [&] {
                            fill(s, log);
                            throw 4;
                        }),
                    int);
    CHECK(log == filled(seen::failure));
}

TEST_CASE("13.3 what was registered before the run is exited with it") {
    trace log;
    exit_stack<> s;
    fill(s, log);
    CHECK_THROWS_AS(run(scope(std::move(s)) >> [] { throw 4; }), int);
    CHECK(log == filled(seen::failure));
}

TEST_CASE("13.3 where an outer stage cannot be entered the stack was not either, and closes") {
    trace log;
    {
        exit_stack<> s;
        fill(s, log);
        CHECK_THROWS_AS(run(scope(quiet{log, 9, {.enter = true}}) | scope(s) >> [] {}),
                        enter_failure);
        CHECK(log == trace{}.enter(1).enter(9));
    }
    CHECK(log == trace{}.enter(1).enter(9).exit(3).exit(2, seen::success).exit(1, seen::success));
}

TEST_CASE("13.3 3.3 where an inner stage cannot be entered the entries see that") {
    trace log;
    exit_stack<> s;
    fill(s, log);
    CHECK_THROWS_AS(run(scope(s) | scope(quiet{log, 9, {.enter = true}}) >> [] {}), enter_failure);
    CHECK(log == trace{}.enter(1).enter(9).exit(3).exit(2, seen::failure).exit(1, seen::failure));
}

TEST_CASE("13.3 a factory makes a stack for each run; wrap too") {
    trace log;
    auto f = ambit::wrap(scope([] { return exit_stack<suppresses<int>>(); }),
                         [&](exit_stack<suppresses<int>>& s, int n) {
                             CHECK(s.empty());
                             s.push([&log, n](outcome const& o) { log.exit(n, look(o)); });
                             if (n == 2) {
                                 throw n;
                             }
                             return n;
                         });
    CHECK(f(1) == 1);
    CHECK(f(2) == std::nullopt);
    CHECK(f(3) == 3);
    CHECK(log == trace{}.exit(1, seen::success).exit(2, seen::failure).exit(3, seen::success));
}

TEST_CASE("13.3 an inner factory and a stage that needs it get the stack of the run") {
    struct registers {
        using properties = ambit::properties<ambit::needs<exit_stack<>>>;
        trace* log;
        exit_stack<>* s;
        void enter() {
            s->push([l = log](outcome const& o) { l->exit(1, look(o)); });
        }
        void exit() { log->exit(2); }
    };
    trace log;
    CHECK_THROWS_AS(run(scope(exit_stack<>()) |
                        scope([&](exit_stack<>& s) { return registers{&log, &s}; }) >>
                            [](exit_stack<>&) { throw 4; }),
                    int);
    CHECK(log == trace{}.exit(2).exit(1, seen::failure));
}

TEST_CASE("13.3 a stack in a stack is exited in its place") {
    trace log;
    CHECK_THROWS_AS(run(scope(exit_stack<>()) >>
                        [&](exit_stack<>& s) {
                            s.enter(watcher<>{log, 9});
                            exit_stack<>& inner = s.enter(exit_stack<>());
                            s.enter(watcher<>{log, 8});
                            fill(inner, log);
                            throw 4;
                        }),
                    int);
    CHECK(log == trace{}
                     .enter(9)
                     .enter(8)
                     .enter(1)
                     .exit(8, seen::failure)
                     .exit(3)
                     .exit(2, seen::failure)
                     .exit(1, seen::failure)
                     .exit(9, seen::failure));
}

TEST_CASE("13.3 a stack in a stack suppresses what both declare") {
    auto const attempt = [](auto outer, auto inner) {
        try {
            outer.enter(std::move(inner)).push([] { return true; });
            outer.defer([] {});
        } catch (...) {
            FAIL("not entered");
        }
        return !run(scope(std::move(outer)) >> [] { throw 4; });
    };
    using any = ambit::suppresses_everything;
    CHECK(attempt(exit_stack<any>(), exit_stack<any>()));
    CHECK(attempt(exit_stack<suppresses<int>>(), exit_stack<any>()));
    CHECK(attempt(exit_stack<any>(), exit_stack<suppresses<int>>()));
    CHECK_THROWS_AS(attempt(exit_stack<suppresses<long>>(), exit_stack<any>()), int);
    CHECK_THROWS_AS(attempt(exit_stack<any>(), exit_stack<suppresses<long>>()), int);
}

TEST_CASE("13.3 an lvalue stack as an entry: exited by either, once") {
    trace log;
    exit_stack<> shared;
    exit_stack<> s;
    s.enter(shared);
    fill(shared, log);
    s.close();
    CHECK(log == filled(seen::success));
    CHECK(shared.empty());
}

TEST_CASE("13.3 a stack that is a member of a manager, which passes on its outcome") {
    trace log;
    seen saw = seen::failure;
    SECTION("on success") {
        run(scope(session<>{log}) >> [](session<>&) {});
        saw = seen::success;
    }
    SECTION("on failure") {
        CHECK_THROWS_AS(run(scope(session<>{log}) >> [](session<>&) { throw 4; }), int);
    }
    SECTION("a cancellation") {
        CHECK_THROWS_AS(run(scope(session<>{log}) >> [](session<>&) { throw ambit::cancelled(); }),
                        ambit::cancelled);
        saw = seen::cancelled;
    }
    SECTION("an error value") {
        auto const result = run(scope(session<>{log}) >> [](session<>&) -> expected<int, error> {
            return unexpected{error{4}};
        });
        CHECK(result == unexpected{error{4}});
    }
    CHECK(log == trace{}.enter(1).enter(2).exit(3).exit(2, saw).exit(1, saw));
}

TEST_CASE("13.3 such a manager suppresses what it and its stack declare") {
    trace log;
    CHECK_FALSE(run(scope(watcher<>{log, 0}) | scope(session<suppresses<int>>{log}) >> [](auto& s) {
        s.open.push([] { return true; });
        throw 4;
    }));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(2)
                     .exit(3)
                     .exit(2, seen::success)
                     .exit(1, seen::success)
                     .exit(0, seen::success));
    CHECK_THROWS_AS(run(scope(session<suppresses<int>>{log}) >>
                        [](auto& s) {
                            s.open.push([] { return false; });
                            throw 4;
                        }),
                    int);
}

TEST_CASE("13.3 what entries of such a stack throw, its manager's exit throws") {
    trace log;
    std::size_t aside = 9;
    auto const outside = [&] {
        return at_exit([&](outcome const& o) { aside = o.secondary().size(); });
    };
    SECTION("after success") {
        CHECK_THROWS_AS(run(scope(outside()) |
                            scope(session<>{log}) >>
                                [](session<>& s) { s.open.defer([] { throw 1; }); }),
                        int);
        CHECK(log ==
              trace{}.enter(1).enter(2).exit(3).exit(2, seen::failure).exit(1, seen::failure));
        CHECK(aside == 0);
    }
    SECTION("beside another failure") {
        CHECK_THROWS_AS(run(scope(outside()) | scope(session<>{log}) >>
                                                   [](session<>& s) {
                                                       s.open.defer([] { throw 1; });
                                                       throw 'c';
                                                   }),
                        char);
        CHECK(aside == 1);
    }
}

TEST_CASE("13.3 10.9 a stack as one of both") {
    trace log;
    auto const attempt = [&](auto drive) {
        log = {};
        CHECK_THROWS_AS(drive(scope(ambit::both(exit_stack<>(), watcher<>{log, 9})) >>
                              [&](exit_stack<>& s) {
                                  fill(s, log);
                                  throw 4;
                              }),
                        int);
        CHECK(log == trace{}
                         .enter(9)
                         .enter(1)
                         .exit(9, seen::failure)
                         .exit(3)
                         .exit(2, seen::failure)
                         .exit(1, seen::failure));
    };
    attempt([](auto block) { run(std::move(block)); });
    std::optional<int> const suppressed =
        run(scope(ambit::both(exit_stack<suppresses<int>>(), quiet{log, 1})) >> [](auto& s) {
            s.push([] { return true; });
            if (!s.empty()) {
                throw 4;
            }
            return 3;
        });
    CHECK_FALSE(suppressed);
}

TEST_CASE("13.3 11.5 a stack outside and inside an around") {
    trace log;
    CHECK_THROWS_AS(run(scope(exit_stack<>()) |
                        scope(ambit::around([&](ambit::yield<> y) { log.exit(7, look(y())); })) |
                        scope(exit_stack<suppresses<int>>()) >>
                            [&](auto& outer, auto& inner) {
                                fill(outer, log);
                                inner.defer([] { throw 'c'; });
                                inner.push([] { return true; });
                                throw 4;
                            }),
                    char);
    CHECK(log == trace{}
                     .enter(1)
                     .exit(7, seen::failure)
                     .exit(3)
                     .exit(2, seen::failure)
                     .exit(1, seen::failure));
    log = {};
    CHECK(run(scope(exit_stack<>()) |
              scope(ambit::around([&](ambit::yield<> y) { log.exit(7, look(y())); })) >>
                  [&](auto& s) {
                      fill(s, log);
                      return 5;
                  }) == 5);
    CHECK(log == trace{}
                     .enter(1)
                     .exit(7, seen::success)
                     .exit(3)
                     .exit(2, seen::success)
                     .exit(1, seen::success));
    CHECK_THROWS_AS(run(scope(ambit::around([&](ambit::yield<> y) { log.exit(6, look(y())); })) |
                        scope(exit_stack<>()) >> [&](auto& s) { s.defer([] { throw 4; }); }),
                    int);
}

TEST_CASE("13.3 a run inside an entry, a stack inside that") {
    trace log;
    exit_stack<> s;
    s.push([&](outcome const& o) {
        log.exit(9, look(o));
        run(scope(exit_stack<>()) >> [&](exit_stack<>& inner) { fill(inner, log); });
    });
    s.defer([] { throw 4; });
    CHECK_THROWS_AS(s.close(), int);
    CHECK(log == trace{}
                     .exit(9, seen::failure)
                     .enter(1)
                     .exit(3)
                     .exit(2, seen::success)
                     .exit(1, seen::success));
}

TEST_CASE("13.3 3.7 a stack in a destructor, during unwinding, sees its own outcome") {
    trace log;
    struct runs_in_destructor {
        trace& log;
        ~runs_in_destructor() {
            exit_stack<> s;
            fill(s, log);
        }
    };
    try {
        runs_in_destructor const r{log};
        throw 4;
    } catch (int) {
    }
    CHECK(log == filled(seen::success));
}

TEST_CASE("13.3 9.1 what a plan says of a stack") {
    using plain = decltype(scope(exit_stack<>()));
    using forgiving = decltype(scope(exit_stack<suppresses<int>>()));
    STATIC_REQUIRE_FALSE(ambit::plan<plain>::may_suppress);
    STATIC_REQUIRE(ambit::plan<forgiving>::may_suppress);
    STATIC_REQUIRE_FALSE(ambit::plan<plain>::is_async);
    STATIC_REQUIRE_FALSE(ambit::plan<plain>::is_nothrow);
    STATIC_REQUIRE(ambit::well_formed<plain>);
    STATIC_REQUIRE(ambit::well_formed<forgiving>);
    // Hidden from what is transactional, unless it is acknowledged.
    struct transaction {
        using properties = ambit::properties<ambit::transactional>;
        void enter() {}
        void exit(outcome const&) {}
    };
    STATIC_REQUIRE(ambit::well_formed<decltype(scope(transaction()) | scope(exit_stack<>()))>);
    STATIC_REQUIRE_FALSE(
        ambit::well_formed<decltype(scope(transaction()) | scope(exit_stack<suppresses<int>>()))>);
}
