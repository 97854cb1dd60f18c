// SPDX-License-Identifier: BSL-1.0
// What the body returns is awaited; what it takes is bound as ever.
// EXPECT: [ambit.body]
// EXPECT: the resources are (int of stage 0)

#include <ambit/coroutine.hpp>
#include <string>

struct session {
    ambit::task<int> async_enter() { co_return 1; }
    ambit::task<> async_exit(int&) { co_return; }
};

ambit::task<int> length(std::string& s) { co_return int(s.size()); }

int main() {
#ifdef FIXED
    auto p = ambit::scope(session{}) | ambit::scope(ambit::value(std::string("abc")));
#else
    auto p = ambit::scope(session{});
#endif
    return ambit::sync_wait(ambit::async_run(p >> length)) - 3;
}
