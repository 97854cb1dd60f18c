// SPDX-License-Identifier: BSL-1.0
// The transaction would commit half an import: it never learns that the import failed.
// EXPECT: [ambit.hidden_failure]
// EXPECT: stage 0 `transaction`
// EXPECT: stage 1 `ignoring`
// EXPECT: acknowledges<
// EXPECT: move the suppression outside

#include <ambit/ambit.hpp>

struct parse_error {};

struct transaction {
    using properties = ambit::properties<ambit::transactional>;
    void enter() {}
    void exit(ambit::outcome const&) {}
};

struct ignoring {
    using properties = ambit::properties<ambit::suppresses<parse_error>>;
    void enter() {}
    void exit() {}
};

int main() {
    auto const import = [] {};
#ifdef FIXED
    ambit::run(ambit::scope(ignoring{}) | ambit::scope(transaction{}) >> import);
#else
    ambit::run(ambit::scope(transaction{}) | ambit::scope(ignoring{}) >> import);
#endif
}
