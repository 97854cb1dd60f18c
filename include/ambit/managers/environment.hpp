// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_ENVIRONMENT_HPP
#define AMBIT_MANAGERS_ENVIRONMENT_HPP

#include <ambit/managers/support/entered_list.hpp>

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

class [[nodiscard]] environment_manager {
public:
    [[nodiscard]] environment_manager(::std::string name,
                                      ::std::optional<::std::string> value) noexcept
        : name_(::std::move(name)), value_(::std::move(value)) {}

    void enter() {
        require_valid();
        former_.add(current());
        if (int const error = set(value_)) {
            static_cast<void>(former_.take());
            fail(error);
        }
    }
    void exit() {
        if (int const error = set(former_.take())) {
            fail(error);
        }
    }

private:
    using text = ::std::optional<::std::string>;

    void require_valid() const {
        using namespace ::std::string_literals;
        if (name_.empty() || name_.find_first_of("=\0"s) != ::std::string::npos) {
            AMBIT_THROW(
                ::std::invalid_argument("environment: no name of a variable: \"" + name_ + "\""));
        }
        if (value_ && value_->find('\0') != ::std::string::npos) {
            AMBIT_THROW(
                ::std::invalid_argument("environment: a null character in the value of " + name_));
        }
    }
    [[nodiscard]] text current() const {
        char const* const value = ::std::getenv(name_.c_str());
        return value != nullptr ? text(value) : text();
    }
    /// Returns 0 or errno.
    [[nodiscard]] int set(text const& value) const noexcept {
#if defined(_WIN32)
        // Not run so far: this branch has only been reviewed. An empty value unsets.
        return ::_putenv_s(name_.c_str(), value ? value->c_str() : "");
#else
        int const result =
            value ? ::setenv(name_.c_str(), value->c_str(), 1) : ::unsetenv(name_.c_str());
        return result == 0 ? 0 : errno;
#endif
    }
    [[noreturn]] AMBIT_COLD void fail([[maybe_unused]] int error) const {
        AMBIT_THROW(::std::system_error(error, ::std::generic_category(),
                                        "cannot set environment variable " + name_));
    }

    ::std::string name_;
    text value_;
    entered_list<text> former_;
};

struct environment_fn {
    [[nodiscard]] environment_manager operator()(
        ::std::string name, ::std::optional<::std::string> value) const noexcept {
        return environment_manager(::std::move(name), ::std::move(value));
    }
    /// No value is `std::nullopt`; a std::string is not made from a null pointer.
    template <class Null>
        requires ::std::is_null_pointer_v<Null>
    environment_manager operator()(::std::string, Null) const = delete;
};

}  // namespace detail

/// @brief `environment(name, value)`: an environment variable has another value, or with
/// `std::nullopt` none, while the rest of the pipeline runs. No resource.
///
/// Effects: entering sets or unsets the variable. Exiting gives it back the value that it had, or
/// unsets it if it had none. It nests, also within itself: one object may be entered again before
/// it exits. Processes that are started inside inherit the variable.
///
/// The environment belongs to the whole process, and changing it is not safe while another thread
/// reads or changes it, by `getenv` or in any function that calls that.
///
/// Throws, before anything is changed, `std::invalid_argument` at enter if the name is empty or
/// contains `=`, or name or value contain a null character; and `std::system_error` if the system
/// refuses, for want of memory, also at exit. Both name the variable.
///
/// On failure it does the same as on success. Policy: suppresses nothing. Facts: none. On Windows
/// an empty value is none.
inline constexpr detail::environment_fn environment{};

AMBIT_END

#endif
