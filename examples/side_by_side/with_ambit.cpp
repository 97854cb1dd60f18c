// SPDX-License-Identifier: BSL-1.0
#include "shop.hpp"

#include <ambit/ambit.hpp>

using ambit::run, ambit::scope, ambit::suppresses, ambit::with;

// [tour:with_ambit]
struct locked {
    shop& s;
    void enter() { s.lock(); }
    void exit() noexcept { s.unlock(); }
};

struct transaction {
    shop& s;
    void enter() { s.begin(); }
    void exit(ambit::outcome const& end) { end.failed() ? s.rollback() : s.commit(); }
};

std::optional<int> order(shop& s, int item) {
    auto session = scope(with<suppresses<sold_out>>(locked{s})) | scope(transaction{s});
    return run(session >> [&] { return s.insert(item); });
}
// [/tour]
