// SPDX-License-Identifier: BSL-1.0
// Rule 11.6: raii(f), the object that f() returns, released by its destructor.
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <support/tracked.hpp>

#include <memory>
#include <mutex>

namespace {

using ambit::raii;
using ambit::run;
using ambit::scope;
using namespace test;

struct noted {
    trace& log;
    int id;
    constexpr noted(trace& l, int i) : log(l), id(i) { log.enter(id); }
    noted(noted const&) = delete;
    constexpr ~noted() { log.destroy(id); }
};

}  // namespace

TEST_CASE("11.6 raii: made in its turn, destroyed in its turn") {
    constexpr auto log = [] {
        trace t;
        run(scope(quiet{t, 0}) | scope(raii([&] { return noted(t, 1); })) |
            scope(watcher<>{t, 2}) >> [&](noted& n) { t.body(n.id); });
        return t;
    };
    CHECK_TWICE(
        log() ==
        trace{}.enter(0).enter(1).enter(2).body(1).exit(2, seen::success).destroy(1).exit(0));
}

TEST_CASE("11.6 raii: destroyed in its turn when the body fails") {
    trace log;
    SECTION("beside stages that look") {
        CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) | scope(raii([&] { return noted(log, 1); })) |
                            scope(watcher<>{log, 2}) >> [](noted&) { raise(body_failure{{-1}}); }),
                        body_failure);
        CHECK(log == trace{}
                         .enter(0)
                         .enter(1)
                         .enter(2)
                         .exit(2, seen::failure)
                         .destroy(1)
                         .exit(0, seen::failure));
    }
    SECTION("alone") {
        CHECK_THROWS_AS(run(scope(raii([&] { return noted(log, 1); })) >>
                            [](noted&) { raise(body_failure{{-1}}); }),
                        body_failure);
        CHECK(log == trace{}.enter(1).destroy(1));
    }
}

TEST_CASE("11.6 raii: the object is neither copied nor moved") {
    constexpr auto in_place = [] {
        ledger book;
        int const value = run(scope(raii([&] { return immovable(book, 4); })) >>
                              [](immovable& r) { return r.value; });
        return value == 4 && book.made() == 1 && book.alive() == 0;
    };
    CHECK_TWICE(in_place());
}

TEST_CASE("11.6 raii: an f that throws leaves nothing behind") {
    trace log;
    CHECK_THROWS_AS(run(scope(watcher<>{log, 0}) |
                        scope(raii([]() -> std::unique_ptr<int> { raise(enter_failure{{1}}); })) >>
                            [] {}),
                    enter_failure);
    CHECK(log == trace{}.enter(0).exit(0, seen::failure));
}

TEST_CASE("11.6 raii: the standard library's guards") {
    std::mutex m;
    run(scope(raii([&] { return std::unique_lock(m); })) >>
        [](std::unique_lock<std::mutex>& lock) { CHECK(lock.owns_lock()); });
    run(scope(raii([&] { return std::lock_guard(m); })) >> [] {});
    CHECK(m.try_lock());
    m.unlock();
}

TEST_CASE("11.6 raii: each run makes its own object") {
    constexpr auto made = [] {
        ledger book;
        auto block = scope(raii([&] { return tracked(book); })) >> [](tracked&) {};
        run(block);
        run(block);
        return book.made() == 2 && book.alive() == 0;
    };
    CHECK_TWICE(made());
}
