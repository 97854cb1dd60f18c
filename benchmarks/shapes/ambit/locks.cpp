// SPDX-License-Identifier: BSL-1.0
// Guards that give the body nothing.
#include "../resources.hpp"

#include <ambit/ambit.hpp>

using ambit::run;
using ambit::scope;

namespace {

struct locked {
    int id;

    void enter() { lock(id); }
    void exit() noexcept { unlock(id); }
};

constexpr auto body = [] { return work(0); };

}  // namespace

extern "C" {

int ambit_locks_1() { return run(scope(locked{1}) >> body); }

int ambit_locks_2() { return run(scope(locked{1}) | scope(locked{2}) >> body); }

int ambit_locks_4() {
    return run(scope(locked{1}) | scope(locked{2}) | scope(locked{3}) | scope(locked{4}) >> body);
}

int ambit_locks_8() {
    return run(scope(locked{1}) | scope(locked{2}) | scope(locked{3}) | scope(locked{4}) |
               scope(locked{5}) | scope(locked{6}) | scope(locked{7}) | scope(locked{8}) >> body);
}

int ambit_locks_16() {
    return run(scope(locked{1}) | scope(locked{2}) | scope(locked{3}) | scope(locked{4}) |
               scope(locked{5}) | scope(locked{6}) | scope(locked{7}) | scope(locked{8}) |
               scope(locked{9}) | scope(locked{10}) | scope(locked{11}) | scope(locked{12}) |
               scope(locked{13}) | scope(locked{14}) | scope(locked{15}) |
               scope(locked{16}) >> body);
}

}  // extern "C"
