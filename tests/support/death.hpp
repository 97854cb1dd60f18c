// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_SUPPORT_DEATH_HPP
#define AMBIT_TESTS_SUPPORT_DEATH_HPP

#include <exception>

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace test {

/// Whether f, run in a process of its own, ends in `std::terminate`.
template <class F>
[[nodiscard]] bool terminates(F f) {
    constexpr int terminated = 42;
    pid_t const child = ::fork();
    if (child == 0) {
        std::set_terminate([] { ::_exit(terminated); });
        try {
            f();
        } catch (...) {
            ::_exit(1);
        }
        ::_exit(0);
    }
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == terminated;
}

}  // namespace test

#endif
