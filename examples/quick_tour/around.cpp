// SPDX-License-Identifier: BSL-1.0
#include <ambit/ambit.hpp>

#include <string>

int main() {
    std::string log;
    // [tour:around]
    auto chapter = ambit::around([&](ambit::yield<std::string> rest) {
        std::string title = "Chapter 1";
        log += "begin, ";
        ambit::outcome const& end = rest(title);  // what is inside runs here, and never throws
        log += end.failed() ? "torn out" : "end";
    });

    ambit::run(ambit::scope(chapter) >> [&](std::string& title) { log += title + ", "; });
    // [/tour]
    return log == "begin, Chapter 1, end" ? 0 : 1;
}
