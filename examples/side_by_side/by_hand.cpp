// SPDX-License-Identifier: BSL-1.0
#include "shop.hpp"

// [tour:by_hand]
std::optional<int> order_by_hand(shop& s, int item) {
    std::optional<int> number;
    s.lock();
    try {
        s.begin();
        try {
            number = s.insert(item);
        } catch (...) {
            s.rollback();
            throw;
        }
        s.commit();
    } catch (sold_out const&) {
    } catch (...) {
        s.unlock();
        throw;
    }
    s.unlock();
    return number;
}
// [/tour]
