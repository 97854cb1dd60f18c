// SPDX-License-Identifier: BSL-1.0
// As many stages as there turn out to be.
#include <ambit/ambit.hpp>
#include <ambit/stack.hpp>

#include <string>
#include <vector>

namespace {

std::string said;

struct connection {
    int id;
};

struct connected {
    int id;
    connection enter() {
        said += "open " + std::to_string(id) + " ";
        return {id};
    }
    void exit(connection& c) { said += "close " + std::to_string(c.id) + " "; }
};

// [tour:exit_stack]
void greet_all(std::vector<int> const& servers) {
    ambit::run(ambit::scope(ambit::exit_stack<>()) >> [&](ambit::exit_stack<>& open) {
        std::vector<connection*> all;
        all.reserve(servers.size());
        for (int const id : servers)
            all.push_back(&open.enter(connected{id}));  // closed with the stack, the last one first
        open.push([](ambit::outcome const& end) { said += end.failed() ? "undo " : "done "; });
        said += "hello " + std::to_string(all.size()) + " ";
    });
}
// [/tour]

}  // namespace

int main() {
    greet_all({1, 2, 3});
    return said == "open 1 open 2 open 3 hello 3 done close 3 close 2 close 1 " ? 0 : 1;
}
