// SPDX-License-Identifier: BSL-1.0
// Facts of the user's own, and a rule about them: what waits for a peer has a deadline outside it.
// EXPECT: [shop.deadline]
// EXPECT: stage 0 `vendor::request`
// EXPECT: put it inside a deadline
// RULE: deadline_outside

#include <ambit/ambit.hpp>
#include <boost/hana/type.hpp>
#include <boost/hana/unpack.hpp>

struct network {};
struct bounds_time {};

struct deadline_outside {
    static constexpr char const* code = "shop.deadline";

    template <class Stages>
    static constexpr auto check(Stages stages) {
        auto verdict = ambit::pass;
        bool bounded = false;
        auto look = [&]<class Stage>(boost::hana::basic_type<Stage>) {
            bounded = bounded || ambit::has_fact<Stage, bounds_time>;
            if (ambit::has_fact<Stage, network> && !bounded)
                verdict = ambit::fail(Stage::index, "put it inside a deadline");
        };
        boost::hana::unpack(stages, [&](auto... s) { (look(s), ...); });
        return verdict;
    }
};

namespace vendor {
struct request {};
}  // namespace vendor

template <>
struct ambit::manager_traits<vendor::request> {
    using properties = ambit::properties<network>;
    static int enter(vendor::request&) { return 200; }
    static void exit(vendor::request&) {}
};

struct deadline {
    using properties = ambit::properties<bounds_time>;
    void enter() {}
    void exit() {}
};

int main() {
#ifdef FIXED
    auto p = ambit::scope(deadline{}) | ambit::scope(vendor::request{});
#else
    auto p = ambit::scope(vendor::request{}) | ambit::scope(deadline{});
#endif
    int const status = ambit::run(ambit::enforce<deadline_outside>(p) >> [](int& s) { return s; });
    return status - 200;
}
