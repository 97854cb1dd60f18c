// SPDX-License-Identifier: BSL-1.0
// Guards from objects with destructors.
#include "../guard.hpp"

#include <ambit/ambit.hpp>

using ambit::raii;
using ambit::run;
using ambit::scope;

namespace {

template <int Id>
auto held() {
    return scope(raii([] { return guard{acquire(Id)}; }));
}

constexpr auto body = [](auto&... guards) { return work(guards.handle...); };

}  // namespace

extern "C" {

int ambit_raii_1() { return run(held<1>() >> body); }

int ambit_raii_2() { return run(held<1>() | held<2>() >> body); }

int ambit_raii_4() { return run(held<1>() | held<2>() | held<3>() | held<4>() >> body); }

int ambit_raii_8() {
    return run(held<1>() | held<2>() | held<3>() | held<4>() | held<5>() | held<6>() | held<7>() |
               held<8>() >> body);
}

int ambit_raii_16() {
    return run(held<1>() | held<2>() | held<3>() | held<4>() | held<5>() | held<6>() | held<7>() |
               held<8>() | held<9>() | held<10>() | held<11>() | held<12>() | held<13>() |
               held<14>() | held<15>() | held<16>() >> body);
}

}  // extern "C"
