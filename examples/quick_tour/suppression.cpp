// SPDX-License-Identifier: BSL-1.0
#include <ambit/ambit.hpp>

#include <map>
#include <optional>
#include <stdexcept>
#include <string>

// [tour:suppression]
struct tolerate_absence {
    using properties = ambit::properties<ambit::suppresses<std::out_of_range>>;

    void enter() {}
    void exit() noexcept {}
};

std::map<std::string, int> const stock{{"pear", 3}, {"plum", -1}};

std::optional<int> in_stock(std::string const& fruit) {  // no value: suppressed
    return ambit::run(ambit::scope(tolerate_absence{}) >> [&] {
        int const count = stock.at(fruit);
        if (count < 0)
            throw std::domain_error("lost count of " + fruit);
        return count;
    });
}
// [/tour]

int main() {
    if (in_stock("pear") != 3 || in_stock("fig").has_value())
        return 1;
    try {
        (void)in_stock("plum");
    } catch (std::domain_error const&) {
        return 0;  // nobody declared to suppress this one
    }
    return 1;
}
