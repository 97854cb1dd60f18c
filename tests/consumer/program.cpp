// SPDX-License-Identifier: BSL-1.0
// The smallest whole program: exit code 0 if two nested stages ran and were exited.
#include <ambit/ambit.hpp>

namespace {

struct level {
    int& depth;
    int enter() { return ++depth; }
    void exit() noexcept { --depth; }
};

}  // namespace

int main() {
    int depth = 0;
    auto levels = ambit::scope(level{depth}) | ambit::scope(level{depth});
    int const seen = ambit::run(levels >> [](int outer, int inner) { return 10 * outer + inner; });
    return seen == 12 && depth == 0 ? 0 : 1;
}
