// SPDX-License-Identifier: BSL-1.0
// Rules 3.9 and 11.3: generators without exceptions, compiled with -fno-exceptions -fno-rtti. An
// error value cannot be thrown at the yield then: the generator ends there.
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/ambit.hpp>
#include <ambit/write/managed.hpp>

namespace {

using ambit::managed;
using ambit::run;
using ambit::scope;
using namespace test;

struct note_at_end {
    trace& log;
    int what;
    note_at_end(trace& t, int n) : log(t), what(n) {}
    ~note_at_end() { log.note(what); }
};

template <class... Fact>
managed<int, Fact...> generator(trace& log) {
    note_at_end const left(log, 1);
    co_yield 7;
    log.note(2);
}

}  // namespace

TEST_CASE("3.9 11.3 without exceptions: code after the yield runs on success") {
    trace log;
    CHECK(run(scope(watcher<>{log, 0}) | scope(generator<>(log)) >> [](int& i) { return i; }) == 7);
    CHECK(log == trace{}.enter(0).note(2).note(1).exit(0, seen::success));
}

TEST_CASE("3.9 8.1 11.3 without exceptions: an error value ends the generator at the yield") {
    trace log;
    auto const fails = [](int&) -> expected<int, error> { return unexpected{error{4}}; };
    SECTION("and is the result") {
        auto const result = run(scope(watcher<>{log, 0}) | scope(generator<>(log)) >> fails);
        CHECK(result == unexpected{error{4}});
    }
    SECTION("and is not suppressed, since it was not swallowed") {
        auto const result = run(scope(watcher<>{log, 0}) |
                                scope(generator<ambit::suppresses<error>>(log)) >> fails);
        REQUIRE(result.has_value());
        CHECK(*result == unexpected{error{4}});
    }
    CHECK(log == trace{}.enter(0).note(1).exit(0, seen::failure));
}
