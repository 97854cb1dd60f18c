// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_LATE_EXCEPTION_HPP
#define AMBIT_MANAGER_LATE_EXCEPTION_HPP

#include <ambit/version.hpp>

#include <exception>
#include <new>
#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// A null exception_ptr: constant bytes, where a static object would cost a guard at each use.
alignas(::std::exception_ptr) inline constexpr unsigned char null_exception_bytes[sizeof(
    ::std::exception_ptr)]{};

/// An exception_ptr that may be a member of objects in constant evaluation, where it stays null: a
/// null one is zeros (as null_exception_bytes takes it to be).
class late_exception {
public:
    constexpr late_exception() noexcept = default;
    late_exception(late_exception const&) = delete;
    late_exception& operator=(late_exception const&) = delete;
    constexpr ~late_exception() { reset(); }

    constexpr void reset() noexcept {
        if (!::std::is_constant_evaluated()) {
            release();
        }
    }
    void set(::std::exception_ptr p) noexcept { get().swap(p); }
    /// Requires: a handler is running, and this is null.
    void begin_with_current() noexcept {
        ::new (static_cast<void*>(bytes_))::std::exception_ptr(::std::current_exception());
    }
    /// Gives it up.
    [[nodiscard]] ::std::exception_ptr take() noexcept {
        return static_cast<::std::exception_ptr&&>(get());
    }
    [[nodiscard]] ::std::exception_ptr& get() noexcept {
        return *::std::launder(reinterpret_cast<::std::exception_ptr*>(bytes_));
    }
    [[nodiscard]] constexpr unsigned char const* bytes() const noexcept { return bytes_; }
    [[nodiscard]] ::std::exception_ptr const& get() const noexcept {
        return *::std::launder(reinterpret_cast<::std::exception_ptr const*>(bytes_));
    }

private:
    void release() noexcept { ::std::exception_ptr const ended = take(); }

    alignas(::std::exception_ptr) unsigned char bytes_[sizeof(::std::exception_ptr)]{};
};

}  // namespace detail
AMBIT_END

#endif
