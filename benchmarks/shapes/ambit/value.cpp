// SPDX-License-Identifier: BSL-1.0
// Values of the pipeline, inside of a guard.
#include "../resources.hpp"

#include <ambit/ambit.hpp>

using ambit::run;
using ambit::scope;
using ambit::value;

namespace {

struct held {
    int id;

    int enter() { return acquire(id); }
    void exit(int& handle) noexcept { release(handle); }
};

constexpr auto body = [](int&, auto&... values) { return work(values...); };

}  // namespace

extern "C" {

int ambit_value_1(int from) { return run(scope(held{0}) | scope(value(from + 0)) >> body); }

int ambit_value_2(int from) {
    return run(scope(held{0}) | scope(value(from + 0)) | scope(value(from + 1)) >> body);
}

int ambit_value_4(int from) {
    return run(scope(held{0}) | scope(value(from + 0)) | scope(value(from + 1)) |
               scope(value(from + 2)) | scope(value(from + 3)) >> body);
}

int ambit_value_8(int from) {
    return run(scope(held{0}) | scope(value(from + 0)) | scope(value(from + 1)) |
               scope(value(from + 2)) | scope(value(from + 3)) | scope(value(from + 4)) |
               scope(value(from + 5)) | scope(value(from + 6)) | scope(value(from + 7)) >> body);
}

int ambit_value_16(int from) {
    return run(scope(held{0}) | scope(value(from + 0)) | scope(value(from + 1)) |
               scope(value(from + 2)) | scope(value(from + 3)) | scope(value(from + 4)) |
               scope(value(from + 5)) | scope(value(from + 6)) | scope(value(from + 7)) |
               scope(value(from + 8)) | scope(value(from + 9)) | scope(value(from + 10)) |
               scope(value(from + 11)) | scope(value(from + 12)) | scope(value(from + 13)) |
               scope(value(from + 14)) | scope(value(from + 15)) >> body);
}

}  // extern "C"
