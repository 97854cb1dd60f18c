// SPDX-License-Identifier: BSL-1.0
// The body throws, and so may the innermost exit: the first failure stays the run's.
#include "../resources.hpp"

#include <ambit/ambit.hpp>

using ambit::run;
using ambit::scope;

namespace {

struct settled {
    int id;

    int enter() { return acquire(id); }
    void exit(int& handle, ambit::outcome const& how) noexcept { settle(handle, how.failed()); }
};

struct finished {
    int id;

    int enter() { return acquire(id); }
    void exit(int& handle, ambit::outcome const& how) { finish(handle, how.failed()); }
};

constexpr auto body = [](auto&... handles) { return work(handles...); };

}  // namespace

extern "C" {

int ambit_failing_twice_1() { return run(scope(finished{1}) >> body); }

int ambit_failing_twice_2() { return run(scope(settled{1}) | scope(finished{2}) >> body); }

int ambit_failing_twice_4() {
    return run(scope(settled{1}) | scope(settled{2}) | scope(settled{3}) |
               scope(finished{4}) >> body);
}

int ambit_failing_twice_8() {
    return run(scope(settled{1}) | scope(settled{2}) | scope(settled{3}) | scope(settled{4}) |
               scope(settled{5}) | scope(settled{6}) | scope(settled{7}) |
               scope(finished{8}) >> body);
}

int ambit_failing_twice_16() {
    return run(scope(settled{1}) | scope(settled{2}) | scope(settled{3}) | scope(settled{4}) |
               scope(settled{5}) | scope(settled{6}) | scope(settled{7}) | scope(settled{8}) |
               scope(settled{9}) | scope(settled{10}) | scope(settled{11}) | scope(settled{12}) |
               scope(settled{13}) | scope(settled{14}) | scope(settled{15}) |
               scope(finished{16}) >> body);
}

}  // extern "C"
