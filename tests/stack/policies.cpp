// SPDX-License-Identifier: BSL-1.0
// Rule 13.3: what entries may suppress, what becomes of those that fail, and what a run returns.
#include <support/catch.hpp>
#include <support/death.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/managers/suppress.hpp>
#include <ambit/managers/suppress_everything.hpp>
#include <ambit/stack.hpp>

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using ambit::cancelled;
using ambit::exit_stack;
using ambit::on_exit_error;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using namespace test;

/// Whether a stack with these facts suppresses what the body throws, where `fill` registers.
template <class... Fact, class Fill, class E>
bool suppressed(Fill fill, E const& e) {
    bool saw_success = false;
    try {
        auto const block =
            scope(at_exit([&](outcome const& o) { saw_success = o.succeeded(); })) |
            scope([] { return exit_stack<Fact...>(); }) >> [&](exit_stack<Fact...>& s) {
                fill(s);
                throw e;
            };
        run(block);
    } catch (E const&) {
        CHECK_FALSE(saw_success);
        return false;
    }
    CHECK(saw_success);
    return true;
}

constexpr auto yes = [](auto& s) { s.push([] { return true; }); };
constexpr auto no = [](auto& s) { s.push([] { return false; }); };
constexpr auto silent = [](auto& s) { s.push([] {}); };
template <class M>
auto entering(M m) {
    return [m](auto& s) { s.enter(m); };
}

int number_in(std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (int n) {
        return n;
    }
}
template <class Range>
std::vector<int> numbers_in(Range const& range) {
    std::vector<int> all;
    for (auto const& p : range) {
        all.push_back(number_in(p));
    }
    return all;
}

/// What the last exit sees of a failure.
struct sight {
    int failure = 0;
    std::vector<int> secondary;
    std::size_t origin = 99;
    std::size_t aggregated = 0;
};
auto observe(sight& s) {
    return at_exit([&s](outcome const& o) {
        s.origin = o.origin();
        s.secondary = numbers_in(o.secondary());
        if (auto const* n = o.error<int>()) {
            s.failure = *n;
        }
        if (auto const* all = o.error<ambit::aggregate_error>()) {
            s.aggregated = all->errors().size();
        }
    });
}

}  // namespace

// --- suppression ---------------------------------------------------------------------------------

TEST_CASE("13.3 5 a pushed function suppresses what the stack declares") {
    std::out_of_range const derived("");
    CHECK(suppressed<suppresses<int>>(silent, 4));
    CHECK(suppressed<suppresses<int>>(yes, 4));
    CHECK_FALSE(suppressed<suppresses<int>>(no, 4));
    CHECK(suppressed<suppresses<std::logic_error>>(yes, derived));
    CHECK(suppressed<suppresses<int, std::exception>>(silent, derived));
    CHECK_FALSE(suppressed<suppresses<std::length_error>>(silent, derived));
    CHECK_FALSE(suppressed<suppresses<std::length_error>>(yes, derived));
    CHECK(suppressed<suppresses_everything>(yes, derived));
    CHECK(suppressed<suppresses_everything>(silent, 4));
    CHECK_FALSE(suppressed<suppresses_everything>(no, 4));
    CHECK_FALSE(suppressed<>(silent, 4));
}

TEST_CASE("13.3 5 a stack without entries suppresses nothing, nor do deferred functions") {
    CHECK_FALSE(suppressed<suppresses_everything>([](auto&) {}, 4));
    CHECK_FALSE(
        suppressed<suppresses_everything>([](auto& s) { s.defer([] { return true; }); }, 4));
}

TEST_CASE("13.3 5 an entered manager suppresses what both it and the stack declare") {
    using ambit::suppress;
    using ambit::suppress_everything;
    std::out_of_range const derived("");
    CHECK(suppressed<suppresses<int>>(entering(suppress<int>()), 4));
    CHECK(suppressed<suppresses_everything>(entering(suppress<int>()), 4));
    CHECK(suppressed<suppresses<int>>(entering(suppress_everything()), 4));
    CHECK(suppressed<suppresses<std::exception>>(entering(suppress<std::out_of_range>()), derived));
    CHECK(suppressed<suppresses<std::out_of_range>>(entering(suppress<std::exception>()), derived));
    CHECK_FALSE(suppressed<>(entering(suppress_everything()), 4));
    CHECK_FALSE(suppressed<>(entering(suppress<int>()), 4));
    CHECK_FALSE(suppressed<suppresses<int>>(entering(suppress<long>()), 4));
    CHECK_FALSE(suppressed<suppresses<long>>(entering(suppress<int>()), 4));
    CHECK_FALSE(suppressed<suppresses<long, int>>(entering(suppress<char, long>()), 4));
}

TEST_CASE("13.3 5 an entered manager whose exit answers") {
    trace log;
    using answers = judge<suppresses<int>>;
    CHECK(suppressed<suppresses_everything>(entering(answers{log, 1, true}), 4));
    CHECK_FALSE(suppressed<suppresses_everything>(entering(answers{log, 1, false}), 4));
    CHECK_FALSE(suppressed<suppresses<long>>(entering(answers{log, 1, true}), 4));
    CHECK_FALSE(suppressed<>(entering(answers{log, 1, true}), 4));
    CHECK_FALSE(suppressed<suppresses_everything>(
        entering(ambit::with<suppresses<long>>(judge<suppresses_everything>{log, 1, true})), 4));
}

TEST_CASE("13.3 5.2 cancellations where they are declared, by both") {
    using ambit::suppress;
    using ambit::suppress_everything;
    CHECK(suppressed<suppresses<cancelled>>(silent, cancelled()));
    CHECK(suppressed<suppresses<cancelled>>(entering(suppress<cancelled>()), cancelled()));
    CHECK_FALSE(suppressed<suppresses_everything>(silent, cancelled()));
    CHECK_FALSE(suppressed<suppresses_everything>(entering(suppress<cancelled>()), cancelled()));
    CHECK_FALSE(suppressed<suppresses<cancelled>>(entering(suppress_everything()), cancelled()));
    CHECK(suppressed<suppresses_everything, suppresses<cancelled>>(entering(suppress<cancelled>()),
                                                                   cancelled()));
}

TEST_CASE("13.3 1.6 `with` narrows what a stack that is a stage suppresses, or says it first") {
    auto const attempt = [](auto stage, auto fill) {
        return !run(scope(std::move(stage)) >> [&](auto& s) {
            fill(s);
            throw 4;
        });
    };
    CHECK(attempt(ambit::with<suppresses<int>>(exit_stack<suppresses_everything>()), yes));
    CHECK(attempt(ambit::with<suppresses<int>>(exit_stack<>()), silent));
    CHECK(attempt(ambit::with<suppresses<int>>(exit_stack<>()), entering(ambit::suppress<int>())));
    CHECK_THROWS_AS(attempt(ambit::with<suppresses<long>>(exit_stack<suppresses_everything>()),
                            yes),
                    int);
    CHECK_THROWS_AS(attempt(ambit::with<suppresses<long>>(exit_stack<suppresses_everything>()),
                            entering(ambit::suppress<int>())),
                    int);
}

TEST_CASE("13.3 5.1 a bool that is returned on success is ignored") {
    CHECK(run(scope(exit_stack<suppresses_everything>()) >> [](auto& s) {
              s.push([] { return true; });
              return 4;
          }) == 4);
}

TEST_CASE("13.3 3.5 3.6 each entry sees the failure as it stands; after a suppression, success") {
    trace log;
    CHECK_FALSE(
        run(scope(watcher<>{log, 0}) | scope(exit_stack<suppresses<int>>()) >> [&](auto& s) {
            s.enter(watcher<>{log, 1});
            s.push([&](outcome const& o) {
                log.exit(2, look(o));
                return true;
            });
            s.enter(watcher<suppresses_everything>{log, 3});
            s.push([&](outcome const& o) {
                log.exit(4, look(o));
                return false;
            });
            throw 4;
        }));
    CHECK(log == trace{}
                     .enter(0)
                     .enter(1)
                     .enter(3)
                     .exit(4, seen::failure)
                     .exit(3, seen::failure)
                     .exit(2, seen::success)
                     .exit(1, seen::success)
                     .exit(0, seen::success));
}

TEST_CASE("13.3 3.6 nothing of a suppressed failure remains") {
    auto alive = std::make_shared<int>(1);
    std::weak_ptr<int> const watch = alive;
    std::exception_ptr current;
    bool gone = false;
    exit_stack<suppresses_everything> s;
    s.push([&] {
        gone = watch.expired();
        current = std::current_exception();
        return false;
    });
    s.push([] { return true; });
    s.defer([a = std::move(alive)] { throw a; });
    s.close();
    CHECK(gone);
    CHECK(current == nullptr);
}

TEST_CASE("13.3 5 close: what entries throw may be suppressed by those below") {
    trace log;
    exit_stack<suppresses<int>> s;
    s.push([&](outcome const& o) { log.exit(0, look(o)); });
    s.push([&](outcome const& o) {
        log.exit(1, look(o));
        return true;
    });
    s.defer([] { throw 1; });
    s.close();
    CHECK(log == trace{}.exit(1, seen::failure).exit(0, seen::success));
}

// --- exits that fail -----------------------------------------------------------------------------

TEST_CASE("13.3 6.1 with no failure in flight, what an entry throws becomes it") {
    sight seen_outside;
    CHECK_THROWS_AS(run(scope(observe(seen_outside)) | scope(exit_stack<>()) >>
                                                           [](auto& s) {
                                                               s.defer([] { throw 7; });
                                                               return 1;
                                                           }),
                    int);
    CHECK(seen_outside.failure == 7);
    CHECK(seen_outside.secondary.empty());
    CHECK(seen_outside.origin == 1);
}

TEST_CASE("13.3 6.2 keep_first: the first stays, all others are set aside, oldest first") {
    sight outside;
    std::vector<int> all;
    CHECK_THROWS_AS(run(scope(observe(outside)) |
                        scope(exit_stack<>()) >>
                            [&](auto& s) {
                                for (int i = 40; i != 0; --i) {
                                    all.insert(all.begin(), i);
                                    s.push([i](outcome const& o) {
                                        CHECK(o.secondary().size() ==
                                              static_cast<std::size_t>(i - 1));
                                        throw i;
                                    });
                                }
                                throw 100;
                            }),
                    int);
    CHECK(outside.failure == 100);
    CHECK(outside.origin == 2);
    CHECK(outside.secondary == all);
}

TEST_CASE("13.3 6.2 and stages outside the stack add theirs, however many there are") {
    auto const throwing = [](int n) { return at_exit([n](outcome const&) { throw n; }); };
    for (int count = 0; count != 60; ++count) {
        std::vector<int> aside;
        std::vector<int> expected{1};
        CHECK_THROWS_AS(run(scope(at_exit(
                                [&](outcome const& o) { aside = numbers_in(o.secondary()); })) |
                            scope(throwing(102)) | scope(throwing(101)) | scope(exit_stack<>()) |
                            scope(throwing(1)) >>
                                [&](auto& s) {
                                    for (int i = count; i != 0; --i) {
                                        s.defer([n = i + 1] { throw n; });
                                    }
                                    throw 0;
                                }),
                        int);
        for (int i = 1; i <= count; ++i) {
            expected.push_back(i + 1);
        }
        expected.insert(expected.end(), {101, 102});
        CHECK(aside == expected);
    }
}

TEST_CASE("13.3 6.2 several stacks in a run, and stacks in stacks, lose nothing") {
    std::vector<int> aside;
    auto const fill = [](exit_stack<>& s, int from) {
        for (int i = 3; i-- != 0;) {
            s.defer([n = from + i] { throw n; });
        }
    };
    CHECK_THROWS_AS(run(scope(
                            at_exit([&](outcome const& o) { aside = numbers_in(o.secondary()); })) |
                        scope(exit_stack<>()) |
                        scope(exit_stack<>()) >>
                            [&](exit_stack<>& a, exit_stack<>& b) {
                                fill(a, 19);
                                exit_stack<>& in_a = a.enter(exit_stack<>());
                                fill(in_a, 16);
                                fill(in_a.enter(exit_stack<>()), 13);
                                fill(a, 10);
                                fill(b, 4);
                                fill(b.enter(exit_stack<>()), 1);
                                throw 0;
                            }),
                    int);
    CHECK(aside == std::vector{1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21});
}

TEST_CASE("13.3 6.2 close of a stack in a stack") {
    exit_stack<on_exit_error<ambit::aggregate>> s;
    auto& inner = s.enter(exit_stack<on_exit_error<ambit::aggregate>>());
    for (int i = 6; i != 3; --i) {
        inner.defer([i] { throw i; });
    }
    for (int i = 3; i != 0; --i) {
        s.defer([i] { throw i; });
    }
    try {
        s.close();
        FAIL("did not throw");
    } catch (ambit::aggregate_error const& e) {
        CHECK(numbers_in(e.errors()) == std::vector{1, 2, 3, 4, 5, 6});
    }
    exit_stack<> keeps_first;
    auto& in = keeps_first.enter(exit_stack<>());
    in.defer([] { throw 3; });
    in.defer([] { throw 2; });
    keeps_first.defer([] { throw 1; });
    try {
        keeps_first.close();
        FAIL("did not throw");
    } catch (int n) {
        CHECK(n == 1);
    }
}

TEST_CASE("13.3 6.2 keep_last, Python's rule: the last stays") {
    sight outside;
    CHECK_THROWS_AS(run(scope(observe(outside)) |
                        scope(exit_stack<on_exit_error<ambit::keep_last>>()) >>
                            [](auto& s) {
                                s.defer([] { throw 2; });
                                s.defer([] { throw 1; });
                                throw 0;
                            }),
                    int);
    CHECK(outside.failure == 2);
    CHECK(outside.secondary == std::vector{0, 1});
    CHECK(outside.origin == 1);
}

TEST_CASE("13.3 6.2 aggregate: one flat list, the origin is the first's") {
    sight outside;
    CHECK_THROWS_AS(run(scope(observe(outside)) |
                        scope(exit_stack<on_exit_error<ambit::aggregate>>()) >>
                            [](auto& s) {
                                for (int i = 20; i != 0; --i) {
                                    s.defer([i] { throw i; });
                                }
                                throw 0;
                            }),
                    ambit::aggregate_error);
    CHECK(outside.aggregated == 21);
    CHECK(outside.secondary.empty());
    CHECK(outside.origin == 2);
}

TEST_CASE("13.3 6.2 an entered manager has its own policy") {
    trace log;
    using last = watcher<on_exit_error<ambit::keep_last>>;
    exit_stack<> s;
    s.enter(last{log, 3, {.exit = true}});
    s.enter(ambit::with<on_exit_error<ambit::aggregate>>(holder{log, 2, {.exit = true}}));
    s.enter(holder{log, 1, {.exit = true}});
    s.defer([] { throw 0; });
    try {
        s.close();
        FAIL("did not throw");
    } catch (exit_failure const& e) {
        CHECK(e.who == 3);
    }
}

TEST_CASE("13.3 6.2 terminate: of callables by the stack's fact, of a manager by its own") {
    trace log;
    CHECK(terminates([] {
        exit_stack<on_exit_error<ambit::terminate>> s;
        s.defer([] { throw 1; });
        s.close();
    }));
    CHECK(terminates([] {
        exit_stack<on_exit_error<ambit::terminate>> s;
        s.push([ballast = std::vector<int>(3), a = 1L, b = 2L](outcome const&) {
            static_cast<void>(ballast.size());
            throw a + b;
        });
        s.close();
    }));
    CHECK(terminates([&] {
        exit_stack<> s;
        s.enter(watcher<on_exit_error<ambit::terminate>>{log, 1, {.exit = true}});
        s.close();
    }));
    CHECK_FALSE(terminates([&] {
        exit_stack<on_exit_error<ambit::terminate>> s;
        s.enter(holder{log, 1, {.exit = true}});
        try {
            s.close();
        } catch (exit_failure const&) {
        }
    }));
}

TEST_CASE("13.3 6.3 an entry that threw suppresses nothing, the others run") {
    trace log;
    exit_stack<suppresses_everything> s;
    s.push([&](outcome const& o) {
        log.exit(0, look(o));
        return false;
    });
    s.push([] { throw 2; });
    s.enter(watcher<suppresses_everything>{log, 1, {.exit = true}});
    s.defer([] { throw 1; });
    CHECK_THROWS_AS(s.close(), int);
    CHECK(log == trace{}.enter(1).exit(1, seen::failure).exit(0, seen::failure));
}

TEST_CASE("13.3 6.3 the same exception thrown again is one failure") {
    std::size_t aside = 9;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& o) { aside = o.secondary().size(); })) |
                        scope(exit_stack<>()) >>
                            [](auto& s) {
                                for (int i = 0; i != 3; ++i) {
                                    s.push([](outcome const& o) {
                                        std::rethrow_exception(o.exception());
                                    });
                                }
                                throw 4;
                            }),
                    int);
    CHECK(aside == 0);
}

// --- results -------------------------------------------------------------------------------------

TEST_CASE("13.3 7 the result: the body's own, or optional where the stack may suppress") {
    auto const plain = [](auto&) { return 4; };
    using forgiving = exit_stack<suppresses<int>>;
    STATIC_REQUIRE(std::is_same_v<decltype(run(scope(exit_stack<>()) >> plain)), int>);
    STATIC_REQUIRE(std::is_same_v<decltype(run(scope(forgiving()) >> plain)), std::optional<int>>);
    STATIC_REQUIRE(std::is_same_v<decltype(run(scope(exit_stack<>()) >> [](auto&) {})), void>);
    STATIC_REQUIRE(std::is_same_v<decltype(run(scope(forgiving()) >> [](auto&) {})), bool>);
    CHECK(run(scope(exit_stack<>()) >> plain) == 4);
    CHECK(run(scope(forgiving()) >> plain) == 4);
    CHECK(run(scope(forgiving()) >> [](auto&) {}));
    int value = 3;
    CHECK(&run(scope(exit_stack<>()) >> [&](auto&) -> int& { return value; }) == &value);
    CHECK(run(scope(forgiving()) >> [&](auto&) -> int& { return value; }) == &value);
    CHECK(*run(scope(exit_stack<>()) >> [](auto& s) {
        s.defer([] {});
        return std::make_unique<int>(5);
    }) == 5);
}

TEST_CASE("13.3 6.1 7 where an exit fails the result is dropped, also if that is suppressed") {
    auto alive = std::make_shared<int>(1);
    std::weak_ptr<int> const watch = alive;
    SECTION("further out") {
        CHECK(run(scope(ambit::suppress<int>()) | scope(exit_stack<>()) >> [&](auto& s) {
                  s.defer([] { throw 1; });
                  return std::move(alive);
              }) == std::nullopt);
    }
    SECTION("in the stack") {
        CHECK(run(scope(exit_stack<suppresses<int>>()) >> [&](auto& s) {
                  s.push([] { return true; });
                  s.defer([] { throw 1; });
                  return std::move(alive);
              }) == std::nullopt);
    }
    SECTION("in the stack, of a void body") {
        CHECK_FALSE(run(scope(exit_stack<suppresses<int>>()) >> [&](auto& s) {
            s.push([] { return true; });
            s.defer([] { throw 1; });
            alive.reset();
        }));
    }
    SECTION("in the stack, and then thrown anew and suppressed further out") {
        CHECK(run(scope(ambit::suppress<int>()) |
                  scope(exit_stack<suppresses<int>>()) >> [&](auto& s) {
                      s.defer([] { throw 2; });
                      s.push([] { return true; });
                      s.defer([] { throw 1; });
                      return std::move(alive);
                  }) == std::nullopt);
    }
    CHECK(watch.expired());
}

// --- failures by value ---------------------------------------------------------------------------

namespace {
using fallible = expected<int, error>;
constexpr auto fails_by_value = []() -> fallible { return unexpected{error{4}}; };
}  // namespace

TEST_CASE("13.3 8.1 entries see an error value, and it is returned unchanged") {
    trace log;
    int code = 0;
    fallible const result = run(scope(watcher<>{log, 0}) | scope(exit_stack<>()) >> [&](auto& s) {
        s.enter(watcher<>{log, 1});
        s.push([&](outcome const& o) {
            CHECK(o.exception() == nullptr);
            CHECK(o.origin() == 2);
            code = o.error<error>()->code;
        });
        return fails_by_value();
    });
    CHECK(result == unexpected{error{4}});
    CHECK(code == 4);
    CHECK(log == trace{}.enter(0).enter(1).exit(1, seen::failure).exit(0, seen::failure));
}

TEST_CASE("13.3 5.3 8.1 an error value is suppressed by its exact type") {
    auto const attempt = [](auto stack, auto fill) {
        return run(scope(std::move(stack)) >> [&](auto& s) {
            fill(s);
            return fails_by_value();
        });
    };
    CHECK(attempt(exit_stack<suppresses<error>>(), yes) == std::nullopt);
    CHECK(attempt(exit_stack<suppresses_everything>(), entering(ambit::suppress<error>())) ==
          std::nullopt);
    CHECK(attempt(exit_stack<suppresses<error>>(), no).has_value());
    CHECK(attempt(exit_stack<suppresses<worse>>(), yes).has_value());
    CHECK(attempt(exit_stack<suppresses<error>>(), entering(ambit::suppress<worse>())).has_value());
}

TEST_CASE("13.3 6 8.1 an entry that throws while an error value is in flight") {
    sight outside;
    SECTION("keep_first: the value stays") {
        CHECK(run(scope(observe(outside)) | scope(exit_stack<>()) >> [](auto& s) {
                  s.defer([] { throw 2; });
                  s.defer([] { throw 1; });
                  return fails_by_value();
              }) == unexpected{error{4}});
        CHECK(outside.secondary == std::vector{1, 2});
    }
    SECTION("keep_last: it is thrown, the value is set aside") {
        std::size_t aside = 0;
        CHECK_THROWS_AS(run(scope(
                                at_exit([&](outcome const& o) { aside = o.secondary().size(); })) |
                            scope(exit_stack<on_exit_error<ambit::keep_last>>()) >>
                                [](auto& s) {
                                    s.defer([] { throw 1; });
                                    return fails_by_value();
                                }),
                        int);
        CHECK(aside == 1);
    }
    SECTION("aggregate: the value is the first of the list") {
        try {
            run(scope(exit_stack<on_exit_error<ambit::aggregate>>()) >> [](auto& s) {
                s.defer([] { throw 1; });
                return fails_by_value();
            });
            FAIL("did not throw");
        } catch (ambit::aggregate_error const& e) {
            REQUIRE(e.errors().size() == 2);
            CHECK_THROWS_AS(std::rethrow_exception(e.errors().front()), error);
        }
    }
    SECTION("after a success of such a body it is thrown") {
        CHECK_THROWS_AS(run(scope(exit_stack<>()) >> [](auto& s) -> fallible {
                            s.defer([] { throw 1; });
                            return 3;
                        }),
                        int);
    }
}

TEST_CASE("1.6 13.3 by `with` a stage has another policy: it is that of the stack's callables") {
    auto fill = [](exit_stack<>& s) {
        s.defer([] { throw 1; });
        s.enter(ambit::bracket([] {}, [] { throw 2; }));  // has a policy of its own
        s.defer([] { throw 3; });
        throw 4;
    };
    SECTION("keep_last") {
        CHECK_THROWS_AS(run(scope(ambit::with<on_exit_error<ambit::keep_last>>(exit_stack<>())) >>
                            fill),
                        int);
        try {
            run(scope(ambit::with<on_exit_error<ambit::keep_last>>(exit_stack<>())) >> fill);
        } catch (int n) {
            CHECK(n == 1);
        }
    }
    SECTION("aggregate") {
        try {
            run(scope(ambit::with<on_exit_error<ambit::aggregate>>(exit_stack<>())) >> fill);
            FAIL("nothing was thrown");
        } catch (ambit::aggregate_error const& all) {
            CHECK(numbers_in(all.errors()) == std::vector{4, 3, 2, 1});
        }
    }
    SECTION("of a stack on a stack it is the inner one's") {
        try {
            run(scope(exit_stack<>()) >> [&](exit_stack<>& outer) {
                auto& inner =
                    outer.enter(ambit::with<on_exit_error<ambit::keep_last>>(exit_stack<>()));
                inner.defer([] { throw 1; });
                outer.defer([] { throw 2; });
            });
            FAIL("nothing was thrown");
        } catch (int n) {
            CHECK(n == 1);
        }
    }
}
