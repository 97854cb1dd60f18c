// SPDX-License-Identifier: BSL-1.0
// Hand-nested RAII whose resources give the body nothing, such as locks.
#include "../resources.hpp"

namespace {

class lock_guard {
public:
    explicit lock_guard(int id) : id_(id) { lock(id); }
    lock_guard(lock_guard const&) = delete;
    lock_guard& operator=(lock_guard const&) = delete;
    ~lock_guard() { unlock(id_); }

private:
    int const id_;
};

}  // namespace

extern "C" {

int hand_locks_1() {
    lock_guard const a{1};
    return work(0);
}

int hand_locks_2() {
    lock_guard const a{1}, b{2};
    return work(0);
}

int hand_locks_4() {
    lock_guard const a{1}, b{2}, c{3}, d{4};
    return work(0);
}

int hand_locks_8() {
    lock_guard const a{1}, b{2}, c{3}, d{4};
    lock_guard const e{5}, f{6}, g{7}, h{8};
    return work(0);
}

int hand_locks_16() {
    lock_guard const a{1}, b{2}, c{3}, d{4};
    lock_guard const e{5}, f{6}, g{7}, h{8};
    lock_guard const i{9}, j{10}, k{11}, l{12};
    lock_guard const m{13}, n{14}, o{15}, p{16};
    return work(0);
}

}  // extern "C"
