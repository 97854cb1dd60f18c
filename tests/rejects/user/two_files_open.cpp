// SPDX-License-Identifier: BSL-1.0
// A rule of the user's own: of this resource there is one at a time.
// EXPECT: [shop.one_file]
// EXPECT: stage 2 `export_file`
// EXPECT: close the other file first
// RULE: one_file

#include <ambit/ambit.hpp>
#include <boost/hana/for_each.hpp>
#include <type_traits>

struct file {};

struct one_file {
    static constexpr char const* code = "shop.one_file";

    template <class Stages>
    static constexpr auto check(Stages stages) {
        auto verdict = ambit::pass;
        int open = 0;
        boost::hana::for_each(stages, [&](auto s) {
            using stage = typename decltype(s)::type;
            if (std::is_same_v<typename stage::resource_type, file> && ++open == 2)
                verdict = ambit::fail(stage::index, "a second file: close the other file first");
        });
        return verdict;
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
