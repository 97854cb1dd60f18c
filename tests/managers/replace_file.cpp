// SPDX-License-Identifier: BSL-1.0
// Rule 12: replace_file(path).
#include "file_support.hpp"

#include <support/by_hand.hpp>
#include <support/expected.hpp>

#include <ambit/coroutine.hpp>
#include <ambit/managers/replace_file.hpp>
#include <ambit/managers/working_directory.hpp>

#include <csignal>
#include <type_traits>
#include <utility>

#include <sys/resource.h>
#include <sys/stat.h>

namespace {

using ambit::replace_file;
using ambit::run;
using ambit::scope;
using namespace test;

using stage = decltype(replace_file(""));
static_assert(std::is_same_v<ambit::resource_t<stage>, std::ofstream>);
static_assert(std::is_same_v<ambit::properties_of<stage>, ambit::properties<ambit::transactional>>);

/// A body that writes this.
auto writes(std::string text) {
    return [text = std::move(text)](std::ofstream& f) { f << text; };
}
auto writes_and_fails(std::string text) {
    return [text = std::move(text)](std::ofstream& f) {
        f << text << std::flush;
        raise(body_failure{{-1}});
    };
}

}  // namespace

TEST_CASE("12 replace_file: on success the target has the new content") {
    playground here;
    fs::path const target = here / "target";
    auto block = scope(replace_file(target)) >> writes("new");
    SECTION("that did not exist") {}
    SECTION("that existed") { put(target, "something old"); }
    run(block);
    CHECK(get(target) == "new");
    CHECK(here.size() == 1);
    put(target, "old");
    run(block);
    CHECK(get(target) == "new");
    CHECK(here.size() == 1);

    SECTION("also where the body closes the stream") {
        run(scope(replace_file(target)) >> [](std::ofstream& f) {
            f << "closed";
            f.close();
        });
        CHECK(get(target) == "closed");
    }
    SECTION("or the format is that of another stream") {
        run(scope(replace_file(target)) >> [](std::ofstream& f) {
            f.copyfmt(std::ofstream());
            f << 12;
        });
        CHECK(get(target) == "12");
    }
}

TEST_CASE("12 replace_file: the target is untouched until the end, and by failures") {
    playground here;
    fs::path const target = here / "target";
    put(target, "old");
    struct ::stat before, after;
    REQUIRE(::stat(target.c_str(), &before) == 0);
    SECTION("thrown") {
        CHECK_THROWS_AS(run(scope(replace_file(target)) >> writes_and_fails("new")), body_failure);
    }
    SECTION("by value") {
        auto const body = [](std::ofstream& f) -> expected<int, error> {
            f << "new";
            return unexpected(error{7});
        };
        CHECK(run(scope(replace_file(target)) >> body).error() == error{7});
    }
    SECTION("cancelled") {
        auto const body = [](std::ofstream& f) {
            f << "new";
            raise(ambit::cancelled());
        };
        CHECK_THROWS_AS(run(scope(replace_file(target)) >> body), ambit::cancelled);
    }
    SECTION("of an inner stage") {
        trace log;
        CHECK_THROWS_AS(run(scope(replace_file(target)) |
                            scope(quiet{log, 1, {.enter = true}}) >> writes("new")),
                        enter_failure);
    }
    SECTION("of an inner exit") {
        trace log;
        CHECK_THROWS_AS(run(scope(replace_file(target)) |
                            scope(holder{log, 1, {.exit = true}}) >>
                                [](std::ofstream& f, int) { f << "new"; }),
                        exit_failure);
    }
    REQUIRE(::stat(target.c_str(), &after) == 0);
    CHECK(before.st_ino == after.st_ino);
    CHECK(get(target) == "old");
    CHECK(here.size() == 1);

    run(scope(replace_file(target)) >> [&](std::ofstream& f) {
        f << "new" << std::flush;
        CHECK(get(target) == "old");
    });
    CHECK(get(target) == "new");
}

TEST_CASE("12 replace_file: a symbolic link stays, what it points to is replaced") {
    playground here;
    fs::create_directory(here / "data");
    fs::create_symlink("link2", here / "link");
    fs::create_symlink("data/real", here / "link2");
    if (GENERATE(true, false)) {
        put(here / "data/real", "old");
    }
    run(scope(replace_file(here / "link")) >> writes("new"));
    CHECK(fs::is_symlink(here / "link"));
    CHECK(fs::is_symlink(here / "link2"));
    CHECK(fs::is_regular_file(fs::symlink_status(here / "data/real")));
    CHECK(get(here / "link") == "new");
    CHECK(here.size() == 3);

    fs::create_symlink("loop", here / "loop");
    auto const t = thrown_by([&] { run(scope(replace_file(here / "loop")) >> [] {}); });
    INFO(t);
    CHECK(t.names(here / "loop", std::errc::too_many_symbolic_link_levels));
}

TEST_CASE("12 replace_file: permissions") {
    playground here;
    fs::path const target = here / "target";
    auto const permissions = [&] { return fs::status(target).permissions(); };
    ::mode_t const mask = ::umask(027);
    run(scope(replace_file(target)) >> writes("new"));
    ::umask(mask);
    CHECK(permissions() == fs::perms(0640));

    for (unsigned const mode : {0600U, 0444U, 0751U}) {
        fs::permissions(target, fs::perms(mode));
        // Meanwhile nobody else may read it.
        run(scope(replace_file(target)) >> [&] {
            for (auto const& entry : fs::directory_iterator(here.path())) {
                if (entry.path() != target) {
                    CHECK(entry.status().permissions() == fs::perms(0600));
                }
            }
        });
        CHECK(permissions() == fs::perms(mode));
    }
    // As they are at the end.
    run(scope(replace_file(target)) >> [&] { fs::permissions(target, fs::perms(0604)); });
    CHECK(permissions() == fs::perms(0604));
    // A link that appears meanwhile is replaced, and has none to give.
    run(scope(replace_file(target)) >> [&] {
        fs::remove(target);
        fs::create_symlink("elsewhere", target);
    });
    CHECK_FALSE(fs::is_symlink(target));
    CHECK(permissions() == fs::perms(0600));

    if (::geteuid() == 0) {
        REQUIRE(::chown(target.c_str(), 12, 34) == 0);
        run(scope(replace_file(target)) >> writes("new"));
        struct ::stat status;
        REQUIRE(::stat(target.c_str(), &status) == 0);
        CHECK((status.st_uid == 12 && status.st_gid == 34));
        // Somebody else cannot give it to that group: then the group has no permissions.
        fs::permissions(target, fs::perms(0664));
        CHECK(in_child_without_privileges([&] {
                  run(scope(replace_file(target)) >> writes("new"));
                  return permissions() == fs::perms(0604) ? 0 : 1;
              }) == 0);
    }
}

TEST_CASE("12 replace_file: what cannot be replaced") {
    playground here;
    auto const replace = [](fs::path const& path) {
        bool entered = false;
        auto const t =
            thrown_by([&] { run(scope(replace_file(path)) >> [&] { entered = true; }); });
        CHECK_FALSE(entered);
        return t;
    };
    struct row {
        fs::path path;
        std::errc cause;
    };
    REQUIRE(::mkfifo((here / "fifo").c_str(), 0600) == 0);
    put(here / "file", "x");
    for (row const& r :
         {row{here.path(), std::errc::is_a_directory}, row{here / "", std::errc::is_a_directory},
          row{here / ".", std::errc::is_a_directory},
          row{here / "no/file", std::errc::no_such_file_or_directory},
          row{"", std::errc::no_such_file_or_directory},
          row{here / "file/x", std::errc::not_a_directory},
          row{here / "fifo", std::errc::invalid_argument}}) {
        auto const t = replace(r.path);
        INFO(t);
        CHECK(t.names(r.path, r.cause));
    }
    CHECK(here.size() == 2);
    CHECK(fs::is_fifo(here / "fifo"));
}

TEST_CASE("12 replace_file: a step that fails leaves the target, and no temporary") {
    playground here;
    fs::path const target = here / "target";
    auto const replace = [&](auto body) {
        return thrown_by([&] { run(scope(replace_file(target)) >> body); });
    };
    SECTION("renaming") {
        auto const t = replace([&](std::ofstream& f) {
            fs::create_directory(target);
            f << "new";
        });
        INFO(t);
        CHECK(t.names(target, std::errc::is_a_directory));
        CHECK(fs::is_directory(target));
        CHECK(here.size() == 1);
    }
    SECTION("a directory that has gone") {
        fs::path const inner = here / "inner/target";
        fs::create_directory(inner.parent_path());
        auto const t = thrown_by([&] {
            run(scope(replace_file(inner)) >> [&] { fs::remove_all(inner.parent_path()); });
        });
        INFO(t);
        CHECK(t.names(inner, std::errc::no_such_file_or_directory));
        CHECK(here.size() == 0);
    }
    SECTION("writing") {
        put(target, "old");
        std::size_t const size = GENERATE(std::size_t{5000}, std::size_t{1'000'000});
        bool const body_looks = GENERATE(true, false);
        thrown t;
        {
            ::rlimit limit;
            REQUIRE(::getrlimit(RLIMIT_FSIZE, &limit) == 0);
            ::rlimit const low{4096, limit.rlim_max};
            auto const former = std::signal(SIGXFSZ, SIG_IGN);
            bool const limited = ::setrlimit(RLIMIT_FSIZE, &low) == 0;
            t = replace([&](std::ofstream& f) {
                f << std::string(size, 'x');
                if (body_looks) {
                    f.flush();
                }
            });
            ::setrlimit(RLIMIT_FSIZE, &limit);
            std::signal(SIGXFSZ, former);
            REQUIRE(limited);
        }
        INFO(t);
        CHECK(t.names(target, std::errc::file_too_large));
        CHECK(get(target) == "old");
        CHECK(here.size() == 1);
    }
    SECTION("a failed stream") {
        put(target, "old");
        auto const t = replace([](std::ofstream& f) { f.setstate(std::ios::failbit); });
        INFO(t);
        CHECK(t.names(target, std::errc::io_error));
        CHECK(get(target) == "old");
        CHECK(here.size() == 1);
    }
    SECTION("a directory that may not be changed") {
        put(target, "old");
        CHECK(in_child_without_privileges([&] {
                  fs::path const own = here / "own";
                  fs::create_directory(own);
                  put(own / "target", "old");
                  fs::permissions(own, fs::perms(0555));
                  auto const at_enter =
                      thrown_by([&] { run(scope(replace_file(own / "target")) >> [] {}); });
                  fs::permissions(own, fs::perms(0755));
                  // The temporary cannot be removed either, and the target is still untouched.
                  auto const at_exit = thrown_by([&] {
                      run(scope(replace_file(own / "target")) >>
                          [&] { fs::permissions(own, fs::perms(0555)); });
                  });
                  return at_enter.names(own / "target", std::errc::permission_denied) &&
                                 at_exit.names(own / "target", std::errc::permission_denied) &&
                                 get(own / "target") == "old"
                             ? 0
                             : 1;
              }) == 0);
    }
}

TEST_CASE("12 3.7 replace_file: on a thread that is cancelled") {
    playground here;
    fs::path const target = here / "target";
    put(target, "old");
    auto const result = [&](auto body) {
        return in_cancelled_thread([&] { run(scope(replace_file(target)) >> body); });
    };
    // With something to be written that is as far as it gets.
    CHECK(result([](std::ofstream& f) {
              f << "new";
              cancel_this_thread();
          }) == 0);
    CHECK(get(target) == "old");
    CHECK(here.size() == 1);
    // The steps of the exit are taken whole.
    CHECK(result([](std::ofstream& f) {
              f << "new";
              f.close();
              cancel_this_thread();
          }) == 0);
    CHECK(get(target) == "new");
    CHECK(here.size() == 1);
    CHECK(in_cancelled_thread([&] {
              cancel_this_thread();
              run(scope(replace_file(target)) >> [] {});
          }) == 0);
    CHECK(get(target) == "new");
    CHECK(here.size() == 1);
}

TEST_CASE("12 replace_file: the directory is found again") {
    playground here;
    fs::create_directory(here / "a");
    put(here / "a/target", "old");
    auto const old = fs::current_path();
    SECTION("though the working directory has changed") {
        run(scope(ambit::working_directory(here / "a")) | scope(replace_file("target")) |
            scope(ambit::working_directory("/")) >> writes("new"));
        CHECK(get(here / "a/target") == "new");
        CHECK(fs::current_path() == old);
    }
    SECTION("though it was renamed") {
        run(scope(replace_file(here / "a/target")) >> [&](std::ofstream& f) {
            fs::rename(here / "a", here / "b");
            f << "new";
        });
        CHECK(get(here / "b/target") == "new");
        CHECK(here.size() == 1);
    }
}

TEST_CASE("12 replace_file: one object, entered again before it exits") {
    playground here;
    fs::path const target = here / "target";
    auto m = replace_file(target);
    SECTION("nested") {
        run(scope(m) | scope(m) >> [](std::ofstream& outer, std::ofstream& inner) {
            outer << "outer";
            inner << "inner";
        });
        CHECK(get(target) == "outer");
    }
    SECTION("the inner one fails") {
        run(scope(m) >> [&](std::ofstream& outer) {
            outer << "outer";
            CHECK_THROWS_AS(run(scope(m) >> writes_and_fails("inner")), body_failure);
        });
        CHECK(get(target) == "outer");
    }
    SECTION("exits in the order of the enters") {
        event_loop loop;
        auto const writes_twice = [&](char const* text) {
            return ambit::async_run(scope(m) >>
                                        [&loop, text](std::ofstream& f) -> ambit::task<void> {
                f << text;
                co_await suspend(loop);
                f << text;
            });
        };
        by_hand first(writes_twice("first"));
        by_hand second(writes_twice("second"));
        first.start();
        second.start();
        REQUIRE(loop.step());
        CHECK(get(target) == "firstfirst");
        REQUIRE(loop.step());
        CHECK(get(target) == "secondsecond");
    }
    CHECK(here.size() == 1);
}

TEST_CASE("12 replace_file: in an asynchronous run") {
    playground here;
    fs::path const target = here / "target";
    put(target, "old");
    bool const fails = GENERATE(true, false);
    auto block = scope(replace_file(target)) >> [&](std::ofstream& f) -> ambit::task<int> {
        f << "new";
        if (fails) {
            raise(body_failure{{-1}});
        }
        co_return 3;
    };
    auto task = ambit::async_run(std::move(block));
    if (fails) {
        CHECK_THROWS_AS(ambit::sync_wait(std::move(task)), body_failure);
    } else {
        CHECK(ambit::sync_wait(std::move(task)) == 3);
    }
    CHECK(get(target) == (fails ? "old" : "new"));
    CHECK(here.size() == 1);
}
