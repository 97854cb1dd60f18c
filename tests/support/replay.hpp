// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_SUPPORT_REPLAY_HPP
#define AMBIT_TESTS_SUPPORT_REPLAY_HPP

#include <ambit/ambit.hpp>

#include <cstddef>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace test {

// For programs that replay nestings which a script generated and ran in Python.

struct raised {
    std::string name;
};

inline std::string name_of(std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (raised const& r) {
        return r.name;
    }
}

/// The failure and, after it, those that it replaced, which Python keeps as `__context__`; `~`
/// before it says that it is a cancellation.
inline std::string describe(ambit::outcome const& out) {
    if (out.succeeded()) {
        return "";
    }
    std::string earlier;
    for (std::exception_ptr const& p : out.secondary()) {
        earlier.insert(0, '<' + name_of(p));
    }
    return (out.cancelled() ? "~" : "") + out.error<raised>()->name + earlier;
}

/// Replays one nesting a line of stdin, one line of events each on stdout.
/// @param replay called with the words of a line, the body's last, and an index for each manager.
template <class Replay>
void replay_lines(Replay const& replay) {
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream in(line);
        std::vector<std::string> words;
        for (std::string word; in >> word;) {
            words.push_back(word);
        }
        auto const of = [&]<std::size_t Managers>() {
            bool const has_so_many = words.size() == Managers + 1;
            if (has_so_many) {
                replay(words, std::make_index_sequence<Managers>());
            }
            return has_so_many;
        };
        if (!(of.template operator()<1>() || of.template operator()<2>() ||
              of.template operator()<3>() || of.template operator()<4>() ||
              of.template operator()<5>())) {
            std::cout << "not a nesting: " << line;
        }
        std::cout << '\n';
    }
}

}  // namespace test

#endif
