// SPDX-License-Identifier: BSL-1.0
// Python: `with transaction(db), suppress(KeyError):`, which commits half of the work.
// EXPECT: [ambit.hidden_failure]
// EXPECT: stage 1
// EXPECT: can suppress a failure that stage 0 `transaction` outside it would then commit:
// EXPECT: move the suppression outside the transaction,
// EXPECT: or say acknowledges<rules::hidden_failure>

#include <ambit/ambit.hpp>
#include <ambit/managers/suppress.hpp>

#include <stdexcept>

struct transaction {
    using properties = ambit::properties<ambit::transactional>;
    void enter() {}
    void exit(ambit::outcome const&) {}
};

int main() {
    auto tolerant = ambit::suppress<std::out_of_range>();
#ifdef FIXED
    auto p = ambit::scope(tolerant) | ambit::scope(transaction{});
#else
    auto p = ambit::scope(transaction{}) | ambit::scope(tolerant);
#endif
    return ambit::run(p >> [] {}) ? 0 : 1;
}
