// SPDX-License-Identifier: BSL-1.0
//
// Both versions do the same, whichever step fails.

#include "shop.hpp"

#include <iostream>

namespace {

/// All that can be seen of one order: the steps, and how it ended.
std::string seen(std::optional<int> (*place_order)(shop&, int), char const* failing_step,
                 int item) {
    shop s{failing_step, {}};
    try {
        auto const number = place_order(s, item);
        return s.events + "-> " + (number ? std::to_string(*number) : "sold out");
    } catch (std::runtime_error const& error) {
        return s.events + "-> failed to " + error.what();
    }
}

}  // namespace

int main() {
    int differences = 0;
    for (char const* failing_step : {"", "lock", "begin", "insert", "commit"}) {
        for (int item : {0, 7}) {
            auto const by_hand = seen(order_by_hand, failing_step, item);
            auto const with_ambit = seen(order, failing_step, item);
            std::cout << with_ambit << '\n';
            if (by_hand != with_ambit) {
                std::cout << by_hand << "  <- by hand\n";
                ++differences;
            }
        }
    }
    return differences;
}
