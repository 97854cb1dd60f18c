// SPDX-License-Identifier: BSL-1.0
// Hand-nested RAII: one guard a resource, all in one frame.
#include "../guard.hpp"

extern "C" {

int hand_guards_1() {
    guard const a{acquire(1)};
    return work(a.handle);
}

int hand_guards_2() {
    guard const a{acquire(1)}, b{acquire(2)};
    return work(a.handle, b.handle);
}

int hand_guards_4() {
    guard const a{acquire(1)}, b{acquire(2)}, c{acquire(3)}, d{acquire(4)};
    return work(a.handle, b.handle, c.handle, d.handle);
}

int hand_guards_8() {
    guard const a{acquire(1)}, b{acquire(2)}, c{acquire(3)}, d{acquire(4)};
    guard const e{acquire(5)}, f{acquire(6)}, g{acquire(7)}, h{acquire(8)};
    return work(a.handle, b.handle, c.handle, d.handle, e.handle, f.handle, g.handle, h.handle);
}

int hand_guards_16() {
    guard const a{acquire(1)}, b{acquire(2)}, c{acquire(3)}, d{acquire(4)};
    guard const e{acquire(5)}, f{acquire(6)}, g{acquire(7)}, h{acquire(8)};
    guard const i{acquire(9)}, j{acquire(10)}, k{acquire(11)}, l{acquire(12)};
    guard const m{acquire(13)}, n{acquire(14)}, o{acquire(15)}, p{acquire(16)};
    return work(a.handle, b.handle, c.handle, d.handle, e.handle, f.handle, g.handle, h.handle,
                i.handle, j.handle, k.handle, l.handle, m.handle, n.handle, o.handle, p.handle);
}

}  // extern "C"
