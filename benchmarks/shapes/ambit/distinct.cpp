// SPDX-License-Identifier: BSL-1.0
// Guards from a class each, in one scope.
#include "../resources.hpp"

#include <ambit/ambit.hpp>

using ambit::run;
using ambit::scope;

namespace {

template <int Id>
struct held {
    int enter() { return acquire(Id); }
    void exit(int& handle) noexcept { release(handle); }
};

constexpr auto body = [](auto&... handles) { return work(handles...); };

}  // namespace

extern "C" {

int ambit_distinct_1() { return run(scope(held<1>{}) >> body); }

int ambit_distinct_2() { return run(scope(held<1>{}, held<2>{}) >> body); }

int ambit_distinct_4() { return run(scope(held<1>{}, held<2>{}, held<3>{}, held<4>{}) >> body); }

int ambit_distinct_8() {
    return run(scope(held<1>{}, held<2>{}, held<3>{}, held<4>{}, held<5>{}, held<6>{}, held<7>{},
                     held<8>{}) >>
               body);
}

int ambit_distinct_16() {
    return run(scope(held<1>{}, held<2>{}, held<3>{}, held<4>{}, held<5>{}, held<6>{}, held<7>{},
                     held<8>{}, held<9>{}, held<10>{}, held<11>{}, held<12>{}, held<13>{},
                     held<14>{}, held<15>{}, held<16>{}) >>
               body);
}

}  // extern "C"
