// SPDX-License-Identifier: BSL-1.0
// The least that is expected-like: `has_value()`, `*`, `error()`, and `unexpected_type` to fail
// with.
#ifndef AMBIT_TESTS_REJECTS_SUPPORT_EXPECTED_HPP
#define AMBIT_TESTS_REJECTS_SUPPORT_EXPECTED_HPP

template <class E>
struct unexpected {
    E reason;
    constexpr explicit unexpected(E e) : reason(e) {}
};

template <class T, class E>
class expected {
public:
    using value_type = T;
    using error_type = E;
    using unexpected_type = unexpected<E>;

    constexpr expected(T value) : good(true), held(value), reason() {}
    constexpr expected(unexpected<E> bad) : good(false), held(), reason(bad.reason) {}
    constexpr bool has_value() const { return good; }
    constexpr T& operator*() { return held; }
    constexpr T const& operator*() const { return held; }
    constexpr E const& error() const { return reason; }

private:
    bool good;
    T held;
    E reason;
};

#endif
