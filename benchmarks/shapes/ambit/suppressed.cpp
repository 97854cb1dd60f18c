// SPDX-License-Identifier: BSL-1.0
// Exits that ask whether the run failed, the outermost of which suppresses what is expected to.
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

struct tolerant : settled {
    using properties = ambit::properties<ambit::suppresses<failure>>;
};

constexpr auto body = [](auto&... handles) { return work(handles...); };

}  // namespace

extern "C" {

int ambit_suppressed_1() { return run(scope(tolerant{1}) >> body).value_or(-1); }

int ambit_suppressed_2() {
    return run(scope(tolerant{1}) | scope(settled{2}) >> body).value_or(-1);
}

int ambit_suppressed_4() {
    return run(scope(tolerant{1}) | scope(settled{2}) | scope(settled{3}) |
               scope(settled{4}) >> body)
        .value_or(-1);
}

int ambit_suppressed_8() {
    return run(scope(tolerant{1}) | scope(settled{2}) | scope(settled{3}) | scope(settled{4}) |
               scope(settled{5}) | scope(settled{6}) | scope(settled{7}) |
               scope(settled{8}) >> body)
        .value_or(-1);
}

int ambit_suppressed_16() {
    return run(scope(tolerant{1}) | scope(settled{2}) | scope(settled{3}) | scope(settled{4}) |
               scope(settled{5}) | scope(settled{6}) | scope(settled{7}) | scope(settled{8}) |
               scope(settled{9}) | scope(settled{10}) | scope(settled{11}) | scope(settled{12}) |
               scope(settled{13}) | scope(settled{14}) | scope(settled{15}) |
               scope(settled{16}) >> body)
        .value_or(-1);
}

}  // extern "C"
