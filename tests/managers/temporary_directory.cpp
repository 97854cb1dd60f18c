// SPDX-License-Identifier: BSL-1.0
// Rule 12: temporary_directory().
#include "file_support.hpp"
#include "traced.hpp"

#include <support/probes.hpp>

#include <ambit/managers/environment.hpp>
#include <ambit/managers/temporary_directory.hpp>
#include <ambit/managers/working_directory.hpp>

#include <type_traits>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace {

using ambit::run;
using ambit::scope;
using ambit::temporary_directory;
using namespace test;

using stage = decltype(temporary_directory());
static_assert(std::is_same_v<ambit::resource_t<stage>, fs::path const>);
static_assert(std::is_same_v<ambit::properties_of<stage>, ambit::properties<>>);

/// What f, called with the directory, left of it.
template <class F>
bool removed_after(F f) {
    fs::path path;
    run(scope(temporary_directory()) >> [&](fs::path const& p) {
        path = p;
        f(p);
    });
    return !fs::exists(fs::symlink_status(path));
}

}  // namespace

TEST_CASE("12 temporary_directory: is new, private, empty, and removed with what is in it") {
    CHECK(removed_after([](fs::path const& p) {
        CHECK(p.is_absolute());
        CHECK(p.parent_path() == fs::temp_directory_path());
        CHECK(fs::is_empty(p));
        CHECK(fs::status(p).permissions() == fs::perms::owner_all);
        fs::create_directories(p / "a/b/c");
        put(p / "a/b/file", "x");
        put(p / "a/b/c/.hidden", "x");
        for (int i = 0; i < 300; ++i) {
            put(p / std::to_string(i), "");
        }
    }));
    auto m = temporary_directory();
    run(scope(m) | scope(m) >> [](fs::path const& p, fs::path const& q) { CHECK(p != q); });
}

TEST_CASE("12 temporary_directory: links are not followed") {
    playground outside;
    put(outside / "file", "precious");
    CHECK(removed_after([&](fs::path const& p) {
        fs::create_directory(p / "d");
        fs::create_directory_symlink(outside.path(), p / "link");
        fs::create_directory_symlink(outside.path(), p / "d/link");
        fs::create_symlink(outside / "file", p / "d/file");
        fs::create_symlink("nowhere", p / "dangling");
        fs::create_hard_link(outside / "file", p / "hard");
    }));
    CHECK(removed_after([&](fs::path const& p) {
        fs::remove(p);
        fs::create_directory_symlink(outside.path(), p);
    }));
    CHECK(removed_after([&](fs::path const& p) {
        fs::remove(p);
        put(p, "a file");
    }));
    CHECK(get(outside / "file") == "precious");
}

#if defined(__linux__)
TEST_CASE("12 temporary_directory: links are not followed, whenever they appear") {
    // A directory and a link to another are exchanged at each system call of the removal.
    playground here;
    fs::path const victim = here / "outside/file";
    fs::create_directory(here / "outside");
    put(victim, "precious");
    fs::path const moved = here / "moved";
    ending end = ending::stopped;
    int swapped = 0;
    for (int stop = 0; end == ending::stopped; ++stop) {
        fs::create_directories(here / "tree/inner");
        put(here / "tree/inner/file", "x");
        auto const remove = [&] { ambit::detail::tree_removal::run(here / "tree"); };
        end = traced(remove, stop, [&](pid_t) {
            std::error_code gone;
            fs::rename(here / "tree/inner", moved, gone);
            if (!gone) {
                ++swapped;
                fs::create_directory_symlink(here / "outside", here / "tree/inner");
            }
        });
        if (end == ending::untraceable) {
            WARN("skipped: processes may not be traced here");
            return;
        }
        fs::remove_all(moved);
        CHECK_FALSE(fs::exists(here / "tree"));
        REQUIRE(get(victim) == "precious");
    }
    CHECK(swapped > 10);
}
#endif

TEST_CASE("12 temporary_directory: what is gone already is no error") {
    CHECK(removed_after([](fs::path const& p) { fs::remove(p); }));
    playground outside;
    CHECK(removed_after([&](fs::path const& p) {
        put(p / "file", "kept");
        fs::rename(p, outside / "moved");
    }));
    CHECK(get(outside / "moved/file") == "kept");
}

TEST_CASE("12 temporary_directory: directories without permissions are removed") {
    CHECK(in_child_without_privileges([] {
              return removed_after([](fs::path const& p) {
                  for (unsigned const mode : {0000U, 0500U, 0400U, 0300U}) {
                      fs::path const d = p / std::to_string(mode);
                      fs::create_directories(d / "inner");
                      put(d / "file", "x");
                      fs::permissions(d / "inner", fs::perms(mode));
                      fs::permissions(d, fs::perms(mode));
                  }
                  fs::permissions(p, fs::perms::none);
              })
                         ? 0
                         : 1;
          }) == 0);
}

TEST_CASE("12 temporary_directory: any depth is removed, with few descriptors") {
    auto const deep = [](fs::path const& p) {
        int at = ::open(p.c_str(), O_RDONLY | O_DIRECTORY);
        for (int depth = 0; depth < 300; ++depth) {
            ::close(::openat(at, "file", O_CREAT | O_WRONLY, 0600));
            if (::mkdirat(at, "directory", 0700) != 0) {
                ::_exit(1);
            }
            int const next = ::openat(at, "directory", O_RDONLY | O_DIRECTORY);
            ::fchmod(at, 0500);
            ::close(at);
            at = next;
        }
        ::close(at);
        ::rlimit const low{128, 128};
        if (::setrlimit(RLIMIT_NOFILE, &low) != 0) {
            ::_exit(2);
        }
    };
    CHECK(in_child_without_privileges([&] { return removed_after(deep) ? 0 : 3; }) == 0);
}

TEST_CASE("12 temporary_directory: removed on failure") {
    fs::path path;
    auto const body = [&](fs::path const& p) {
        path = p;
        put(p / "file", "x");
        raise(body_failure{{-1}});
    };
    CHECK_THROWS_AS(run(scope(temporary_directory()) >> body), body_failure);
    CHECK_FALSE(fs::exists(path));
}

TEST_CASE("12 temporary_directory: what cannot be removed is an exit that threw") {
    playground here;
    int const result = in_child_without_privileges([&] {
        fs::path const own = here / "own";
        fs::create_directory(own);
        ::setenv("TMPDIR", own.c_str(), 1);
        fs::path path;
        auto const closes = [&](fs::path const& p) {
            path = p;
            fs::create_directories(p / "a/b");
            fs::permissions(own, fs::perms(0555));
        };
        auto const t = thrown_by([&] { run(scope(temporary_directory()) >> closes); });
        if (!t.names(path, std::errc::permission_denied) || !fs::is_empty(path)) {
            return 1;
        }

        // Beside a failure it is set aside.
        fs::permissions(own, fs::perms(0755));
        bool is_set_aside = false;
        auto const look = [&](ambit::outcome const& out) {
            is_set_aside = out.secondary().size() == 1;
        };
        try {
            run(scope(at_exit(look)) | scope(temporary_directory()) >> [&](fs::path const& p) {
                closes(p);
                raise(body_failure{{-1}});
            });
        } catch (body_failure const&) {
            return is_set_aside ? 0 : 2;
        }
        return 3;
    });
    CHECK(result == 0);
}

TEST_CASE("12 temporary_directory: beside what cannot be removed all else is, at any depth") {
    playground here;
    constexpr int skipped = 98;
    int const result = in_child([&] {
        constexpr unsigned nobody = 65534;
        if (::geteuid() != 0 || ::seteuid(nobody) != 0) {
            return skipped;
        }
        ::setenv("TMPDIR", here.path().c_str(), 1);
        fs::path path;
        auto const t = thrown_by([&] {
            run(scope(temporary_directory()) >> [&](fs::path const& p) {
                path = p;
                fs::path deep = p;
                for (int depth = 0; depth < 200; ++depth) {
                    deep /= "d";
                    fs::create_directory(deep);
                    put(deep / "file", "x");
                }
                static_cast<void>(::seteuid(0));
                fs::create_directory(p / "root's");
                put(p / "root's/file", "x");
                static_cast<void>(::seteuid(nobody));
            });
        });
        bool const alone = std::distance(fs::directory_iterator(path), {}) == 1;
        return t.names(path / "root's/file", std::errc::permission_denied) && alone ? 0 : 1;
    });
    if (result == skipped) {
        WARN("skipped: takes root, and somebody else");
    } else {
        CHECK(result == 0);
    }
}

TEST_CASE("12 3.7 temporary_directory: on a thread that is cancelled") {
    playground here;
    ::setenv("TMPDIR", here.path().c_str(), 1);
    CHECK(in_cancelled_thread([] {
              run(scope(temporary_directory()) >> [](fs::path const& p) {
                  fs::create_directories(p / "a/b");
                  cancel_this_thread();
              });
          }) == 0);
    CHECK(here.size() == 0);
    CHECK(in_cancelled_thread([] {
              cancel_this_thread();
              run(scope(temporary_directory()) >> [] {});
          }) == 0);
    CHECK(here.size() == 0);
    ::unsetenv("TMPDIR");
}

TEST_CASE("12 temporary_directory: where it is created") {
    playground here;
    run(scope(ambit::environment("TMPDIR", here.path().string())) |
        scope(temporary_directory()) >>
            [&](fs::path const& p) { CHECK(p.parent_path() == here.path()); });
    CHECK(here.size() == 0);

    fs::path const missing = here / "missing";
    auto const t = thrown_by([&] {
        run(scope(ambit::environment("TMPDIR", missing.string())) |
            scope(temporary_directory()) >> [] {});
    });
    INFO(t);
    CHECK(t.text.find(missing.string()) != std::string::npos);

    // A relative one, and the working directory changes.
    fs::create_directory(here / "relative");
    run(scope(ambit::working_directory(here.path())) |
        scope(ambit::environment("TMPDIR", "relative")) |
        scope(temporary_directory()) >> [] { fs::current_path("/"); });
    CHECK(fs::is_empty(here / "relative"));
}
