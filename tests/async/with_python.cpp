// SPDX-License-Identifier: BSL-1.0
// Replays nestings of asynchronous context managers that with_python.py generated and ran in
// Python, on a pipeline with Python's rules: an exit that returns true suppresses anything, an exit
// that raises replaces the failure (keep_last). One nesting a line on stdin, one line of events
// each on stdout.
//
// A nesting is one word for each manager, then one for the body:
//     make enter exit pace   `-` does nothing, `!` raises, `c` raises a cancellation; exit also:
//                            `t` returns true, `r` raises again what it was shown
//     body pace
// The pace is `s` (the manager is synchronous), `a` (awaited, and ready) or `p` (it suspends). An
// event is `name`, or for exits `name(failure<earlier<earliest)`: the failure and, after it, those
// that it replaced; `~` before the failure says that it is a cancellation. In the end stands how
// often the run was suspended.
#include <support/asynchronous.hpp>
#include <support/event_loop.hpp>
#include <support/replay.hpp>

#include <ambit/coroutine.hpp>

#include <coroutine>
#include <cstddef>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using test::raised;

struct stopped : raised, ambit::cancelled {};

void act(char what, std::string const& name) {
    if (what == '!') {
        throw raised{name};
    }
    if (what == 'c') {
        throw stopped{{name}, {}};
    }
}

/// One generated manager; `how` is its word.
struct stage {
    using properties =
        ambit::properties<ambit::suppresses_everything, ambit::suppresses<ambit::cancelled>,
                          ambit::on_exit_error<ambit::keep_last>>;
    std::ostream& events;
    std::string how;
    std::string index;

    void enter() const {
        events << "enter" << index << ' ';
        act(how[1], 'e' + index);
    }
    bool exit(ambit::outcome const& out) const {
        events << "exit" << index << '(' << test::describe(out) << ") ";
        if (how[2] == 'r' && out.failed()) {
            std::rethrow_exception(out.exception());
        }
        act(how[2], 'x' + index);
        return how[2] == 't';
    }
};

/// A line to replay, and where its events go.
struct nesting {
    std::vector<std::string> words;
    std::ostream& events;
    test::event_loop loop{};

    test::event_loop* at_pace(char pace) { return pace == 'p' ? &loop : nullptr; }
    stage make(std::size_t i) const {
        events << "make" << i << ' ';
        act(words[i][0], 'm' + std::to_string(i));
        return {events, words[i], std::to_string(i)};
    }
    /// @tparam IsAwaited whether the manager is asynchronous.
    template <bool IsAwaited>
    auto factory(std::size_t i) {
        return [this, i] {
            if constexpr (IsAwaited) {
                return test::asynchronous(make(i), at_pace(words[i][3]));
            } else {
                return make(i);
            }
        };
    }
    auto body() {
        return [this] {
            return test::later(at_pace(words.back()[1]), [this] {
                events << "body ";
                act(words.back()[0], "b");
                return 7;
            });
        };
    }
};

/// Awaits the block and writes down how it ends.
template <class Block>
ambit::task<> finish(nesting& n, Block block) {
    auto run = ambit::async_run(std::move(block));
    try {
        std::optional<int> const result = co_await std::move(run);
        n.events << (result.has_value() ? "returned " + std::to_string(*result) : "suppressed");
    } catch (raised const& r) {
        n.events << "raised " << r.name;
    }
    n.events << ", suspended " << n.loop.steps();
}

/// Runs the nesting with as many stages as it has managers.
/// @tparam Mixed every other manager is synchronous.
template <bool Mixed, std::size_t... I>
void replay(nesting& n, std::index_sequence<I...>) {
    auto block = ambit::scope(n.factory < !Mixed || I % 2 == 0 > (I)...) >> n.body();
    auto run = finish(n, std::move(block));
    auto const awaiter = std::move(run).operator co_await();
    awaiter.await_suspend(std::noop_coroutine()).resume();
    while (n.loop.step()) {
    }
}
template <std::size_t Size>
void replay(nesting& n) {
    bool mixed = false;
    for (std::string const& word : n.words) {
        mixed = mixed || (word.size() == 4 && word[3] == 's');
    }
    mixed ? replay<true>(n, std::make_index_sequence<Size>())
          : replay<false>(n, std::make_index_sequence<Size>());
}

}  // namespace

int main() {
    test::replay_lines(
        []<std::size_t... I>(std::vector<std::string> const& words, std::index_sequence<I...>) {
            nesting n{words, std::cout};
            replay<sizeof...(I)>(n);
        });
}
