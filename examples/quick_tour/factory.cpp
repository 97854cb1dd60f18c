// SPDX-License-Identifier: BSL-1.0
#include <ambit/ambit.hpp>

#include <cstddef>
#include <string>
#include <vector>

// [tour:factory]
using table = std::vector<std::string>;

/// Appends a row, and takes it away again.
struct extra_row {
    table& rows;

    std::string& enter() { return rows.emplace_back("extra"); }
    void exit() noexcept { rows.pop_back(); }
};

std::size_t letters() {
    auto session = ambit::scope(ambit::value(table{"one", "two"})) |
                   ambit::scope([](table& rows) { return extra_row{rows}; });  // a factory

    return ambit::run(session >> [](std::string& row, table& rows) {  // found by their types
        return row.size() * rows.size();
    });
}
// [/tour]

int main() { return letters() == 15 ? 0 : 1; }
