// SPDX-License-Identifier: BSL-1.0
#include <ambit/ambit.hpp>

#include <concepts>
#include <optional>
#include <stdexcept>

int number = 7;

int main() {
    // [tour:results]
    auto strict = ambit::bracket([] {}, [] {});
    auto lenient = ambit::with<ambit::suppresses<std::exception>>(strict);

    // Nothing can be suppressed: the body's own type.
    std::same_as<int> auto a = ambit::run(ambit::scope(strict) >> [] { return 7; });

    // Something can: an optional, true for void, a pointer for a reference.
    std::same_as<std::optional<int>> auto b = ambit::run(ambit::scope(lenient) >> [] { return 7; });
    std::same_as<bool> auto c = ambit::run(ambit::scope(lenient) >> [] {});
    std::same_as<int*> auto d =
        ambit::run(ambit::scope(lenient) >> []() -> int& { return number; });

    std::same_as<bool> auto e =
        ambit::run(ambit::scope(lenient) >> [] { throw std::runtime_error("suppressed"); });
    // [/tour]
    return a == 7 && b == 7 && c && d == &number && !e ? 0 : 1;
}
