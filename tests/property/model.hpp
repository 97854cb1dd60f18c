// SPDX-License-Identifier: BSL-1.0
// The contract as a small program: what a run has to do, step by step, for stages of some kinds
// when the steps in a set fail. It knows nothing of how ambit does it.
#ifndef AMBIT_TESTS_PROPERTY_MODEL_HPP
#define AMBIT_TESTS_PROPERTY_MODEL_HPP

#include <ostream>
#include <set>
#include <vector>

namespace model {

enum class kind {
    guard,       ///< an exit that is noexcept and does not look
    looks,       ///< takes the outcome; may throw, keep_first
    keeps_last,  ///< the same with keep_last
    aggregates,  ///< the same with aggregate
    suppresses,  ///< suppresses what is thrown here, but neither aggregates nor cancellations
    made,        ///< what a factory makes, which looks
    around,      ///< a function that the rest runs inside of
};
inline constexpr int kinds = 7;

/// A step that may fail, and the failure itself.
using step = int;
inline constexpr step body = 1000;
constexpr step factory_of(int stage) { return 10 * stage; }
constexpr step enter_of(int stage) { return 10 * stage + 1; }
constexpr step exit_of(int stage) { return 10 * stage + 2; }

/// Something that happened, with what an exit that looks saw.
struct event {
    step what;
    bool failed = false;
    bool cancelled = false;
    std::vector<step> failure{};  ///< one, or those of an aggregate
    int origin = -1;
    std::vector<step> secondary{};

    bool operator==(event const&) const = default;
};

struct record {
    std::vector<event> events;
    bool completed = false;      ///< the run returned the body's result
    std::vector<step> thrown{};  ///< what it threw; nothing, and not completed: suppressed

    bool operator==(record const&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, record const& r) {
    for (auto const& e : r.events) {
        out << e.what;
        if (e.failed) {
            out << (e.cancelled ? "(cancelled" : "(failed");
            for (step s : e.failure)
                out << ' ' << s;
            out << " from " << e.origin;
            for (step s : e.secondary)
                out << " +" << s;
            out << ')';
        }
        out << ' ';
    }
    out << (r.completed ? "completed" : r.thrown.empty() ? "suppressed" : "threw");
    for (step s : r.thrown)
        out << ' ' << s;
    return out;
}

/// Rules 3.1 to 3.6, 4.1, 4.3, 4.4, 5 and 6.2.
/// @param cancelling those of the failing steps whose failure is a cancellation.
inline record run(std::vector<kind> const& stages, std::set<step> const& failing,
                  std::set<step> const& cancelling = {}) {
    record r;
    int const n = static_cast<int>(stages.size());
    std::vector<step> failure;
    std::vector<step> secondary;
    bool cancelled = false;
    int origin = -1;
    int entered = 0;

    auto const attempt = [&](step s, int from) {
        r.events.push_back({s});
        if (failing.count(s) != 0) {
            failure = {s};
            cancelled = cancelling.count(s) != 0;
            origin = from;
        }
        return failure.empty();
    };
    for (; entered != n; ++entered) {
        if (stages[static_cast<std::size_t>(entered)] == kind::made &&
            !attempt(factory_of(entered), entered))
            break;
        if (!attempt(enter_of(entered), entered))
            break;
    }
    bool const got_there = entered == n && attempt(body, n);

    bool suppressed = false;
    for (int i = entered - 1; i >= 0; --i) {
        kind const k = stages[static_cast<std::size_t>(i)];
        event e{exit_of(i)};
        if (k != kind::guard && !failure.empty()) {
            e.failed = true;
            e.cancelled = cancelled;
            e.failure = failure;
            e.origin = origin;
            e.secondary = secondary;
        }
        r.events.push_back(e);
        if (k != kind::guard && failing.count(exit_of(i)) != 0) {
            step const thrown = exit_of(i);
            if (failure.empty()) {
                failure = {thrown};
                cancelled = cancelling.count(thrown) != 0;
                origin = i;
            } else if (k == kind::keeps_last) {
                // An aggregate that is set aside is one failure, which stands as its first.
                secondary.push_back(failure.front());
                failure = {thrown};
                cancelled = cancelling.count(thrown) != 0;
                origin = i;
            } else if (k == kind::aggregates) {
                failure.insert(failure.end(), secondary.begin(), secondary.end());
                failure.push_back(thrown);
                secondary.clear();
            } else {
                secondary.push_back(thrown);
            }
        } else if (k == kind::suppresses && failure.size() == 1 && !cancelled) {
            failure.clear();
            secondary.clear();
            suppressed = true;
        }
    }
    r.completed = got_there && !suppressed && failure.empty();
    r.thrown = failure;
    return r;
}

}  // namespace model

#endif
