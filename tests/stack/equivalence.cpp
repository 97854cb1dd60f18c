// SPDX-License-Identifier: BSL-1.0
// Rule 13.3: a stack with random entries does what nested stages do.
#include "equivalent.hpp"

#include <support/catch.hpp>

#include <array>
#include <cstddef>
#include <random>
#include <string>
#include <utility>

namespace {

using namespace equivalent;

template <class Stack>
void add(Stack& s, world& w, std::size_t i) {
    auto const enter = [&](auto m) { s.enter(std::move(m)); };
    switch (w.at(i).what) {
    case kind::keeps_first:
        return with_manager<kind::keeps_first>(w, i, enter);
    case kind::keeps_last:
        return with_manager<kind::keeps_last>(w, i, enter);
    case kind::aggregates:
        return with_manager<kind::aggregates>(w, i, enter);
    case kind::answers:
        return with_manager<kind::answers>(w, i, enter);
    case kind::suppresses_any:
        return with_manager<kind::suppresses_any>(w, i, enter);
    case kind::pushed:
        return s.push([&w, i](ambit::outcome const& o) { return w.exiting(i, o); });
    case kind::deferred:
        return s.defer([&w, i] { w.deferred(i); });
    }
}

template <class Policy>
using stack = ambit::exit_stack<forgiven, ambit::on_exit_error<Policy>>;

/// Puts the entries on a stack, or on stacks within it, then does as the body.
template <class Policy>
auto fill(stack<Policy>& s, world& w) {
    stack<Policy>* to = &s;
    for (std::size_t i = 0; i != positions; ++i) {
        if (w.at(i).opens_stack) {
            to = &to->enter(stack<Policy>());
        }
        add(*to, w, i);
    }
    return w.end();
}
template <class Policy>
std::string run_on_stack(plan const& p) {
    world w(p);
    return w.ends([&] {
        return ambit::run(ambit::scope(outermost{&w}) | ambit::scope(next_to_it{&w}) |
                          ambit::scope(stack<Policy>()) >>
                              [&](stack<Policy>& s) { return fill(s, w); });
    });
}

template <class Policy>
void compare(unsigned seed) {
    std::mt19937 random(seed);
    std::array<int, 3> endings{};
    for (int i = 0; i != 3000; ++i) {
        plan const p = random_plan(random);
        auto const expected = run_nested<Policy>(p);
        auto const happened = run_on_stack<Policy>(p);
        if (expected != happened) {
            CAPTURE(i);
            CHECK(expected == happened);
            return;
        }
        auto const ends_with = [&](char const* how) { return expected.find(how) != expected.npos; };
        ++endings[ends_with("\nthrew") ? 0U : ends_with("\nsuppressed") ? 1U : 2U];
    }
    for (int const n : endings) {
        CHECK(n > 100);
    }
}

}  // namespace

TEST_CASE("13.3 a stack is the nested stages that its entries are") {
    SECTION("keep_first") { compare<ambit::keep_first>(1); }
    SECTION("keep_last") { compare<ambit::keep_last>(2); }
    SECTION("aggregate") { compare<ambit::aggregate>(3); }
}
