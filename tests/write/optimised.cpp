// SPDX-License-Identifier: BSL-1.0
// Rule 7.2 and 11.5: a result that is there only if nothing was suppressed. Compilers that optimise
// look for objects that may be read before they are made; built with -O2 and -O3, this has to pass
// without such a warning.
#include <support/catch.hpp>

#include <ambit/ambit.hpp>

namespace {

using namespace ambit;

// Written out in one expression: what is inlined into it is what the compiler looks through.
int around_a_number() {
    return run(scope(with<suppresses<int>>(around([](yield<> y) { y(); }))) >> [] { return 4; })
        .value();
}

bool around_a_failure() {
    return run(scope(with<suppresses<int>>(around([](yield<> y) { y(); }))) >>
                   []() -> int { throw 4; })
        .has_value();
}

}  // namespace

TEST_CASE("7.2 11.5 the result of a run that a surrounding function may suppress") {
    CHECK(around_a_number() == 4);
    CHECK_FALSE(around_a_failure());
}
