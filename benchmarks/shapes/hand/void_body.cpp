// SPDX-License-Identifier: BSL-1.0
// Hand-nested RAII under a body that returns nothing, and may throw.
#include "../guard.hpp"

extern "C" {

void hand_void_body_1() {
    guard const a{acquire(1)};
    work(a.handle);
}

void hand_void_body_2() {
    guard const a{acquire(1)}, b{acquire(2)};
    work(a.handle, b.handle);
}

void hand_void_body_4() {
    guard const a{acquire(1)}, b{acquire(2)}, c{acquire(3)}, d{acquire(4)};
    work(a.handle, b.handle, c.handle, d.handle);
}

void hand_void_body_8() {
    guard const a{acquire(1)}, b{acquire(2)}, c{acquire(3)}, d{acquire(4)};
    guard const e{acquire(5)}, f{acquire(6)}, g{acquire(7)}, h{acquire(8)};
    work(a.handle, b.handle, c.handle, d.handle, e.handle, f.handle, g.handle, h.handle);
}

void hand_void_body_16() {
    guard const a{acquire(1)}, b{acquire(2)}, c{acquire(3)}, d{acquire(4)};
    guard const e{acquire(5)}, f{acquire(6)}, g{acquire(7)}, h{acquire(8)};
    guard const i{acquire(9)}, j{acquire(10)}, k{acquire(11)}, l{acquire(12)};
    guard const m{acquire(13)}, n{acquire(14)}, o{acquire(15)}, p{acquire(16)};
    work(a.handle, b.handle, c.handle, d.handle, e.handle, f.handle, g.handle, h.handle, i.handle,
         j.handle, k.handle, l.handle, m.handle, n.handle, o.handle, p.handle);
}

}  // extern "C"
