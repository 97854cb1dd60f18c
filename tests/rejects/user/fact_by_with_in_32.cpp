// SPDX-License-Identifier: BSL-1.0
// Facts given by `with` are seen by a user's rule, 32 stages deep.
// EXPECT: [shop.no_experiments]
// EXPECT: stage 31 `audit_log`
// EXPECT: not in production
// RULE: no_experiments

#include <ambit/ambit.hpp>
#include <boost/hana/fold_left.hpp>
#include <utility>

struct experimental {};

struct no_experiments {
    static constexpr char const* code = "shop.no_experiments";

    template <class Stages>
    static constexpr auto check(Stages stages) {
        return boost::hana::fold_left(stages, ambit::pass, [](auto verdict, auto s) {
            using stage = typename decltype(s)::type;
            return ambit::has_fact<stage, experimental>
                       ? ambit::fail(stage::index, "not in production")
                       : verdict;
        });
    }
};

template <int N>
struct step {
    void enter() {}
    void exit() {}
};

struct audit_log {
    void enter() {}
    void exit() {}
};

template <int... N>
auto steps(std::integer_sequence<int, N...>) {
    return ambit::enforce<no_experiments>(ambit::scope(step<N>{}...));
}

int main() {
    auto p = steps(std::make_integer_sequence<int, 31>());
#ifdef FIXED
    ambit::run(p | ambit::scope(audit_log{}) >> [] {});
#else
    ambit::run(p | ambit::scope(ambit::with<experimental>(audit_log{})) >> [] {});
#endif
}
