// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_GENERATOR_FAULT_HPP
#define AMBIT_RUN_GENERATOR_FAULT_HPP

#include <ambit/analysis/message.hpp>
#include <ambit/manager/surround.hpp>
#include <ambit/manager/traits.hpp>

#include <cstddef>
#include <exception>

AMBIT_BEGIN
namespace detail {

/// How a manager that is written as a function or generator fails to yield once.
enum class generator_fault : unsigned char { no_yield, no_stop, no_entry };
/// A stage that surrounds others did not yield once, but so often.
[[nodiscard]] constexpr generator_fault fault_of(::std::size_t yields) noexcept {
    return yields == 0 ? generator_fault::no_yield : generator_fault::no_stop;
}

inline constexpr chars said_of_fault[] = {"ambit: generator didn't yield: `",
                                          "ambit: generator didn't stop: `",
                                          "ambit: generator was entered before: `"};
inline constexpr ::std::size_t fault_count = 3;
/// How many characters a text has, at most, beside the name.
inline constexpr ::std::size_t words_of_fault = 40;

/// Writes what there is to be said of a generator, each text at a multiple of size.
inline bool write_faults(char* texts, ::std::size_t size, chars name) noexcept {
    for (chars const& said : said_of_fault) {
        char* to = texts;
        auto const put = [&](chars part) {
            for (::std::size_t i = 0; i != part.size; ++i) {
                i += detail::unread_at(part, i);
                *to++ = part.data[i];
            }
        };
        put(said);
        put(name);
        *to = '`';
        texts += size;
    }
    return true;
}

/// What is said of a generator T by its name. It is written when first asked for: that costs
/// programs which go wrong a little, where a constant would cost to compile all others.
template <class T>
[[nodiscard]] AMBIT_COLD char const* fault_text(generator_fault f) noexcept {
#if defined(__clang__) || defined(__GNUC__)
    constexpr ::std::size_t size = sizeof(__PRETTY_FUNCTION__) + words_of_fault;
    static char texts[fault_count][size];
    static bool const written =
        detail::write_faults(texts[0], size, detail::type_name_in(__PRETTY_FUNCTION__));
#else
    static char texts[fault_count][1 + words_of_fault];
    static bool const written = detail::write_faults(texts[0], sizeof texts[0], "?");
#endif
    static_cast<void>(written);
    return texts[static_cast<::std::size_t>(f)];
}

[[noreturn]] inline AMBIT_COLD void throw_generator_error([[maybe_unused]] char const* text) {
    AMBIT_THROW(generator_error(text));
}

}  // namespace detail
AMBIT_END

#endif
