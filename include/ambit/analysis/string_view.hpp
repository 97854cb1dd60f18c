// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_STRING_VIEW_HPP
#define AMBIT_ANALYSIS_STRING_VIEW_HPP

#include <ambit/version.hpp>

#include <cstddef>

// plan::text() returns a std::string_view, but including <string_view> would cost every user about
// half of what all of ambit costs to include. So it is only declared here, and whoever calls text()
// includes <string_view>, or any header that does.
#if defined(__GLIBCXX__) && defined(_GLIBCXX_BEGIN_NAMESPACE_VERSION)
namespace std _GLIBCXX_VISIBILITY(default) {
_GLIBCXX_BEGIN_NAMESPACE_VERSION
template <class>
struct char_traits;
template <class, class>
class basic_string_view;
_GLIBCXX_END_NAMESPACE_VERSION
}
#else
#    include <string_view>
#endif

AMBIT_BEGIN
namespace detail {

using string_view = ::std::basic_string_view<char, ::std::char_traits<char>>;

/// Characters, as `std::string_view` has them, for what is computed in the library.
struct chars {
    char const* data = nullptr;
    ::std::size_t size = 0;

    constexpr chars() noexcept = default;
    constexpr chars(char const* d, ::std::size_t n) noexcept : data(d), size(n) {}
    constexpr chars(char const* text) noexcept : data(text) {  // NOLINT: text is what it holds
        while (text[size] != '\0') {
            ++size;
        }
    }
};

/// Whatever converts to a `std::string_view`, which is complete where such a type is.
template <class Text, class View = string_view>
[[nodiscard]] constexpr chars chars_of(Text const& text) noexcept {
    if constexpr (requires { chars(text); }) {
        return chars(text);
    } else if constexpr (requires { chars(text.data(), text.size()); }) {
        return chars(text.data(), text.size());
    } else {
        auto const view = static_cast<View>(text);
        return chars(view.data(), view.size());
    }
}

}  // namespace detail
AMBIT_END

#endif
