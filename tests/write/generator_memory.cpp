// SPDX-License-Identifier: BSL-1.0
// Rules 11.3 and 11.4: what generators allocate, and what happens where there is no memory.
#include <support/allocations.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>
#include <write/generator_forms.hpp>

#include <new>
#include <utility>

namespace {

using ambit::scope;
using namespace test;

// Not inlined: clang keeps the frame of a coroutine on the stack where it sees all of its life.
template <class Form>
[[gnu::noinline]] managed_in<Form> generator(trace& log) {
    log.enter(1);
    co_yield {};
    log.exit(1);
}

}  // namespace

TEMPLATE_TEST_CASE("11.3 11.4 a generator allocates its frame and nothing else", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    auto const alone = count_allocations([&] { static_cast<void>(generator<TestType>(log)); });
    CHECK(alone.made == 1);
    CHECK(alone.freed == 1);

    auto const made_by_run = [](auto block) {
        return count_allocations([&] { TestType::run(std::move(block)); }).made;
    };
    int const least = made_by_run(scope() >> [&] { log.body(); });
    CHECK(made_by_run(scope(generator<TestType>(log)) >> [&] { log.body(); }) == least);
    CHECK(made_by_run(scope(generator<TestType>(log)) | scope(generator<TestType>(log)) |
                      scope(generator<TestType>(log)) >> [&] { log.body(); }) == least);
    CHECK(log == trace{}
                     .body()
                     .enter(1)
                     .body()
                     .exit(1)
                     .enter(1)
                     .enter(1)
                     .enter(1)
                     .body()
                     .exit(1)
                     .exit(1)
                     .exit(1));
}

TEMPLATE_TEST_CASE("11.3 11.4 no memory for the frame: the call throws", "",
                   AMBIT_TESTS_GENERATOR_FORMS) {
    trace log;
    auto const has_memory = [](int fails_at, auto f) {
        allocations count;
        count.fails_at = fails_at;
        try {
            count_allocations(count, f);
        } catch (std::bad_alloc const&) {
            return false;
        }
        return true;
    };
    SECTION("before there is a block") {
        CHECK_FALSE(has_memory(1, [&] { static_cast<void>(generator<TestType>(log)); }));
        CHECK(log.empty());
    }
    SECTION("in a factory: an enter that failed") {
        auto block = scope(watcher<>{log, 0}) |
                     scope([&] { return generator<TestType>(log); }) >> [&] { log.body(); };
        auto const run = [&] { TestType::run_again(block); };
        int const made = count_allocations(run).made;
        CHECK(log == trace{}.enter(0).enter(1).body().exit(1).exit(0, seen::success));
        log = trace{};
        CHECK_FALSE(has_memory(made, run));
        CHECK(log == trace{}.enter(0).exit(0, seen::failure));
        CHECK(has_memory(made + 1, run));
    }
}
