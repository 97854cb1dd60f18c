// SPDX-License-Identifier: BSL-1.0
// Rule 12: what replace_file(path) does, system call by system call: killed at each, and refused
// each that can fail.
#include "file_support.hpp"
#include "traced.hpp"

#include <ambit/ambit.hpp>
#include <ambit/managers/replace_file.hpp>

#if defined(__linux__)

#    include <algorithm>
#    include <cerrno>
#    include <csignal>
#    include <cstddef>
#    include <initializer_list>
#    include <vector>

#    include <linux/filter.h>
#    include <linux/seccomp.h>
#    include <sys/prctl.h>
#    include <sys/syscall.h>

namespace {

using ambit::replace_file;
using ambit::run;
using ambit::scope;
using namespace test;

std::string const new_text = std::string(3000, 'n') + std::string(3000, 'e') + "w";

/// Replaces the file, in several writes.
void replace(fs::path const& target) {
    run(scope(replace_file(target)) >> [](std::ofstream& f) {
        f << new_text.substr(0, 1000) << std::flush << new_text.substr(1000, 1000) << std::flush
          << new_text.substr(2000);
    });
}

/// What renaming may be called.
bool renames(long call) {
    bool found = call == SYS_renameat2;
#    if defined(SYS_renameat)
    found = found || call == SYS_renameat;
#    endif
    return found;
}

/// From now on this process is refused these system calls, or those of them whose first argument is
/// `only`: they fail with EIO. False if that cannot be had.
bool refuse(std::initializer_list<long> calls, int only = -1) {
    std::vector<::sock_filter> program;
    auto const load = [&](std::size_t offset) {
        program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(offset)));
    };
    auto const skip_unless = [&](unsigned value, unsigned char steps) {
        program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, steps));
    };
    for (long const call : calls) {
        load(offsetof(::seccomp_data, nr));
        skip_unless(static_cast<unsigned>(call), only < 0 ? 1 : 3);
        if (only >= 0) {
            load(offsetof(::seccomp_data, args));
            skip_unless(static_cast<unsigned>(only), 1);
        }
        program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EIO));
    }
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    ::sock_fprog const filter{static_cast<unsigned short>(program.size()), program.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/// A descriptor of this process that is open for this, or -1.
int descriptor_of(fs::path const& path) {
    for (int fd = 3; fd < 100; ++fd) {
        std::error_code closed;
        if (fs::read_symlink("/proc/self/fd/" + std::to_string(fd), closed) ==
            fs::canonical(path)) {
            return fd;
        }
    }
    return -1;
}

}  // namespace

TEST_CASE("12 replace_file: killed at any system call, the old or the new content is there") {
    playground here;
    fs::path const target = here / "target";
    std::optional<std::string> const old_text =
        GENERATE(true, false) ? std::optional(std::string(5000, 'o')) : std::nullopt;
    int const most = 10'000;
    int with_old = 0;
    int with_new = 0;
    int runs = 0;
    ending end = ending::stopped;
    std::vector<long> calls;
    for (int stop = 0; end == ending::stopped && stop < most; ++stop) {
        fs::remove(target);
        if (old_text) {
            put(target, *old_text);
        }
        calls.clear();
        end = traced([&] { replace(target); }, stop, [](pid_t child) { ::kill(child, SIGKILL); },
                     &calls);
        if (end == ending::untraceable) {
            WARN("skipped: processes may not be traced here");
            return;
        }
        auto const now = get(target);
        // It is the new one once the renaming has been done, and not before that begins.
        auto const renaming = std::find_if(calls.begin(), calls.end(), renames);
        bool const before = !calls.empty() && renaming == calls.end();
        bool const after = renaming != calls.end() && renaming + 1 != calls.end();
        with_new += now == new_text && !before ? 1 : 0;
        with_old += now == old_text && !after ? 1 : 0;
        ++runs;
    }
    CHECK(end == ending::not_stopped);
    CHECK(with_old + with_new == runs);
    // Twice for each call: creating and opening it, four writes, flushing and closing it; then
    // renaming, flushing and closing the directory.
    CHECK(with_old > 16);
    CHECK(with_new > 4);

    if (calls.empty()) {
        WARN("skipped: the system does not tell which calls are made");
    } else {
        std::string order;
        for (long const call : calls) {
            order += call == SYS_fsync ? "f" : renames(call) ? "r" : "";
        }
        CHECK(order == "frf");
    }

    // What the dead have left disturbs nobody, and is not touched.
    fs::remove(target);
    auto const temporaries = here.size();
    CHECK(temporaries > 10);
    replace(target);
    CHECK(get(target) == new_text);
    CHECK(here.size() == temporaries + 1);
}

TEST_CASE("12 replace_file: any step that is refused leaves the target, and no temporary") {
    playground here;
    fs::path const target = here / "target";
    put(target, "old");
    constexpr int skipped = 97;
    auto const with_refused = [&](auto refuse_some, char const* tried) {
        return in_child([&] {
            bool refused = false;
            auto const t = thrown_by([&] {
                run(scope(replace_file(target)) >> [&](std::ofstream& f) {
                    f << "new";
                    refused = refuse_some();
                });
            });
            return !refused                                  ? skipped
                   : !t.names(target, std::errc::io_error)   ? 1
                   : t.text.find(tried) == std::string::npos ? 2
                                                             : 0;
        });
    };
    struct row {
        std::vector<long> calls;
        char const* tried;
    };
    for (auto const& [calls, tried] : {
             row{{SYS_write, SYS_writev}, "cannot write"},
             row{{SYS_close, SYS_close}, "cannot write"},
             row{{SYS_fchmod, SYS_fchmod}, "permissions"},
             row{{SYS_fsync, SYS_fsync}, "cannot flush"},
#    if defined(SYS_renameat)
             row{{SYS_renameat, SYS_renameat2}, "cannot replace"},
#    else
             row{{SYS_renameat2, SYS_renameat2}, "cannot replace"},
#    endif
         }) {
        INFO(tried);
        int const result = with_refused([&] { return refuse({calls[0], calls[1]}); }, tried);
        if (result == skipped) {
            WARN("skipped: system calls cannot be filtered here");
            return;
        }
        CHECK(result == 0);
        CHECK(get(target) == "old");
        CHECK(here.size() == 1);
    }

    // After the rename there is no way back; the text says where it stands.
    CHECK(with_refused(
              [&] {
                  int const directory = descriptor_of(here.path());
                  return directory >= 0 && refuse({SYS_fsync}, directory);
              },
              "replaced file, but cannot flush its directory") == 0);
    CHECK(get(target) == "new");
    CHECK(here.size() == 1);
}

#else

TEST_CASE("12 replace_file: system call by system call") { WARN("skipped: written for Linux"); }

#endif
