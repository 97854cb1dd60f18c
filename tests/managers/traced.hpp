// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_MANAGERS_TRACED_HPP
#define AMBIT_TESTS_MANAGERS_TRACED_HPP

#if defined(__linux__)

#    include <support/catch.hpp>

#    include <csignal>
#    include <vector>

#    include <sys/ptrace.h>
#    include <sys/types.h>
#    include <sys/wait.h>
#    include <unistd.h>

namespace test {

/// How a traced process came to its end: `stopped` at the given call before, or not.
enum class ending { stopped, not_stopped, untraceable };

/// Runs f in a process that stops where it enters or leaves a system call for the `stop`th time;
/// `then(process)` is called there. It must not throw.
/// @param calls is given the numbers of the calls that it entered, where the system tells
template <class F, class Then>
[[nodiscard]] ending traced(F f, int stop, Then then, std::vector<long>* calls = nullptr) {
    pid_t const child = ::fork();
    if (child == 0) {
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) {
            ::_exit(1);
        }
        ::raise(SIGSTOP);
        try {
            f();
        } catch (...) {
            ::_exit(2);
        }
        ::_exit(0);
    }
    REQUIRE(child > 0);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    if (!WIFSTOPPED(status)) {
        CHECK(WEXITSTATUS(status) == 1);
        return ending::untraceable;
    }
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    ending end = ending::not_stopped;
    for (int i = 0;; ++i) {
        if (i == stop) {
            end = ending::stopped;
            then(child);
        }
        ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        REQUIRE(::waitpid(child, &status, 0) == child);
        if (!WIFSTOPPED(status)) {
            CHECK((WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0));
            return end;
        }
        ::__ptrace_syscall_info info;
        if (calls != nullptr && ::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof(info), &info) > 0 &&
            info.op == PTRACE_SYSCALL_INFO_ENTRY) {
            calls->push_back(static_cast<long>(info.entry.nr));
        }
    }
}

}  // namespace test

#endif

#endif
