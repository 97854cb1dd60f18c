// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_SUPPORT_PROBES_HPP
#define AMBIT_TESTS_SUPPORT_PROBES_HPP

#include <support/trace.hpp>

#include <cstdlib>

namespace test {

/// What probes throw. `who` is the probe that failed, -1 the body.
struct failure {
    int who;
};
struct make_failure : failure {};
struct enter_failure : failure {};
struct body_failure : failure {};
struct exit_failure : failure {};

/// Throws; without exceptions it ends the program.
template <class E>
[[noreturn]] constexpr void raise(E e) {
#if defined(__cpp_exceptions)
    throw e;
#else
    static_cast<void>(e);
    std::abort();
#endif
}

/// Which steps of a probe fail.
struct orders {
    bool enter = false;
    bool exit = false;
};

/// Enters without a resource; exits without looking at the outcome, and cannot fail there.
struct quiet {
    trace& log;
    int id;
    orders fails{};

    constexpr void enter() const {
        log.enter(id);
        if (fails.enter) {
            raise(enter_failure{{id}});
        }
    }
    constexpr void exit() const noexcept { log.exit(id); }
};

/// Like `quiet`, with an int as its resource and an exit that may fail.
struct holder {
    trace& log;
    int id;
    orders fails{};

    constexpr int enter() const {
        log.enter(id);
        if (fails.enter) {
            raise(enter_failure{{id}});
        }
        return id;
    }
    constexpr void exit() const {
        log.exit(id);
        if (fails.exit) {
            raise(exit_failure{{id}});
        }
    }
};

/// Looks at the outcome when it exits.
template <class... Fact>
struct watcher {
    using properties = ambit::properties<Fact...>;
    trace& log;
    int id;
    orders fails{};

    constexpr void enter() const {
        log.enter(id);
        if (fails.enter) {
            raise(enter_failure{{id}});
        }
    }
    constexpr void exit(ambit::outcome const& out) const {
        log.exit(id, look(out));
        if (fails.exit) {
            raise(exit_failure{{id}});
        }
    }
};

/// Looks at the outcome and answers whether to suppress it.
template <class... Fact>
struct judge {
    using properties = ambit::properties<Fact...>;
    trace& log;
    int id;
    bool answer;
    orders fails{};

    constexpr void enter() const {
        log.enter(id);
        if (fails.enter) {
            raise(enter_failure{{id}});
        }
    }
    constexpr bool exit(ambit::outcome const& out) const {
        log.exit(id, look(out));
        if (fails.exit) {
            raise(exit_failure{{id}});
        }
        return answer;
    }
};

/// A manager whose exit hands the outcome to F.
template <class F, class... Fact>
struct looker {
    using properties = ambit::properties<Fact...>;
    F f;
    constexpr void enter() const noexcept {}
    constexpr void exit(ambit::outcome const& out) const { f(out); }
};

/// `at_exit<Fact...>(f)`: calls `f(outcome const&)` when it exits.
template <class... Fact, class F>
[[nodiscard]] constexpr looker<F, Fact...> at_exit(F f) {
    return {static_cast<F&&>(f)};
}

}  // namespace test

#endif
