// SPDX-License-Identifier: BSL-1.0
// Rule 13.3: to the pipeline a stack is the nested stages that its entries are. Entries of some
// kinds, as nested stages and on a stack, which record what they see.
#ifndef AMBIT_TESTS_STACK_EQUIVALENT_HPP
#define AMBIT_TESTS_STACK_EQUIVALENT_HPP

#include <support/expected.hpp>

#include <ambit/stack.hpp>

#include <array>
#include <cstddef>
#include <exception>
#include <optional>
#include <random>
#include <string>
#include <type_traits>
#include <utility>

namespace equivalent {

struct failed_step {
    int who;
};
struct cancelled_step : failed_step, ambit::cancelled {};

/// What an entry is. The last two are callables: the stack says what they suppress and what becomes
/// of their failures.
enum class kind {
    keeps_first,
    keeps_last,
    aggregates,
    answers,
    suppresses_any,
    pushed,
    deferred,
};
inline constexpr std::size_t kinds = 7;
/// What an exit does.
enum class act { nothing, fails, is_cancelled, rethrows, throws_what_was_set_aside };
enum class body { completes, fails, is_cancelled, fails_by_value };

struct entry {
    kind what;
    act does;
    bool answer;
    bool cannot_enter;
    bool opens_stack;  ///< it and those after it are on a stack that is entered on the stack
};

inline constexpr std::size_t positions = 4;
struct plan {
    std::array<entry, positions> entries;
    body ends;
    std::optional<act> outside;  ///< what the stage directly outside the stack does
};

template <class Random>
plan random_plan(Random& random) {
    auto const below = [&](int n) { return std::uniform_int_distribution(0, n - 1)(random); };
    plan p{};
    for (auto& e : p.entries) {
        e.what = static_cast<kind>(below(kinds));
        e.does = below(2) == 0 ? act::nothing : static_cast<act>(1 + below(4));
        e.answer = below(2) == 0;
        e.cannot_enter = below(16) == 0;
        e.opens_stack = below(6) == 0;
    }
    p.ends = static_cast<body>(below(4));
    if (below(2) == 0) {
        p.outside = static_cast<act>(below(5));
    }
    return p;
}

inline std::string describe(std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (cancelled_step const& c) {
        return "cancelled" + std::to_string(c.who);
    } catch (failed_step const& f) {
        return "failed" + std::to_string(f.who);
    } catch (test::error const&) {
        return "value";
    } catch (ambit::aggregate_error const& all) {
        std::string text = "[";
        for (auto const& e : all.errors()) {
            text += describe(e) + ' ';
        }
        return text + ']';
    } catch (std::exception const& e) {
        return e.what();
    }
}

/// One run, as it was meant and as it went.
struct world {
    plan const& as_planned;
    std::string log;

    explicit world(plan const& p) : as_planned(p) {}

    [[nodiscard]] entry const& at(std::size_t i) const { return as_planned.entries[i]; }
    void entering(std::size_t i) {
        log += "enter " + std::to_string(i) + '\n';
        if (at(i).cannot_enter) {
            throw failed_step{10 + static_cast<int>(i)};
        }
    }
    void see(std::string const& who, ambit::outcome const& o) {
        log += who + ':';
        if (o.failed()) {
            log += o.exception() != nullptr ? ' ' + describe(o.exception()) : " by value";
            log += o.cancelled() ? " cancelled" : "";
            log += o.error<test::error>() != nullptr ? " error" : "";
            for (auto const& aside : o.secondary()) {
                log += " +" + describe(aside);
            }
        }
        log += '\n';
    }
    static void act_on(act a, int who, ambit::outcome const& o) {
        switch (a) {
        case act::nothing:
            break;
        case act::fails:
            throw failed_step{who};
        case act::is_cancelled:
            throw cancelled_step{{who}, {}};
        case act::rethrows:
            if (o.exception() != nullptr) {
                std::rethrow_exception(o.exception());
            }
            break;
        case act::throws_what_was_set_aside:
            if (!o.secondary().empty()) {
                std::rethrow_exception(o.secondary().front());
            }
        }
    }
    bool exiting(std::size_t i, ambit::outcome const& o) {
        see("exit " + std::to_string(i), o);
        act_on(at(i).does, static_cast<int>(i), o);
        return at(i).answer;
    }
    /// The same for what is called with nothing.
    void deferred(std::size_t i) {
        log += "exit " + std::to_string(i) + '\n';
        act_on(at(i).does, static_cast<int>(i), ambit::outcome());
    }
    test::expected<int, test::error> end() {
        log += "body\n";
        switch (as_planned.ends) {
        case body::fails:
            throw failed_step{100};
        case body::is_cancelled:
            throw cancelled_step{{100}, {}};
        case body::fails_by_value:
            return test::unexpected{test::error{4}};
        default:
            return 42;
        }
    }
    /// Calls f, which runs it all, and records how that ends.
    template <class F>
    std::string ends(F f) {
        try {
            auto const result = f();
            if (!result) {
                log += "suppressed";
            } else if (result->has_value()) {
                log += "completed " + std::to_string(**result);
            } else {
                log += "by value " + std::to_string(result->error().code);
            }
        } catch (...) {
            log += "threw " + describe(std::current_exception());
        }
        return log;
    }
};

/// An entry that is entered, as a manager.
template <kind K, class... Fact>
struct manager {
    using properties = ambit::properties<Fact...>;
    world* w;
    std::size_t i;
    int enter() {
        w->entering(i);
        return 1;
    }
    void exit(int&, ambit::outcome const& o) { w->exiting(i, o); }
};
template <class... Fact>
struct manager<kind::answers, Fact...> {
    using properties = ambit::properties<Fact...>;
    world* w;
    std::size_t i;
    void enter() { w->entering(i); }
    bool exit(ambit::outcome const& o) { return w->exiting(i, o); }
};
/// What the stack declares, and so what entries can suppress.
using forgiven = ambit::suppresses<failed_step, test::error>;

/// Calls f with a manager of kind K.
template <kind K, class F>
void with_manager(world& w, std::size_t i, F f) {
    using namespace ambit;
    if constexpr (K == kind::keeps_first) {
        f(manager<K>{&w, i});
    } else if constexpr (K == kind::keeps_last) {
        f(manager<K, on_exit_error<keep_last>>{&w, i});
    } else if constexpr (K == kind::aggregates) {
        f(manager<K, on_exit_error<aggregate>>{&w, i});
    } else if constexpr (K == kind::answers) {
        f(manager<K, forgiven>{&w, i});
    } else {
        f(manager<K, suppresses_everything, suppresses<cancelled>, suppresses<test::error>>{&w, i});
    }
}

// --- as nested stages ----------------------------------------------------------------------------

/// A stage that takes part if the entry at its position is of its kind. Policy is the stack's.
template <kind K, class Policy>
struct stage {
    static constexpr bool is_callable = K == kind::pushed || K == kind::deferred;
    static constexpr bool forgives =
        K == kind::answers || K == kind::suppresses_any || K == kind::pushed;
    using own_policy = std::conditional_t<
        is_callable, Policy,
        std::conditional_t<
            K == kind::keeps_last, ambit::keep_last,
            std::conditional_t<K == kind::aggregates, ambit::aggregate, ambit::keep_first>>>;
    using properties =
        std::conditional_t<forgives, ambit::properties<ambit::on_exit_error<own_policy>, forgiven>,
                           ambit::properties<ambit::on_exit_error<own_policy>>>;
    world* w;
    std::size_t i;

    [[nodiscard]] bool takes_part() const { return w->at(i).what == K; }
    void enter() {
        if (!is_callable && takes_part()) {
            w->entering(i);
        }
    }
    auto exit(ambit::outcome const& o) {
        if constexpr (K == kind::deferred) {
            if (takes_part()) {
                w->deferred(i);
            }
        } else {
            bool const would = takes_part() && w->exiting(i, o);
            if constexpr (forgives) {
                return takes_part() && (K == kind::suppresses_any || would);
            }
        }
    }
};
/// One for each position and kind, the kinds of a position side by side.
template <class Policy, std::size_t... N>
auto nested(world& w, std::index_sequence<N...>) {
    return ambit::scope(stage<static_cast<kind>(N % kinds), Policy>{&w, N / kinds}...);
}

/// The stages around the stack: one that looks, and one that may fail.
struct outermost {
    world* w;
    void enter() {}
    void exit(ambit::outcome const& o) { w->see("outside", o); }
};
struct next_to_it {
    world* w;
    void enter() {}
    void exit(ambit::outcome const& o) {
        if (w->as_planned.outside) {
            w->see("next", o);
            world::act_on(*w->as_planned.outside, 50, o);
        }
    }
};

template <class Policy>
std::string run_nested(plan const& p) {
    world w(p);
    return w.ends([&] {
        return ambit::run(ambit::scope(outermost{&w}) | ambit::scope(next_to_it{&w}) |
                          nested<Policy>(w, std::make_index_sequence<positions * kinds>()) >>
                              [&] { return w.end(); });
    });
}

}  // namespace equivalent

#endif
