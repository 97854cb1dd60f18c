// SPDX-License-Identifier: BSL-1.0
#include <ambit/ambit.hpp>

#include <cstddef>
#include <stdexcept>
#include <vector>

// [tour:class_manager]
/// Keeps what is added to a list only if all goes well.
struct all_or_nothing {
    std::vector<int>& list;
    std::size_t size_before = 0;

    void enter() { size_before = list.size(); }
    void exit(ambit::outcome const& end) {
        if (end.failed())
            list.resize(size_before);
    }
};

void add_pair(std::vector<int>& list, int first, int second) {
    ambit::run(ambit::scope(all_or_nothing{list}) >> [&] {
        list.push_back(first);
        if (second < first)
            throw std::invalid_argument("not in order");
        list.push_back(second);
    });
}
// [/tour]

int main() {
    std::vector<int> list{1, 2};
    try {
        add_pair(list, 4, 3);
    } catch (std::invalid_argument const&) {
        add_pair(list, 5, 6);
    }
    return list == std::vector{1, 2, 5, 6} ? 0 : 1;
}
