// SPDX-License-Identifier: BSL-1.0
#include <ambit/ambit.hpp>

#include <string>

std::string page;

/// Opens and closes an element of HTML.
struct element {
    char const* name;

    void enter() const { page.append("<").append(name).append(">"); }
    void exit() const { page.append("</").append(name).append(">"); }
};

int main() {
    // [tour:combined]
    auto item = ambit::scope(element{"li"}) | ambit::scope(element{"b"});  // a value like any other

    auto add = ambit::wrap(item, [](char const* text) { page += text; });  // a function in `item`

    ambit::run(ambit::scope(element{"ul"}) >> [&] {
        add("one");
        add("two");
    });
    // [/tour]
    return page == "<ul><li><b>one</b></li><li><b>two</b></li></ul>" ? 0 : 1;
}
