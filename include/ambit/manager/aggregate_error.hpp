// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_AGGREGATE_ERROR_HPP
#define AMBIT_MANAGER_AGGREGATE_ERROR_HPP

#include <ambit/version.hpp>

#include <cstddef>
#include <exception>
#include <new>

AMBIT_BEGIN
namespace detail {

class failure;

/// A range of captured failures, oldest first. Valid as long as what it was asked of.
class failure_range {
public:
    constexpr failure_range() noexcept = default;
    constexpr failure_range(::std::exception_ptr const* first, ::std::size_t size) noexcept
        : first_(first), size_(size) {}

    [[nodiscard]] constexpr ::std::exception_ptr const* begin() const noexcept { return first_; }
    [[nodiscard]] constexpr ::std::exception_ptr const* end() const noexcept {
        return first_ + size_;
    }
    [[nodiscard]] constexpr ::std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    /// Requires: `i < size()`.
    [[nodiscard]] constexpr ::std::exception_ptr const& operator[](::std::size_t i) const noexcept {
        return first_[i];
    }
    /// Requires: not empty.
    [[nodiscard]] constexpr ::std::exception_ptr const& front() const noexcept { return *first_; }
    /// Requires: not empty.
    [[nodiscard]] constexpr ::std::exception_ptr const& back() const noexcept {
        return first_[size_ - 1];
    }
    [[nodiscard]] bool contains(::std::exception_ptr const& p) const noexcept {
        for (auto const& listed : *this) {
            if (listed == p) {
                return true;
            }
        }
        return false;
    }

private:
    ::std::exception_ptr const* first_ = nullptr;
    ::std::size_t size_ = 0;
};

}  // namespace detail

/// @brief The failure of a run in which a stage with `on_exit_error<aggregate>` failed to exit
/// while another failure was in flight: lists them all. Copies share the list.
class aggregate_error : public ::std::exception {
public:
    aggregate_error(aggregate_error const& other) noexcept
        : ::std::exception(other), list_(other.list_) {
        if (list_ != nullptr) {
            __atomic_fetch_add(&list_->owners, 1, __ATOMIC_RELAXED);
        }
    }
    aggregate_error& operator=(aggregate_error other) noexcept {
        list* const mine = list_;
        list_ = other.list_;
        other.list_ = mine;
        return *this;
    }
    ~aggregate_error() override {
        if (list_ != nullptr && __atomic_sub_fetch(&list_->owners, 1, __ATOMIC_ACQ_REL) == 0) {
            delete list_;
        }
    }

    /// @brief A range of `std::exception_ptr`: the first failure, what had been set aside before,
    /// then what the exit threw. Valid as long as this or a copy of it.
    [[nodiscard]] detail::failure_range errors() const noexcept {
        return list_ == nullptr ? detail::failure_range()
                                : detail::failure_range(list_->errors, list_->size);
    }
    [[nodiscard]] char const* what() const noexcept override {
        return "ambit: several failures in one run, see errors()";
    }

private:
    friend class detail::failure;

    // Shared, so that copying the exception (as make_exception_ptr does) cannot fail; counted by
    // hand since <memory> and <atomic> cost more to include than all of this library.
    struct list {
        ::std::size_t owners = 1;
        ::std::size_t size = 0;
        ::std::exception_ptr* errors = nullptr;

        [[nodiscard]] static list* allocate(::std::size_t capacity) noexcept {
            list* const made = new (::std::nothrow) list;
            if (made != nullptr) {
                made->errors = new (::std::nothrow)::std::exception_ptr[capacity];
                if (made->errors == nullptr) {
                    delete made;
                    return nullptr;
                }
            }
            return made;
        }
        list() = default;
        list(list const&) = delete;
        list& operator=(list const&) = delete;
        ~list() { delete[] errors; }
    };

    /// Effects: room for so many failures, or none where there is no memory (see `has_room`).
    explicit aggregate_error(::std::size_t capacity) noexcept : list_(list::allocate(capacity)) {}
    [[nodiscard]] bool has_room() const noexcept { return list_ != nullptr; }
    /// Requires: there is room. Effects: lists p, unless that exception object is listed already.
    void add(::std::exception_ptr const& p) noexcept {
        if (!errors().contains(p)) {
            list_->errors[list_->size++] = p;
        }
    }

    list* list_;
};

AMBIT_END

#endif
