// SPDX-License-Identifier: BSL-1.0
// Guards from two functions.
#include "../resources.hpp"

#include <ambit/ambit.hpp>

using ambit::bracket;
using ambit::run;
using ambit::scope;

namespace {

template <int Id>
auto held() {
    return scope(
        bracket([] { return acquire(Id); }, [](int& handle) noexcept { release(handle); }));
}

constexpr auto body = [](auto&... handles) { return work(handles...); };

}  // namespace

extern "C" {

int ambit_bracket_1() { return run(held<1>() >> body); }

int ambit_bracket_2() { return run(held<1>() | held<2>() >> body); }

int ambit_bracket_4() { return run(held<1>() | held<2>() | held<3>() | held<4>() >> body); }

int ambit_bracket_8() {
    return run(held<1>() | held<2>() | held<3>() | held<4>() | held<5>() | held<6>() | held<7>() |
               held<8>() >> body);
}

int ambit_bracket_16() {
    return run(held<1>() | held<2>() | held<3>() | held<4>() | held<5>() | held<6>() | held<7>() |
               held<8>() | held<9>() | held<10>() | held<11>() | held<12>() | held<13>() |
               held<14>() | held<15>() | held<16>() >> body);
}

}  // extern "C"
