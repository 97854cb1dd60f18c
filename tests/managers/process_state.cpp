// SPDX-License-Identifier: BSL-1.0
// Rule 12: working_directory(path) and environment(name, value).
#include "file_support.hpp"

#include <support/probes.hpp>

#include <ambit/managers/environment.hpp>
#include <ambit/managers/working_directory.hpp>

#include <cstddef>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace {

using ambit::environment;
using ambit::run;
using ambit::scope;
using ambit::working_directory;
using namespace test;
using namespace std::string_literals;

static_assert(std::is_void_v<ambit::resource_t<decltype(working_directory(""))>>);
static_assert(std::is_void_v<ambit::resource_t<decltype(environment("", ""))>>);

template <class Value>
concept is_value = requires(Value v) { environment("name", v); };
static_assert(is_value<char const*> && is_value<std::nullopt_t> && !is_value<std::nullptr_t>);

constexpr char const* name = "AMBIT_TESTS_VARIABLE";
std::optional<std::string> variable() {
    char const* const value = std::getenv(name);
    return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}
auto const fail = [] { raise(body_failure{{-1}}); };

}  // namespace

TEST_CASE("12 working_directory: entered and left, on failure too") {
    playground here;
    auto const old = fs::current_path();
    fs::path const inside = fs::canonical(here.path());
    auto block =
        scope(working_directory(here.path())) >> [&] { CHECK(fs::current_path() == inside); };
    run(block);
    run(block);
    CHECK(fs::current_path() == old);
    CHECK_THROWS_AS(run(scope(working_directory(here.path())) >> fail), body_failure);
    CHECK(fs::current_path() == old);

    for (auto const& [path, cause] :
         {std::pair(here / "missing", std::errc::no_such_file_or_directory),
          std::pair(here / "file", std::errc::not_a_directory)}) {
        put(here / "file", "");
        auto const t = thrown_by([&] { run(scope(working_directory(path)) >> [] {}); });
        INFO(t);
        CHECK(t.names(path, cause));
        CHECK(fs::current_path() == old);
    }
}

TEST_CASE("12 working_directory: nests, also within itself") {
    playground here;
    auto const old = fs::current_path();
    fs::create_directories(here / "a/a");
    auto m = working_directory("a");
    run(scope(working_directory(here.path())) | scope(m) |
        scope(m) >> [&] { CHECK(fs::current_path() == fs::canonical(here / "a/a")); });
    CHECK(fs::current_path() == old);
}

TEST_CASE("12 working_directory: returns to where it was, whatever that is called now") {
    playground here;
    fs::create_directories(here / "a");
    run(scope(working_directory(here / "a")) >> [&] {
        run(scope(working_directory("/")) >> [&] { fs::rename(here / "a", here / "b"); });
        CHECK(fs::current_path() == fs::canonical(here / "b"));
        run(scope(working_directory("/")) >> [&] { fs::remove(here / "b"); });
        std::error_code gone;
        static_cast<void>(fs::current_path(gone));
        CHECK(gone == std::errc::no_such_file_or_directory);
    });
}

TEST_CASE("12 working_directory: a directory that may be entered, not read, is returned to") {
    playground here;
    CHECK(in_child_without_privileges([&] {
              fs::path const closed = fs::canonical(here.path()) / "closed";
              fs::create_directory(closed);
              fs::current_path(closed);
              fs::permissions(closed, fs::perms::owner_exec);
              run(scope(working_directory("/")) >> [] {});
              return fs::current_path() == closed ? 0 : 1;
          }) == 0);
}

TEST_CASE("12 working_directory: a directory that cannot be returned to") {
    playground here;
    CHECK(in_child_without_privileges([&] {
              fs::path const closed = fs::canonical(here.path()) / "closed";
              fs::create_directory(closed);
              fs::current_path(closed);
              auto const t = thrown_by([&] {
                  run(scope(working_directory("/")) >>
                      [&] { fs::permissions(closed, fs::perms::none); });
              });
              return t.names(closed, std::errc::permission_denied) ? 0 : 1;
          }) == 0);
}

TEST_CASE("12 3.7 working_directory: on a thread that is cancelled") {
    playground here;
    auto const stay = fs::current_path();
    for (bool const before : {true, false}) {
        CHECK(in_cancelled_thread([&] {
                  if (before) {
                      cancel_this_thread();
                  }
                  run(scope(working_directory(here.path())) >> cancel_this_thread);
                  if (fs::current_path() != stay) {
                      ::_exit(2);
                  }
              }) == 0);
    }
}

TEST_CASE("12 environment: set, unset, and as it was after") {
    ::unsetenv(name);
    auto block = scope(environment(name, "inside")) >> [] { CHECK(variable() == "inside"); };
    run(block);
    CHECK(variable() == std::nullopt);
    ::setenv(name, "outside", 1);
    run(block);
    CHECK(variable() == "outside");
    run(scope(environment(name, "")) >> [] { CHECK(variable() == ""); });
    run(scope(environment(name, std::nullopt)) >> [] { CHECK(variable() == std::nullopt); });
    CHECK(variable() == "outside");
    CHECK_THROWS_AS(run(scope(environment(name, "inside")) >> fail), body_failure);
    CHECK(variable() == "outside");
    run(scope(environment(name, "inside")) >> [] { ::unsetenv(name); });
    CHECK(variable() == "outside");
    ::unsetenv(name);
    run(scope(environment(name, std::nullopt)) >> [] { ::setenv(name, "changed", 1); });
    CHECK(variable() == std::nullopt);
}

TEST_CASE("12 environment: nests, also within itself") {
    ::setenv(name, "outside", 1);
    auto m = environment(name, "m");
    run(scope(m) | scope(environment(name, "n")) | scope(m) >> [] { CHECK(variable() == "m"); });
    CHECK(variable() == "outside");
    run(scope(m) >> [&] {
        run(scope(environment(name, std::nullopt)) | scope(m) >> [] {});
        CHECK(variable() == "m");
    });
    ::unsetenv(name);
}

TEST_CASE("12 environment: what cannot be a variable is refused, by name") {
    bool entered = false;
    auto const refused = [&](std::string n, std::string value) {
        try {
            run(scope(environment(std::move(n), std::move(value))) >> [&] { entered = true; });
        } catch (std::invalid_argument const& e) {
            return std::string(e.what());
        }
        return "nothing"s;
    };
    CHECK(refused("", "x").find("\"\"") != std::string::npos);
    CHECK(refused("A=B", "x").find("\"A=B\"") != std::string::npos);
    CHECK(refused("A\0B"s, "x").find("\"A") != std::string::npos);
    CHECK(refused(name, "x\0y"s).find(name) != std::string::npos);
    CHECK_FALSE(entered);
    CHECK(variable() == std::nullopt);
}
