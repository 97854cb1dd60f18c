// SPDX-License-Identifier: BSL-1.0
// Python: what a pool lends is kept by whoever it was lent to.
// EXPECT: [ambit.body]
// EXPECT: the body
// EXPECT: wants (connection), the resources are (connection of stage 0):
// EXPECT: name parameters for the resources wanted, each by its type, or all in order

#include <ambit/ambit.hpp>

struct connection {
    connection() = default;
    connection(connection const&) = delete;
};

struct lease {
    connection& idle;
    connection& enter() { return idle; }
    void exit() {}
};

int main() {
    connection db;
#ifdef FIXED
    ambit::run(ambit::scope(lease{db}) >> [](connection&) {});
#else
    ambit::run(ambit::scope(lease{db}) >> [](connection) {});
#endif
}
