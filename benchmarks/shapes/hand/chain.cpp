// SPDX-License-Identifier: BSL-1.0
// Hand-nested RAII, each resource acquired from the one outside it, under a body that returns
// nothing and never throws.
#include "../guard.hpp"

extern "C" {

void hand_chain_1() {
    guard const a{acquire(1)};
    work_quietly(a.handle);
}

void hand_chain_2() {
    guard const a{acquire(1)}, b{acquire(a.handle)};
    work_quietly(b.handle);
}

void hand_chain_4() {
    guard const a{acquire(1)}, b{acquire(a.handle)}, c{acquire(b.handle)}, d{acquire(c.handle)};
    work_quietly(d.handle);
}

void hand_chain_8() {
    guard const a{acquire(1)}, b{acquire(a.handle)}, c{acquire(b.handle)}, d{acquire(c.handle)};
    guard const e{acquire(d.handle)}, f{acquire(e.handle)}, g{acquire(f.handle)},
        h{acquire(g.handle)};
    work_quietly(h.handle);
}

void hand_chain_16() {
    guard const a{acquire(1)}, b{acquire(a.handle)}, c{acquire(b.handle)}, d{acquire(c.handle)};
    guard const e{acquire(d.handle)}, f{acquire(e.handle)}, g{acquire(f.handle)},
        h{acquire(g.handle)};
    guard const i{acquire(h.handle)}, j{acquire(i.handle)}, k{acquire(j.handle)},
        l{acquire(k.handle)};
    guard const m{acquire(l.handle)}, n{acquire(m.handle)}, o{acquire(n.handle)},
        p{acquire(o.handle)};
    work_quietly(p.handle);
}

}  // extern "C"
