// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.body]
// EXPECT: the body
// EXPECT: handle<0>
// EXPECT: handle<7>
// EXPECT: handle<8>

#include <ambit/ambit.hpp>
#include <utility>

template <int N>
struct handle {};

template <int N>
struct source {
    handle<N> enter() { return {}; }
    void exit() {}
};

template <int... N>
auto sources(std::integer_sequence<int, N...>) {
    return ambit::scope(source<N>{}...);
}

int main() {
    auto eight = sources(std::make_integer_sequence<int, 8>());
#ifdef FIXED
    int const n = ambit::run(eight >> [](handle<5>&, handle<2>&) { return 1; }) + 1;
#else
    int const n = ambit::run(eight >> [](handle<5>&, handle<8>&) { return 1; }) + 1;
#endif
    return n - 2;
}
