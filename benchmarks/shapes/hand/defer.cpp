// SPDX-License-Identifier: BSL-1.0
// Hand-written scope guards: a function that the destructor calls.
#include "../resources.hpp"

namespace {

template <class F>
class scope_guard {
public:
    explicit scope_guard(F f) noexcept : f_(f) {}
    scope_guard(scope_guard const&) = delete;
    scope_guard& operator=(scope_guard const&) = delete;
    ~scope_guard() { f_(); }

private:
    F f_;
};

auto at_exit(int handle) noexcept {
    return [handle]() noexcept { release(handle); };
}

}  // namespace

extern "C" {

int hand_defer_1() {
    scope_guard const a{at_exit(1)};
    return work(0);
}

int hand_defer_2() {
    scope_guard const a{at_exit(1)}, b{at_exit(2)};
    return work(0);
}

int hand_defer_4() {
    scope_guard const a{at_exit(1)}, b{at_exit(2)}, c{at_exit(3)}, d{at_exit(4)};
    return work(0);
}

int hand_defer_8() {
    scope_guard const a{at_exit(1)}, b{at_exit(2)}, c{at_exit(3)}, d{at_exit(4)};
    scope_guard const e{at_exit(5)}, f{at_exit(6)}, g{at_exit(7)}, h{at_exit(8)};
    return work(0);
}

int hand_defer_16() {
    scope_guard const a{at_exit(1)}, b{at_exit(2)}, c{at_exit(3)}, d{at_exit(4)};
    scope_guard const e{at_exit(5)}, f{at_exit(6)}, g{at_exit(7)}, h{at_exit(8)};
    scope_guard const i{at_exit(9)}, j{at_exit(10)}, k{at_exit(11)}, l{at_exit(12)};
    scope_guard const m{at_exit(13)}, n{at_exit(14)}, o{at_exit(15)}, p{at_exit(16)};
    return work(0);
}

}  // extern "C"
