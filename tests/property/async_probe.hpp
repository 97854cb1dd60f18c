// SPDX-License-Identifier: BSL-1.0
// The probes of probe.hpp in asynchronous runs: stages that are called, stages that are awaited and
// ready at once, and stages that suspend, mixed.
#ifndef AMBIT_TESTS_PROPERTY_ASYNC_PROBE_HPP
#define AMBIT_TESTS_PROPERTY_ASYNC_PROBE_HPP

#include "probe.hpp"

#include <support/asynchronous.hpp>
#include <support/by_hand.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace probe {

enum class pace { called, ready, suspends };

/// The paces of stages and body that the number Mix stands for, written to the base three.
template <std::uint64_t Mix>
constexpr pace pace_of(std::size_t place) {
    std::uint64_t rest = Mix;
    for (; place != 0; --place)
        rest /= 3;
    return static_cast<pace>(rest % 3);
}

template <kind K, pace P>
auto make_async(observed& o, int stage, test::event_loop& loop) {
    auto* const where = P == pace::suspends ? &loop : nullptr;
    if constexpr (K == kind::around) {
        // One that is called cannot enclose what is awaited.
        return ambit::around([&o, stage, where](ambit::yield<int> y) -> ambit::task<> {
            co_await test::later(where, [] {});
            o.happen(model::enter_of(stage));
            int resource = stage;
            ambit::outcome const& end = co_await y(resource);
            auto e = as_seen(model::exit_of(stage), end);
            co_await test::later(where, [] {});
            o.happen(std::move(e));
        });
    } else if constexpr (P == pace::called) {
        return make<K>(o, stage);
    } else if constexpr (K == kind::made) {
        return [f = make<K>(o, stage), where] { return test::asynchronous(f(), where); };
    } else {
        return test::asynchronous(make<K>(o, stage), where);
    }
}

template <pace P>
auto make_body(observed& o, test::event_loop& loop) {
    auto const body = [&o] {
        o.happen(model::body);
        return 42;
    };
    if constexpr (P == pace::called) {
        return body;
    } else {
        return [body, where = P == pace::suspends ? &loop : nullptr] {
            return test::later(where, body);
        };
    }
}

/// Runs the stages asynchronously, each at its pace, and records what happens.
template <std::uint64_t Mix, kind... K>
model::record async_run(std::set<step> const& failing, std::set<step> const& cancelling) {
    observed o{{}, &failing, &cancelling};
    test::event_loop loop;
    auto const pipeline = [&]<std::size_t... I>(std::index_sequence<I...>) {
        return ambit::scope(make_async<K, pace_of<Mix>(I)>(o, static_cast<int>(I), loop)...);
    };
    auto block = pipeline(std::make_index_sequence<sizeof...(K)>()) >>
                 make_body<pace_of<Mix>(sizeof...(K))>(o, loop);
    record_end<K...>(o, [&] { return test::drive(loop, ambit::async_run(std::move(block))); });
    return o.record;
}

}  // namespace probe

#endif
