// SPDX-License-Identifier: BSL-1.0
// The rule reads the manager's own members; it is enforced on a block.
// EXPECT: [shop.quiet]
// EXPECT: stage 1 `audit_log`
// EXPECT: make its exit noexcept
// RULE: quiet_exits

#include <ambit/ambit.hpp>
#include <boost/hana/bool.hpp>
#include <boost/hana/find_if.hpp>
#include <boost/hana/optional.hpp>
#include <type_traits>
#include <utility>

struct quiet_exits {
    static constexpr char const* code = "shop.quiet";

    template <class Stages>
    static constexpr auto check(Stages stages) {
        auto const loud = boost::hana::find_if(stages, [](auto s) {
            using manager = typename decltype(s)::type::manager_type;
            return boost::hana::bool_c<!noexcept(std::declval<manager&>().exit())>;
        });
        if constexpr (decltype(boost::hana::is_nothing(loud))::value) {
            return ambit::pass;
        } else {
            using stage = typename std::remove_cvref_t<decltype(*loud)>::type;
            return ambit::fail(stage::index, "make its exit noexcept");
        }
    }
};

struct counter {
    int enter() { return 1; }
    void exit() noexcept {}
};

struct audit_log {
    void enter() {}
#ifdef FIXED
    void exit() noexcept {}
#else
    void exit() {}
#endif
};

int main() {
    auto block = ambit::scope(counter{}) | ambit::scope(audit_log{}) >> [](int& n) { return n; };
    return ambit::run(ambit::enforce<quiet_exits>(block)) - 1;
}
