// SPDX-License-Identifier: BSL-1.0
#include <ambit/ambit.hpp>

#include <optional>

struct timeout {
    int seconds;
};

#ifdef AMBIT_REJECTED
// [tour:rejected]
struct be_patient {
    void enter() {}
    bool exit(ambit::outcome const& end) {  // true suppresses: but what may it suppress?
        auto const* late = end.error<timeout>();
        return late && late->seconds < 10;
    }
};
// [/tour]
#else
// [tour:accepted]
struct be_patient {
    using properties = ambit::properties<ambit::suppresses<timeout>>;

    void enter() {}
    bool exit(ambit::outcome const& end) {
        auto const* late = end.error<timeout>();
        return late && late->seconds < 10;
    }
};
// [/tour]
#endif

int main() {
    std::optional<int> const answer =
        ambit::run(ambit::scope(be_patient{}) >> []() -> int { throw timeout{3}; });
    return answer ? 1 : 0;
}
