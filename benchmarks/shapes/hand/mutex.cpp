// SPDX-License-Identifier: BSL-1.0
// Hand-written guards of mutexes.
#include "../mutex.hpp"

namespace {

class lock_guard {
public:
    explicit lock_guard(mutex& m) : mutex_(m) { m.lock(); }
    lock_guard(lock_guard const&) = delete;
    lock_guard& operator=(lock_guard const&) = delete;
    ~lock_guard() { mutex_.unlock(); }

private:
    mutex& mutex_;
};

}  // namespace

extern "C" {

int hand_mutex_1(mutex* of) {
    lock_guard const a{of[0]};
    return work(0);
}

int hand_mutex_2(mutex* of) {
    lock_guard const a{of[0]}, b{of[1]};
    return work(0);
}

int hand_mutex_4(mutex* of) {
    lock_guard const a{of[0]}, b{of[1]}, c{of[2]}, d{of[3]};
    return work(0);
}

int hand_mutex_8(mutex* of) {
    lock_guard const a{of[0]}, b{of[1]}, c{of[2]}, d{of[3]};
    lock_guard const e{of[4]}, f{of[5]}, g{of[6]}, h{of[7]};
    return work(0);
}

int hand_mutex_16(mutex* of) {
    lock_guard const a{of[0]}, b{of[1]}, c{of[2]}, d{of[3]};
    lock_guard const e{of[4]}, f{of[5]}, g{of[6]}, h{of[7]};
    lock_guard const i{of[8]}, j{of[9]}, k{of[10]}, l{of[11]};
    lock_guard const m{of[12]}, n{of[13]}, o{of[14]}, p{of[15]};
    return work(0);
}

}  // extern "C"
