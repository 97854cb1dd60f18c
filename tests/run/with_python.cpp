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
#include <support/replay.hpp>

#include <ambit/ambit.hpp>

#include <cstddef>
#include <exception>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace {

using test::raised;

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
        events << "exit" << index << '(' << test::describe(out) << ") ";
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

}  // namespace

int main() {
    test::replay_lines([](std::vector<std::string> const& words, auto managers) {
        replay(words, std::cout, managers);
    });
}
