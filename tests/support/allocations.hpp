// SPDX-License-Identifier: BSL-1.0
// Counts what is allocated by `operator new`, and lets one allocation fail. For programs that link
// allocations.cpp, which replaces it.
#ifndef AMBIT_TESTS_SUPPORT_ALLOCATIONS_HPP
#define AMBIT_TESTS_SUPPORT_ALLOCATIONS_HPP

namespace test {

struct allocations {
    int made = 0;
    int freed = 0;
    int fails_at = 0;  ///< this one, from 1, throws bad_alloc; 0: none does
};
/// While not null, it counts.
inline allocations* counting = nullptr;

/// What f allocates. The Nth allocation fails, if there is one; what f throws goes on.
template <class F>
void count_allocations(allocations& count, F f) {
    struct stop {
        ~stop() { counting = nullptr; }
    } const at_end;
    counting = &count;
    f();
}
template <class F>
[[nodiscard]] allocations count_allocations(F f) {
    allocations count;
    count_allocations(count, f);
    return count;
}

}  // namespace test

#endif
