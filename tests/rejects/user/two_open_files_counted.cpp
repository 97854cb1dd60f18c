// SPDX-License-Identifier: BSL-1.0
// Of this resource there is one at a time.
// EXPECT: [shop.one_file]
// EXPECT: stage 2 `export_file`
// EXPECT: close the other file first
// RULE: one_file

#include <ambit/ambit.hpp>
#include <boost/hana/back.hpp>
#include <boost/hana/bool.hpp>
#include <boost/hana/count_if.hpp>
#include <boost/hana/filter.hpp>
#include <boost/hana/tuple.hpp>
#include <type_traits>

struct file {};

struct one_file {
    static constexpr char const* code = "shop.one_file";

    template <class Stages>
    static constexpr auto check(Stages stages) {
        constexpr auto is_open = [](auto s) {
            using stage = typename decltype(s)::type;
            return boost::hana::bool_c<std::is_same_v<typename stage::resource_type, file>>;
        };
        if constexpr (decltype(boost::hana::count_if(stages, is_open))::value < 2) {
            return ambit::pass;
        } else {
            auto const open = boost::hana::filter(stages, is_open);
            using last = typename std::remove_cvref_t<decltype(boost::hana::back(open))>::type;
            return ambit::fail(last::index, "close the other file first");
        }
    }
};

struct audit_log {
    void enter() {}
    void exit() {}
};

struct import_file {
    file enter() { return {}; }
    void exit(file&) {}
};

struct export_file {
    file enter() { return {}; }
    void exit(file&) {}
};

int main() {
    auto p = ambit::enforce<one_file>(ambit::scope(import_file{}) | ambit::scope(audit_log{}));
#ifdef FIXED
    ambit::run(p >> [](file&) {});
#else
    ambit::run(p | ambit::scope(export_file{}) >> [](file&, file&) {});
#endif
}
