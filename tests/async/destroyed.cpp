// SPDX-License-Identifier: BSL-1.0
// Rule 10.7: runs destroyed at every point where they are suspended, against a model of the rule.
#include "mortal.hpp"

#include <support/catch.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace test;

enum class kind { called, awaited, abandoning, abandoning_blindly };
enum class body { completes, throws };

template <kind K>
auto make(trace& log, int id, event_loop& loop) {
    if constexpr (K == kind::called) {
        return called{log, id};
    } else if constexpr (K == kind::awaited) {
        return awaited{log, id, loop};
    } else if constexpr (K == kind::abandoning) {
        return abandoning{{log, id, loop}};
    } else {
        return abandoning_blindly{{log, id, loop}};
    }
}

/// What the rule says of a run that is destroyed after k resumptions.
trace model(std::vector<kind> const& stages, body b, int k) {
    trace log;
    auto const suspended = [&] { return k-- == 0; };
    auto const abandon = [&](std::size_t entered) {
        while (entered != 0) {
            --entered;
            int const id = static_cast<int>(entered);
            if (stages[entered] == kind::called) {
                log.exit(id, seen::cancelled);
            } else if (stages[entered] != kind::awaited) {
                log.note(abandoned(id));
            }
            log.destroy(id);
        }
        return log;
    };
    for (std::size_t i = 0; i != stages.size(); ++i) {
        if (stages[i] != kind::called && suspended()) {
            return abandon(i);
        }
        log.enter(static_cast<int>(i));
    }
    if (suspended()) {
        return abandon(stages.size());
    }
    log.body();
    for (std::size_t i = stages.size(); i-- != 0;) {
        int const id = static_cast<int>(i);
        if (stages[i] != kind::called && suspended()) {
            log.destroy(id);  // its exit was under way
            return abandon(i);
        }
        log.exit(id, b == body::completes ? seen::success : seen::failure).destroy(id);
    }
    return log.note(ended);
}

/// Destroys a run of these stages at each point where it is suspended.
template <kind... K>
void destroy_everywhere(body b) {
    std::vector<kind> const stages{K...};
    int points = 0;
    for (int k = 0;; ++k) {
        event_loop loop;
        trace log;
        auto const pipeline = [&]<std::size_t... I>(std::index_sequence<I...>) {
            return ambit::scope(make<K>(log, static_cast<int>(I), loop)...);
        };
        auto block = pipeline(std::index_sequence_for<std::integral_constant<kind, K>...>()) >>
                     [&](auto&...) {
                         return later(loop, [&] {
                             log.body();
                             if (b == body::throws) {
                                 raise(body_failure{{-1}});
                             }
                         });
                     };
        destroy_after(k, loop, log, ambit::async_run(std::move(block)));
        auto const expected = model(stages, b, k);
        CAPTURE(k);
        CHECK(log == expected);
        if (expected == model(stages, b, k + 1)) {
            break;  // it had ended
        }
        ++points;
    }
    int awaited_stages = 0;
    for (auto const s : stages) {
        awaited_stages += s != kind::called ? 1 : 0;
    }
    CHECK(points == 2 * awaited_stages + 1);
}

template <kind... K>
void destroy_everywhere() {
    destroy_everywhere<K...>(body::completes);
    destroy_everywhere<K...>(body::throws);
}

constexpr auto c = kind::called;
constexpr auto w = kind::awaited;
constexpr auto a = kind::abandoning;
constexpr auto n = kind::abandoning_blindly;

}  // namespace

TEST_CASE("10.7 one stage, destroyed wherever it is suspended") {
    destroy_everywhere<c>();
    destroy_everywhere<w>();
    destroy_everywhere<a>();
    destroy_everywhere<n>();
}

TEST_CASE("10.7 two stages, destroyed wherever they are suspended") {
    destroy_everywhere<c, c>();
    destroy_everywhere<c, w>();
    destroy_everywhere<w, c>();
    destroy_everywhere<a, c>();
    destroy_everywhere<c, n>();
    destroy_everywhere<a, w>();
    destroy_everywhere<w, n>();
    destroy_everywhere<n, a>();
}

TEST_CASE("10.7 three and four stages, destroyed wherever they are suspended") {
    destroy_everywhere<a, c, n>();
    destroy_everywhere<c, a, c>();
    destroy_everywhere<w, c, c, a>();
    destroy_everywhere<c, c, n, c>();
    destroy_everywhere<a, n, w, a>();
    destroy_everywhere<c, a, a, c>();
}

TEST_CASE("10.7 eight stages, destroyed wherever they are suspended") {
    destroy_everywhere<c, a, c, c, w, n, a, c>();
}
