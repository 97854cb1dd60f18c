// SPDX-License-Identifier: BSL-1.0
// Rule 12: file(path, mode).
#include "file_support.hpp"

#include <support/expected.hpp>

#include <ambit/coroutine.hpp>
#include <ambit/managers/file.hpp>

#include <type_traits>
#include <utility>

namespace {

using ambit::file;
using ambit::run;
using ambit::scope;
using namespace test;
using std::ios;

static_assert(std::is_same_v<ambit::resource_t<decltype(file("", ios::in))>, std::fstream>);
static_assert(
    std::is_same_v<ambit::properties_of<decltype(file("", ios::in))>, ambit::properties<>>);

}  // namespace

TEST_CASE("12 file: written, read, appended, and closed") {
    playground here;
    fs::path const path = here / "notes";
    auto write = scope(file(path, ios::out)) >> [](std::fstream& f) { f << "one\n"; };
    run(write);
    CHECK(get(path) == "one\n");
    run(write);
    CHECK(get(path) == "one\n");
    run(scope(file(path, ios::app)) >> [](std::fstream& f) { f << "two\n"; });
    CHECK(get(path) == "one\ntwo\n");

    // Reading to the end leaves failbit, which is no failure.
    auto const lines = [](std::fstream& f) {
        int n = 0;
        for (std::string line; std::getline(f, line);) {
            ++n;
        }
        return n;
    };
    CHECK(run(scope(file(path, ios::in)) >> lines) == 2);
    CHECK(run(scope(file(path, ios::in | ios::out)) >> lines) == 2);
    CHECK(run(scope(file(path, ios::in | ios::out | ios::trunc)) >> lines) == 0);

    std::fstream* inside = nullptr;
    bool open = true;
    auto const look = ambit::bracket([] {}, [&] { open = inside->is_open(); });
    run(scope(look) | scope(file(path, ios::in)) >> [&](std::fstream& f) {
        inside = &f;
        f.close();
    });
    CHECK_FALSE(open);
}

TEST_CASE("12 file: what cannot be opened") {
    playground here;
    auto const open = [](fs::path const& path, ios::openmode mode) {
        return thrown_by([&] { run(scope(file(path, mode)) >> [] {}); });
    };
    for (ios::openmode const mode : {ios::in, ios::in | ios::out}) {
        auto const missing = open(here / "missing", mode);
        INFO(missing);
        CHECK(missing.names(here / "missing", std::errc::no_such_file_or_directory));
    }
    CHECK(here.size() == 0);
    for (ios::openmode const mode : {ios::in, ios::out, ios::in | ios::out}) {
        auto const directory = open(here.path(), mode);
        INFO(directory);
        CHECK(directory.names(here.path(), std::errc::is_a_directory));
    }
    auto const no_mode = open(here / "x", ios::in | ios::trunc);
    INFO(no_mode);
    CHECK(no_mode.names(here / "x", std::errc::invalid_argument));

    put(here / "secret", "x");
    fs::permissions(here / "secret", fs::perms::none);
    CHECK(in_child_without_privileges([&] {
              return open(here / "secret", ios::in)
                             .names(here / "secret", std::errc::permission_denied)
                         ? 0
                         : 1;
          }) == 0);
}

TEST_CASE("12 file: a write that fails is a failure of the exit") {
    if (!fs::exists("/dev/full")) {
        WARN("skipped: no /dev/full");
        return;
    }
    auto const write = [](auto body) {
        return thrown_by([&] { run(scope(file("/dev/full", ios::out)) >> body); });
    };
    thrown t;
    SECTION("at exit") {
        t = write([](std::fstream& f) { f << "pending"; });
    }
    SECTION("in the body, which does not look") {
        t = write([](std::fstream& f) { f << "flushed" << std::flush; });
    }
    SECTION("in the body, more than is buffered") {
        t = write([](std::fstream& f) { f << std::string(1'000'000, 'x'); });
    }
    SECTION("when the body closes it") {
        t = write([](std::fstream& f) {
            f << "pending";
            f.close();
        });
    }
    INFO(t);
    CHECK(t.names("/dev/full", std::errc::no_space_on_device));
}

TEST_CASE("12 file: a body that has dealt with the failure clears it") {
    playground here;
    run(scope(file(here / "x", ios::out)) >> [](std::fstream& f) {
        f << "a" << static_cast<std::streambuf*>(nullptr);
        f.clear();
    });
    CHECK(get(here / "x") == "a");
    auto const t = thrown_by([&] {
        run(scope(file(here / "x", ios::in)) >> [](std::fstream& f) { f.setstate(ios::badbit); });
    });
    INFO(t);
    CHECK(t.names(here / "x", std::errc::io_error));
}

TEST_CASE("12 file: on failure it is closed quietly") {
    playground here;
    auto const failing = [](std::fstream& f) {
        f << "x";
        raise(body_failure{{-1}});
    };
    CHECK_THROWS_AS(run(scope(file(here / "x", ios::out)) >> failing), body_failure);
    CHECK(get(here / "x") == "x");
    if (fs::exists("/dev/full")) {
        auto const count = [](ambit::outcome const& out) { CHECK(out.secondary().empty()); };
        CHECK_THROWS_AS(run(scope(at_exit(count)) | scope(file("/dev/full", ios::out)) >> failing),
                        body_failure);
        auto const by_value = [](std::fstream& f) -> expected<int, error> {
            f << "x";
            return unexpected(error{7});
        };
        CHECK(run(scope(file("/dev/full", ios::out)) >> by_value).error() == error{7});
    }
}

TEST_CASE("12 file: in an asynchronous run") {
    playground here;
    auto block = scope(file(here / "x", ios::out)) >> [](std::fstream& f) -> ambit::task<int> {
        f << "later";
        co_return 3;
    };
    CHECK(ambit::sync_wait(ambit::async_run(std::move(block))) == 3);
    CHECK(get(here / "x") == "later");
}
