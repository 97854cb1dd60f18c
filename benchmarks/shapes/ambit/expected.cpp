// SPDX-License-Identifier: BSL-1.0
// Failures by value: a body that returns what may be an error, exits that ask whether it is one.
#include "../resources.hpp"

#include <ambit/ambit.hpp>

using ambit::run;
using ambit::scope;

namespace {

struct settled {
    int id;

    int enter() noexcept { return acquire_quietly(id); }
    void exit(int& handle, ambit::outcome const& how) noexcept { settle(handle, how.failed()); }
};

constexpr auto body = [](auto&... handles) noexcept { return attempt(handles...); };

}  // namespace

extern "C" {

int ambit_expected_1() { return run(scope(settled{1}) >> body).value; }

int ambit_expected_2() { return run(scope(settled{1}) | scope(settled{2}) >> body).value; }

int ambit_expected_4() {
    return run(scope(settled{1}) | scope(settled{2}) | scope(settled{3}) |
               scope(settled{4}) >> body)
        .value;
}

int ambit_expected_8() {
    return run(scope(settled{1}) | scope(settled{2}) | scope(settled{3}) | scope(settled{4}) |
               scope(settled{5}) | scope(settled{6}) | scope(settled{7}) |
               scope(settled{8}) >> body)
        .value;
}

int ambit_expected_16() {
    return run(scope(settled{1}) | scope(settled{2}) | scope(settled{3}) | scope(settled{4}) |
               scope(settled{5}) | scope(settled{6}) | scope(settled{7}) | scope(settled{8}) |
               scope(settled{9}) | scope(settled{10}) | scope(settled{11}) | scope(settled{12}) |
               scope(settled{13}) | scope(settled{14}) | scope(settled{15}) |
               scope(settled{16}) >> body)
        .value;
}

}  // extern "C"
