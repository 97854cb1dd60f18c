// SPDX-License-Identifier: BSL-1.0
// EXPECT: [ambit.suspend]
// EXPECT: stage 0 `thread_lock`
// EXPECT: stage 31 `session`
// EXPECT: acquire it inside

#include "../support/awaitable.hpp"
#include <ambit/ambit.hpp>
#include <utility>

struct thread_lock {
    using properties = ambit::properties<ambit::thread_bound>;
    void enter() {}
    void exit() {}
};

struct session {
    awaitable<> async_enter() { return {}; }
    awaitable<> async_exit() { return {}; }
};

template <int N>
struct step {
    void enter() {}
    void exit() {}
};

template <int... N>
auto steps(std::integer_sequence<int, N...>) {
    return ambit::scope(step<N>{}...);
}

int main() {
    auto const thirty = std::make_integer_sequence<int, 30>();
#ifdef FIXED
    (void)ambit::check(ambit::scope(session{}) | steps(thirty) | ambit::scope(thread_lock{}));
#else
    (void)ambit::check(ambit::scope(thread_lock{}) | steps(thirty) | ambit::scope(session{}));
#endif
}
