// SPDX-License-Identifier: BSL-1.0
// The smallest whole program: exit code 0 if two nested stages ran and were exited, asynchronously
// too.
#include <ambit/ambit.hpp>
#include <ambit/coroutine.hpp>

namespace {

struct level {
    int& depth;
    int enter() { return ++depth; }
    void exit() noexcept { --depth; }
};

struct level_below {
    int& depth;
    ambit::task<int> async_enter() { co_return ++depth; }
    ambit::task<> async_exit() {
        --depth;
        co_return;
    }
};

}  // namespace

int main() {
    int depth = 0;
    auto levels = ambit::scope(level{depth}) | ambit::scope(level{depth});
    int const seen = ambit::run(levels >> [](int outer, int inner) { return 10 * outer + inner; });
    auto block = levels | ambit::scope(level_below{depth}) >> [](int outer, int inner, int below) {
        return 100 * outer + 10 * inner + below;
    };
    int const awaited = ambit::sync_wait(ambit::async_run(block));
    return seen == 12 && awaited == 123 && depth == 0 ? 0 : 1;
}
