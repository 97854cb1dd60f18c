// SPDX-License-Identifier: BSL-1.0
// Stages of the model's kinds, in ambit: they record what happens, and fail where they are told to.
#ifndef AMBIT_TESTS_PROPERTY_PROBE_HPP
#define AMBIT_TESTS_PROPERTY_PROBE_HPP

#include "model.hpp"

#include <ambit/ambit.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace probe {

using model::kind;
using model::step;

struct failed_step {
    step what;
};
struct cancelled_step : failed_step, ambit::cancelled {};

struct observed {
    model::record record;
    std::set<step> const* failing = nullptr;
    std::set<step> const* cancelling = nullptr;  ///< those of them that are cancelled

    void happen(step s) { happen(model::event{s}); }
    void happen(model::event e) {
        step const what = e.what;
        record.events.push_back(std::move(e));
        if (failing->count(what) == 0)
            return;
        if (cancelling->count(what) != 0)
            throw cancelled_step{{what}, {}};
        throw failed_step{what};
    }
};

/// The failures in an exception: one, or those of an aggregate.
inline std::vector<step> steps_in(std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (failed_step const& f) {
        return {f.what};
    } catch (ambit::aggregate_error const& all) {
        std::vector<step> steps;
        for (auto const& e : all.errors())
            steps.push_back(steps_in(e).front());
        return steps;
    }
}

inline model::event as_seen(step s, ambit::outcome const& o) {
    model::event e{s};
    e.failed = o.failed();
    e.cancelled = o.cancelled();
    if (o.failed()) {
        e.failure = steps_in(o.exception());
        e.origin = static_cast<int>(o.origin());
        for (auto const& aside : o.secondary())
            e.secondary.push_back(steps_in(aside).front());
    }
    return e;
}

struct guard {
    observed& o;
    int stage;
    int enter() {
        o.happen(model::enter_of(stage));
        return stage;
    }
    void exit() noexcept { o.record.events.push_back({model::exit_of(stage)}); }
};

template <class... Fact>
struct looking {
    using properties = ambit::properties<Fact...>;
    observed& o;
    int stage;
    int enter() {
        o.happen(model::enter_of(stage));
        return stage;
    }
    void exit(int&, ambit::outcome const& end) { o.happen(as_seen(model::exit_of(stage), end)); }
};

template <kind K>
auto make(observed& o, int stage) {
    if constexpr (K == kind::guard) {
        return guard{o, stage};
    } else if constexpr (K == kind::looks) {
        return looking<>{o, stage};
    } else if constexpr (K == kind::keeps_last) {
        return looking<ambit::on_exit_error<ambit::keep_last>>{o, stage};
    } else if constexpr (K == kind::aggregates) {
        return looking<ambit::on_exit_error<ambit::aggregate>>{o, stage};
    } else if constexpr (K == kind::suppresses) {
        return looking<ambit::suppresses<failed_step>>{o, stage};
    } else if constexpr (K == kind::made) {
        return [&o, stage] {
            o.happen(model::factory_of(stage));
            return looking<>{o, stage};
        };
    } else {
        return ambit::around([&o, stage](ambit::yield<int> y) {
            o.happen(model::enter_of(stage));
            ambit::outcome const& end = y(int(stage));
            o.happen(as_seen(model::exit_of(stage), end));
        });
    }
}

/// Calls f, which runs the stages, and records how it ends.
template <kind... K, class F>
void record_end(observed& o, F f) {
    try {
        auto const result = f();
        if constexpr (((K == kind::suppresses) || ...)) {
            o.record.completed = result == std::optional(42);
        } else {
            o.record.completed = result == 42;
        }
    } catch (...) {
        o.record.thrown = steps_in(std::current_exception());
    }
}

/// Runs the stages in ambit and records what happens.
template <kind... K>
model::record run(std::set<step> const& failing, std::set<step> const& cancelling) {
    observed o{{}, &failing, &cancelling};
    auto const pipeline = [&]<std::size_t... I>(std::index_sequence<I...>) {
        return ambit::scope(make<K>(o, static_cast<int>(I))...);
    };
    auto block = pipeline(std::make_index_sequence<sizeof...(K)>()) >> [&] {
        o.happen(model::body);
        return 42;
    };
    record_end<K...>(o, [&] { return ambit::run(std::move(block)); });
    return o.record;
}

/// Every step of these stages that may fail.
template <kind... K>
std::vector<step> steps() {
    std::vector<step> all{model::body};
    int stage = 0;
    auto const add = [&](kind k) {
        if (k == kind::made)
            all.push_back(model::factory_of(stage));
        all.push_back(model::enter_of(stage));
        if (k != kind::guard)
            all.push_back(model::exit_of(stage));
        ++stage;
    };
    (add(K), ...);
    return all;
}

}  // namespace probe

#endif
