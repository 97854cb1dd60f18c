// SPDX-License-Identifier: BSL-1.0
// The file would be replaced by half of its new content.
// EXPECT: [ambit.hidden_failure]
// EXPECT: replace_file_manager` outside it
// EXPECT: stage 1 `ignoring`

#include <ambit/ambit.hpp>
#include <ambit/managers/replace_file.hpp>

struct parse_error {};

struct ignoring {
    using properties = ambit::properties<ambit::suppresses<parse_error>>;
    void enter() {}
    void exit() {}
};

int main() {
    auto const convert = [](std::ofstream& f) { f << "half"; };
#ifdef FIXED
    ambit::run(ambit::scope(ignoring{}) | ambit::scope(ambit::replace_file("x")) >> convert);
#else
    ambit::run(ambit::scope(ambit::replace_file("x")) | ambit::scope(ignoring{}) >> convert);
#endif
}
