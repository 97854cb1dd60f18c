// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.body]
// EXPECT: the body
// EXPECT: handle<0>
// EXPECT: handle<32>
// EXPECT: handle<31> of stage 31
// EXPECT: name parameters for the resources wanted

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
    auto all = sources(std::make_integer_sequence<int, 32>());
#ifdef FIXED
    ambit::run(all >> [](handle<31>&) {});
#else
    ambit::run(all >> [](handle<32>&) {});
#endif
}
