// SPDX-License-Identifier: BSL-1.0
// A body cannot write to what the stage hands out for reading.
// EXPECT: [ambit.body]
// EXPECT: the body
// EXPECT: const settings of stage 0
// EXPECT: name parameters for the resources wanted

#include <ambit/ambit.hpp>

struct settings {
    int verbosity = 1;
};

struct configuration {
    settings all;
    settings const& enter() { return all; }
    void exit() {}
};

int main() {
#ifdef FIXED
    auto const body = [](settings const& s) { return s.verbosity; };
#else
    auto const body = [](settings& s) { return s.verbosity; };
#endif
    return ambit::run(ambit::scope(configuration{}) >> body) - 1;
}
