// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_SUPPORT_TRACE_HPP
#define AMBIT_TESTS_SUPPORT_TRACE_HPP

#include <ambit/ambit.hpp>

#include <cstddef>
#include <cstdlib>
#include <ostream>

namespace test {

/// What an exit saw of the outcome, if it looked.
enum class seen : unsigned char { unseen, success, failure, cancelled };

[[nodiscard]] constexpr seen look(ambit::outcome const& out) {
    if (out.succeeded()) {
        return seen::success;
    }
    return out.cancelled() ? seen::cancelled : seen::failure;
}

enum class step : unsigned char { make, enter, body, exit, destroy, note };

struct event {
    step what;
    int who;
    seen saw = seen::unseen;
    friend constexpr bool operator==(event const&, event const&) = default;
};

inline std::ostream& operator<<(std::ostream& os, event const& e) {
    constexpr char const* steps[] = {"make", "enter", "body", "exit", "destroy", "note"};
    constexpr char const* sights[] = {"", " (success)", " (failure)", " (cancelled)"};
    return os << steps[static_cast<int>(e.what)] << ' ' << e.who << sights[static_cast<int>(e.saw)];
}

/// What happened in a run, in order: a value, compared whole. The expected one is spelled with the
/// functions that record the real one: `log == trace{}.enter(0).body().exit(0)`.
class trace {
public:
    constexpr trace& make(int who) { return add({step::make, who}); }
    constexpr trace& enter(int who) { return add({step::enter, who}); }
    constexpr trace& body(int who = 0) { return add({step::body, who}); }
    constexpr trace& exit(int who, seen saw = seen::unseen) { return add({step::exit, who, saw}); }
    constexpr trace& destroy(int who) { return add({step::destroy, who}); }
    constexpr trace& note(int what) { return add({step::note, what}); }

    [[nodiscard]] constexpr std::size_t size() const { return size_; }
    [[nodiscard]] constexpr bool empty() const { return size_ == 0; }

    [[nodiscard]] friend constexpr bool operator==(trace const& a, trace const& b) {
        return a.size_ == b.size_ && first_difference(a, b) == a.size_;
    }

    /// One event a line, so that the two sides of a failed comparison can be read side by side.
    friend std::ostream& operator<<(std::ostream& os, trace const& t) {
        os << '[';
        for (std::size_t i = 0; i != t.size_; ++i) {
            os << "\n    " << t.events_[i];
        }
        return os << "\n]";
    }

private:
    static constexpr std::size_t capacity = 128;

    constexpr trace& add(event e) {
        if (size_ == capacity) {
            std::abort();  // a test with more events than this is not worth reading
        }
        events_[size_++] = e;
        return *this;
    }
    static constexpr std::size_t first_difference(trace const& a, trace const& b) {
        std::size_t i = 0;
        while (i != a.size_ && i != b.size_ && a.events_[i] == b.events_[i]) {
            ++i;
        }
        return i;
    }

    event events_[capacity] = {};
    std::size_t size_ = 0;
};

}  // namespace test

/// Checks that an expression holds at run time and in constant evaluation.
#define CHECK_TWICE(...)        \
    static_assert(__VA_ARGS__); \
    CHECK(__VA_ARGS__)

#endif
