// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.body]
// EXPECT: async_run takes a block
// EXPECT: close a pipeline with >> body

#include <ambit/coroutine.hpp>
#include <utility>

struct session {
    ambit::task<int> async_enter() { co_return 1; }
    ambit::task<> async_exit(int&) { co_return; }
};

int main() {
    auto p = ambit::scope(session{});
#ifdef FIXED
    auto run = ambit::async_run(std::move(p) >> [](int& id) { return id - 1; });
#else
    auto run = ambit::async_run(std::move(p));
#endif
    (void)ambit::sync_wait(std::move(run));
}
