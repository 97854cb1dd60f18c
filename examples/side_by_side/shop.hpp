// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_EXAMPLES_SIDE_BY_SIDE_SHOP_HPP
#define AMBIT_EXAMPLES_SIDE_BY_SIDE_SHOP_HPP

#include <optional>
#include <stdexcept>
#include <string>

struct sold_out : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A shop whose every step is noted, and whose steps can be told to fail.
class shop {
public:
    std::string failing_step;
    std::string events;

    void lock() { step("lock"); }
    void unlock() noexcept { events += "unlock "; }
    void begin() { step("begin"); }
    void commit() { step("commit"); }
    void rollback() noexcept { events += "rollback "; }
    int insert(int item) {
        step("insert");
        if (item == 0)
            throw sold_out("item 0");
        return 100 + item;
    }

private:
    void step(char const* name) {
        if (failing_step == name)
            throw std::runtime_error(name);
        events.append(name).append(" ");
    }
};

// The same function twice: places an order, and returns its number unless the item is sold out.
std::optional<int> order_by_hand(shop& s, int item);
std::optional<int> order(shop& s, int item);

#endif
