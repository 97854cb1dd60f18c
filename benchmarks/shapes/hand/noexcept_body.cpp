// SPDX-License-Identifier: BSL-1.0
// Hand-nested RAII under a body that never throws.
#include "../guard.hpp"

extern "C" {

int hand_noexcept_body_1() {
    guard const a{acquire(1)};
    return attempt(a.handle).value;
}

int hand_noexcept_body_2() {
    guard const a{acquire(1)}, b{acquire(2)};
    return attempt(a.handle, b.handle).value;
}

int hand_noexcept_body_4() {
    guard const a{acquire(1)}, b{acquire(2)}, c{acquire(3)}, d{acquire(4)};
    return attempt(a.handle, b.handle, c.handle, d.handle).value;
}

int hand_noexcept_body_8() {
    guard const a{acquire(1)}, b{acquire(2)}, c{acquire(3)}, d{acquire(4)};
    guard const e{acquire(5)}, f{acquire(6)}, g{acquire(7)}, h{acquire(8)};
    return attempt(a.handle, b.handle, c.handle, d.handle, e.handle, f.handle, g.handle, h.handle)
        .value;
}

int hand_noexcept_body_16() {
    guard const a{acquire(1)}, b{acquire(2)}, c{acquire(3)}, d{acquire(4)};
    guard const e{acquire(5)}, f{acquire(6)}, g{acquire(7)}, h{acquire(8)};
    guard const i{acquire(9)}, j{acquire(10)}, k{acquire(11)}, l{acquire(12)};
    guard const m{acquire(13)}, n{acquire(14)}, o{acquire(15)}, p{acquire(16)};
    return attempt(a.handle, b.handle, c.handle, d.handle, e.handle, f.handle, g.handle, h.handle,
                   i.handle, j.handle, k.handle, l.handle, m.handle, n.handle, o.handle, p.handle)
        .value;
}

}  // extern "C"
