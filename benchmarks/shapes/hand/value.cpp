// SPDX-License-Identifier: BSL-1.0
// Plain variables, there before anything is acquired.
#include "../guard.hpp"

extern "C" {

int hand_value_1(int from) {
    int a = from + 0;
    guard const held{acquire(0)};
    return work(a);
}

int hand_value_2(int from) {
    int a = from + 0, b = from + 1;
    guard const held{acquire(0)};
    return work(a, b);
}

int hand_value_4(int from) {
    int a = from + 0, b = from + 1, c = from + 2, d = from + 3;
    guard const held{acquire(0)};
    return work(a, b, c, d);
}

int hand_value_8(int from) {
    int a = from + 0, b = from + 1, c = from + 2, d = from + 3, e = from + 4, f = from + 5,
        g = from + 6, h = from + 7;
    guard const held{acquire(0)};
    return work(a, b, c, d, e, f, g, h);
}

int hand_value_16(int from) {
    int a = from + 0, b = from + 1, c = from + 2, d = from + 3, e = from + 4, f = from + 5,
        g = from + 6, h = from + 7;
    int i = from + 8, j = from + 9, k = from + 10, l = from + 11, m = from + 12, n = from + 13,
        o = from + 14, p = from + 15;
    guard const held{acquire(0)};
    return work(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
}

}  // extern "C"
