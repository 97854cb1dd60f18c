// SPDX-License-Identifier: BSL-1.0
// Guards outside, exits that ask whether the run failed inside.
#include "../resources.hpp"

#include <ambit/ambit.hpp>

using ambit::run;
using ambit::scope;

namespace {

struct held {
    int id;

    int enter() { return acquire(id); }
    void exit(int& handle) noexcept { release(handle); }
};

struct settled {
    int id;

    int enter() { return acquire(id); }
    void exit(int& handle, ambit::outcome const& how) noexcept { settle(handle, how.failed()); }
};

constexpr auto body = [](auto&... handles) { return work(handles...); };

}  // namespace

extern "C" {

int ambit_mixed_2() { return run(scope(held{1}) | scope(settled{2}) >> body); }

int ambit_mixed_4() {
    return run(scope(held{1}) | scope(held{2}) | scope(settled{3}) | scope(settled{4}) >> body);
}

int ambit_mixed_8() {
    return run(scope(held{1}) | scope(held{2}) | scope(held{3}) | scope(held{4}) |
               scope(settled{5}) | scope(settled{6}) | scope(settled{7}) |
               scope(settled{8}) >> body);
}

int ambit_mixed_16() {
    return run(scope(held{1}) | scope(held{2}) | scope(held{3}) | scope(held{4}) | scope(held{5}) |
               scope(held{6}) | scope(held{7}) | scope(held{8}) | scope(settled{9}) |
               scope(settled{10}) | scope(settled{11}) | scope(settled{12}) | scope(settled{13}) |
               scope(settled{14}) | scope(settled{15}) | scope(settled{16}) >> body);
}

}  // extern "C"
