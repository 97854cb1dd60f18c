// SPDX-License-Identifier: BSL-1.0
// Rules 3.9 and 12: built with -fno-exceptions -fno-rtti.
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/ambit.hpp>
#include <ambit/managers.hpp>
#include <ambit/stack.hpp>

#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <sstream>
#include <string>
#include <string_view>

namespace {

using ambit::run;
using ambit::scope;
using namespace test;

using result = expected<int, error>;
constexpr auto succeeds = []() -> result { return 1; };
constexpr auto fails = []() -> result { return unexpected{error{4}}; };

}  // namespace

TEST_CASE("3.9 12 without exceptions: policies") {
    CHECK(run(scope(ambit::suppress<error>()) >> fails) == std::nullopt);
    CHECK(run(scope(ambit::suppress_everything()) >> succeeds) == result(1));
    auto const kept = run(scope(ambit::suppress<int>()) >> fails);
    CHECK((kept.has_value() && !kept->has_value()));

    trace log;
    auto const all = scope(ambit::defer([&] { log.note(1); })) |
                     scope(ambit::on_success([&] { log.note(2); })) |
                     scope(ambit::on_failure([&] { log.note(3); }));
    CHECK(run(all >> succeeds) == result(1));
    CHECK(run(all >> fails) == unexpected{error{4}});
    CHECK(log == trace{}.note(2).note(1).note(3).note(1));
}

TEST_CASE("3.9 12 without exceptions: locks") {
    std::mutex a, b;
    std::shared_timed_mutex c;
    auto const locks =
        scope(ambit::locked(a, b)) | scope(ambit::locked_for(std::chrono::seconds(1), c));
    CHECK(run(locks >> succeeds) == result(1));
    CHECK(run(locks >> fails) == unexpected{error{4}});
    CHECK(run(scope(ambit::locked(b)) | scope(ambit::shared_locked(c)) |
              scope(ambit::try_locked(a)) >> [](bool held) { return held; }));
}

TEST_CASE("3.9 12 without exceptions: streams, times and traces") {
    std::ostringstream os, to;
    std::string lines;
    int times = 0;
    auto all =
        scope(ambit::redirect(os, to.rdbuf())) |
        scope(ambit::timed([&](std::chrono::nanoseconds) { ++times; })) |
        scope(ambit::trace([&](std::string_view line) { lines.append(line).append("|"); }, "x"));
    CHECK(run(all >> [&] {
              os << "text";
              return fails();
          }) == unexpected{error{4}});
    CHECK(os.str().empty());
    CHECK(to.str() == "text");
    CHECK(times == 1);
    CHECK(lines == "enter x|exit x: failed|");
}
