// SPDX-License-Identifier: BSL-1.0
// A manager that is made and dropped was never entered, though its line looks as if it were.

#include <ambit/ambit.hpp>

struct closable {
    void close() {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

int main() {
    closable c;
    audit_log a;
    auto const acquire = [] { return 1; };
    auto const release = [](int&) {};
    auto const around = [](ambit::yield<int> y) { y(1); };
#ifdef FIXED
    ambit::run(ambit::scope(ambit::bracket(acquire, release)) | ambit::scope(ambit::raii(acquire)) |
               ambit::scope(ambit::closing(c)) | ambit::scope(ambit::value(1)) |
               ambit::scope(ambit::around(around)) |
               ambit::scope(ambit::with<ambit::thread_bound>(a)) >> [] {});
#else
    ambit::bracket(acquire, release);  // DISCARDED
    ambit::bracket([] {}, [] {});      // DISCARDED
    ambit::raii(acquire);              // DISCARDED
    ambit::closing(c);                 // DISCARDED
    ambit::closing(closable{});        // DISCARDED
    ambit::value(1);                   // DISCARDED
    ambit::around(around);             // DISCARDED
    ambit::around<int>([](auto y) {    // DISCARDED
        y(1);
    });
    ambit::with<ambit::thread_bound>(a);                                // DISCARDED
    ambit::with<ambit::thread_bound>(acquire);                          // DISCARDED
    ambit::with<ambit::blocking>(ambit::with<ambit::thread_bound>(a));  // DISCARDED
#endif
}
