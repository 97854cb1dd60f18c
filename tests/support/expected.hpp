// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_SUPPORT_EXPECTED_HPP
#define AMBIT_TESTS_SUPPORT_EXPECTED_HPP

#include <support/probes.hpp>

#include <type_traits>
#include <utility>
#include <variant>

namespace test {

/// What goes wrong by value. `worse` derives from `error` to tell exact types from bases.
struct error {
    int code;
    friend constexpr bool operator==(error const&, error const&) = default;
};
struct worse : error {};

template <class E>
struct unexpected {
    E value;
    constexpr explicit unexpected(E e) : value(std::move(e)) {}
};

/// The shape of `std::expected`, and no more of it than the rules about failures by value need.
template <class T, class E>
class expected {
public:
    using unexpected_type = unexpected<E>;

    constexpr expected(T v) : state_(std::in_place_index<0>, std::move(v)) {}
    template <class G>
        requires std::is_constructible_v<E, G const&>
    constexpr expected(unexpected<G> const& u) : state_(std::in_place_index<1>, u.value) {}

    [[nodiscard]] constexpr bool has_value() const noexcept { return state_.index() == 0; }
    [[nodiscard]] constexpr T& operator*() & noexcept { return *std::get_if<0>(&state_); }
    [[nodiscard]] constexpr T const& operator*() const& noexcept {
        return *std::get_if<0>(&state_);
    }
    [[nodiscard]] constexpr T&& operator*() && noexcept {
        return std::move(*std::get_if<0>(&state_));
    }
    [[nodiscard]] constexpr E const& error() const noexcept { return *std::get_if<1>(&state_); }

    friend constexpr bool operator==(expected const& a, expected const& b) {
        return a.has_value() ? b.has_value() && *a == *b : !b.has_value() && a.error() == b.error();
    }

private:
    std::variant<T, E> state_;
};

/// No value on success.
template <class E>
class expected<void, E> {
public:
    using unexpected_type = unexpected<E>;

    constexpr expected() = default;
    template <class G>
        requires std::is_constructible_v<E, G const&>
    constexpr expected(unexpected<G> const& u) : state_(std::in_place_index<1>, u.value) {}

    [[nodiscard]] constexpr bool has_value() const noexcept { return state_.index() == 0; }
    constexpr void operator*() const noexcept {}
    [[nodiscard]] constexpr E const& error() const noexcept { return *std::get_if<1>(&state_); }

    friend constexpr bool operator==(expected const& a, expected const& b) = default;

private:
    std::variant<std::monostate, E> state_;
};

/// Expected-like without an `unexpected_type`: made from the error itself.
class status {
public:
    constexpr status() = default;
    constexpr explicit status(test::error e) : error_(e) {}
    [[nodiscard]] constexpr bool has_value() const noexcept { return error_.code == 0; }
    [[nodiscard]] constexpr test::error error() const noexcept { return error_; }

private:
    test::error error_{0};
};

}  // namespace test

#endif
