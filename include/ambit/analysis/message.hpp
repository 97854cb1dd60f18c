// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_MESSAGE_HPP
#define AMBIT_ANALYSIS_MESSAGE_HPP

#include <ambit/analysis/string_view.hpp>

#include <cstddef>

AMBIT_BEGIN
namespace detail {

/// Whether text has part at this place.
[[nodiscard]] constexpr bool has_at(chars text, ::std::size_t place, chars part) noexcept {
    ::std::size_t same = 0;
    while (same != part.size && place + same != text.size &&
           text.data[place + same] == part.data[same]) {
        ++same;
    }
    return same == part.size;
}

#if defined(__clang__)
inline constexpr char const* before_type_name = "[T = ";
#else
inline constexpr char const* before_type_name = "[with T = ";
#endif

/// The name of T where a function template with this parameter is named.
[[nodiscard]] constexpr chars type_name_in(chars function) noexcept {
    constexpr chars before = before_type_name;
    ::std::size_t start = 0;
    while (!detail::has_at(function, start, before)) {
        ++start;
    }
    start += before.size;
    return chars(function.data + start, function.size - start - 1);
}

/// The name of T as the compiler prints it, with the library's inline namespace.
template <class T>
[[nodiscard]] constexpr chars raw_type_name() noexcept {
#if defined(__clang__) || defined(__GNUC__)
    return detail::type_name_in(__PRETTY_FUNCTION__);
#else
    return "?";
#endif
}

/// How much of a type's name is not to be read at this place: `v0::` of `ambit::v0::`.
[[nodiscard]] constexpr ::std::size_t unread_at(chars name, ::std::size_t place) noexcept {
    constexpr chars whole = "ambit::v0::";
    constexpr ::std::size_t kept = 7;  // of these characters
    bool const here = place >= kept && detail::has_at(name, place - kept, whole);
    return here ? whole.size - kept : 0;
}

/// A text that is written during compilation; what does not fit is cut.
class message {
public:
    static constexpr ::std::size_t capacity = 12000;

    constexpr message& operator<<(chars text) noexcept {
        for (::std::size_t i = 0; i != text.size && size_ != capacity; ++i) {
            text_[size_++] = text.data[i];
        }
        return *this;
    }
    constexpr message& operator<<(char const* text) noexcept { return *this << chars(text); }
    constexpr message& operator<<(::std::size_t number) noexcept {
        char digits[20] = {};
        ::std::size_t first = sizeof digits;
        do {
            digits[--first] = static_cast<char>('0' + number % 10);
            number /= 10;
        } while (number != 0);
        return *this << chars(digits + first, sizeof digits - first);
    }
    /// The name of T, in which `ambit::v0::` reads `ambit::`.
    template <class T>
    constexpr message& type() noexcept {
        chars const name = detail::raw_type_name<T>();
        for (::std::size_t i = 0; i != name.size; ++i) {
            i += detail::unread_at(name, i);
            *this << chars(name.data + i, 1);
        }
        return *this;
    }
    /// In backticks: g++ escapes other quotes where it prints a constant.
    template <class T>
    constexpr message& quoted() noexcept {
        *this << "`";
        type<T>();
        return *this << "`";
    }

    [[nodiscard]] constexpr ::std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr char operator[](::std::size_t i) const noexcept { return text_[i]; }

private:
    char text_[capacity] = {};
    ::std::size_t size_ = 0;
};

/// A text as part of a type, so that compilers print it; exactly as long as it is.
template <::std::size_t Size>
struct text {
    char characters[Size + 1] = {};

    constexpr text() noexcept = default;
    constexpr explicit text(message const& m) noexcept {
        for (::std::size_t i = 0; i != Size; ++i) {
            characters[i] = m[i];
        }
    }
    [[nodiscard]] constexpr ::std::size_t size() const noexcept { return Size; }
    [[nodiscard]] constexpr char const* data() const noexcept { return characters; }
};

}  // namespace detail
AMBIT_END

#endif
