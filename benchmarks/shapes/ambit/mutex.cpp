// SPDX-License-Identifier: BSL-1.0
// Mutexes of the catalogue's locked.
#include "../mutex.hpp"

#include <ambit/ambit.hpp>
#include <ambit/managers/locked.hpp>

using ambit::locked;
using ambit::run;
using ambit::scope;

namespace {

constexpr auto body = [] { return work(0); };

}  // namespace

extern "C" {

int ambit_mutex_1(mutex* of) { return run(scope(locked(of[0])) >> body); }

int ambit_mutex_2(mutex* of) { return run(scope(locked(of[0])) | scope(locked(of[1])) >> body); }

int ambit_mutex_4(mutex* of) {
    return run(scope(locked(of[0])) | scope(locked(of[1])) | scope(locked(of[2])) |
               scope(locked(of[3])) >> body);
}

int ambit_mutex_8(mutex* of) {
    return run(scope(locked(of[0])) | scope(locked(of[1])) | scope(locked(of[2])) |
               scope(locked(of[3])) | scope(locked(of[4])) | scope(locked(of[5])) |
               scope(locked(of[6])) | scope(locked(of[7])) >> body);
}

int ambit_mutex_16(mutex* of) {
    return run(scope(locked(of[0])) | scope(locked(of[1])) | scope(locked(of[2])) |
               scope(locked(of[3])) | scope(locked(of[4])) | scope(locked(of[5])) |
               scope(locked(of[6])) | scope(locked(of[7])) | scope(locked(of[8])) |
               scope(locked(of[9])) | scope(locked(of[10])) | scope(locked(of[11])) |
               scope(locked(of[12])) | scope(locked(of[13])) | scope(locked(of[14])) |
               scope(locked(of[15])) >> body);
}

}  // extern "C"
