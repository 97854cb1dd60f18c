// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_MESSAGE_HPP
#define AMBIT_ANALYSIS_MESSAGE_HPP

#include <ambit/analysis/string_view.hpp>

#include <cstddef>

AMBIT_BEGIN
namespace detail {

/// The name of T as the compiler prints it, without the library's inline namespace.
template <class T>
[[nodiscard]] constexpr chars raw_type_name() noexcept {
#if defined(__clang__) || defined(__GNUC__)
    chars name(__PRETTY_FUNCTION__);
#    if defined(__clang__)
    constexpr chars before = "[T = ";
#    else
    constexpr chars before = "[with T = ";
#    endif
    ::std::size_t start = 0;
    for (::std::size_t i = 0; start == 0; ++i) {
        bool here = true;
        for (::std::size_t j = 0; here && j != before.size; ++j) {
            here = name.data[i + j] == before.data[j];
        }
        start = here ? i + before.size : 0;
    }
    return chars(name.data + start, name.size - start - 1);
#else
    return "?";
#endif
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
        constexpr chars inline_namespace = "ambit::v0::";
        chars const name = detail::raw_type_name<T>();
        for (::std::size_t i = 0; i != name.size;) {
            ::std::size_t same = 0;
            while (same != inline_namespace.size && i + same != name.size &&
                   name.data[i + same] == inline_namespace.data[same]) {
                ++same;
            }
            *this << (same == inline_namespace.size ? chars("ambit::") : chars(name.data + i, 1));
            i += same == inline_namespace.size ? same : 1;
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
