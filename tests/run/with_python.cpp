// SPDX-License-Identifier: BSL-1.0
// Replays nestings of context managers that with_python.py generated and ran in Python, on a
// pipeline with Python's rules: an exit that returns true suppresses anything, an exit that raises
// replaces the failure (keep_last). One nesting a line on stdin, one line of events each on stdout.
//
// A nesting is one word for each manager, then one for the body:
//     make enter exit   `-` does nothing, `!` raises; exit also: `t` returns true, `r` raises again
//                       what it was shown
// An event is `name`, or for exits `name(failure<earlier<earliest)`: the failure and, after it,
// those that it replaced; Python keeps them as __context__.
#include <ambit/ambit.hpp>

#include <cstddef>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace {

struct raised {
    std::string name;
};

std::string name_of(std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (raised const& r) {
        return r.name;
    }
}

std::string describe(ambit::outcome const& out) {
    if (out.succeeded()) {
        return "";
    }
    std::string earlier;
    for (std::exception_ptr const& p : out.secondary()) {
        earlier.insert(0, '<' + name_of(p));
    }
    return out.error<raised>()->name + earlier;
}

/// One generated manager; `how` is its word.
struct stage {
    using properties =
        ambit::properties<ambit::suppresses_everything, ambit::on_exit_error<ambit::keep_last>>;
    std::ostream& events;
    std::string how;
    std::string index;

    void act(char what, char step) const {
        if (what == '!') {
            throw raised{step + index};
        }
    }
    void enter() const {
        events << "enter" << index << ' ';
        act(how[1], 'e');
    }
    bool exit(ambit::outcome const& out) const {
        events << "exit" << index << '(' << describe(out) << ") ";
        if (how[2] == 'r' && out.failed()) {
            std::rethrow_exception(out.exception());
        }
        act(how[2], 'x');
        return how[2] == 't';
    }
};

/// Runs the nesting with as many stages as it has managers.
template <std::size_t... I>
void replay(std::vector<std::string> const& words, std::ostream& events,
            std::index_sequence<I...>) {
    auto factory = [&](std::size_t i) {
        return [&words, &events, i] {
            stage made{events, words[i], std::to_string(i)};
            events << "make" << i << ' ';
            made.act(made.how[0], 'm');
            return made;
        };
    };
    auto body = [&] {
        events << "body ";
        if (words.back() == "!") {
            throw raised{"b"};
        }
        return 7;
    };
    try {
        auto const result = ambit::run((ambit::scope(factory(I)) | ...) >> body);
        events << (result.has_value() ? "returned " + std::to_string(*result) : "suppressed");
    } catch (raised const& r) {
        events << "raised " << r.name;
    }
}

void replay_line(std::string const& line) {
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;) {
        words.push_back(word);
    }
    switch (words.size()) {
    case 2:
        return replay(words, std::cout, std::make_index_sequence<1>());
    case 3:
        return replay(words, std::cout, std::make_index_sequence<2>());
    case 4:
        return replay(words, std::cout, std::make_index_sequence<3>());
    case 5:
        return replay(words, std::cout, std::make_index_sequence<4>());
    case 6:
        return replay(words, std::cout, std::make_index_sequence<5>());
    default:
        std::cout << "not a nesting: " << line;
    }
}

}  // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        replay_line(line);
        std::cout << '\n';
    }
}
