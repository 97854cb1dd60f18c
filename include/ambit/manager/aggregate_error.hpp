// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_AGGREGATE_ERROR_HPP
#define AMBIT_MANAGER_AGGREGATE_ERROR_HPP

#include <ambit/version.hpp>

#include <cstddef>
#include <exception>
#include <new>
#include <utility>

AMBIT_BEGIN

/// @brief A range of captured failures, oldest first. Valid as long as what it was asked of.
class failures {
public:
    constexpr failures() noexcept = default;
    constexpr failures(::std::exception_ptr const* first, ::std::size_t size) noexcept
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

private:
    ::std::exception_ptr const* first_ = nullptr;
    ::std::size_t size_ = 0;
};

/// @brief The failure of a run in which a stage with `on_exit_error<aggregate>` failed to exit
/// while another failure was in flight: lists them all. Copies share the list.
class aggregate_error : public ::std::exception {
public:
    /// Effects: lists the failures of `first`, those of `more`, then `last`, each exception object
    /// once. Where there is no memory the list is empty.
    aggregate_error(failures first, failures more, ::std::exception_ptr const& last) noexcept
        : list_(list::allocate(first.size() + more.size() + 1)) {
        add(first);
        add(more);
        add(failures(&last, 1));
    }
    aggregate_error(aggregate_error const& other) noexcept
        : ::std::exception(other), list_(other.list_) {
        if (list_ != nullptr) {
            __atomic_fetch_add(&list_->owners, 1, __ATOMIC_RELAXED);
        }
    }
    aggregate_error& operator=(aggregate_error other) noexcept {
        ::std::swap(list_, other.list_);
        return *this;
    }
    ~aggregate_error() override {
        if (list_ != nullptr && __atomic_sub_fetch(&list_->owners, 1, __ATOMIC_ACQ_REL) == 0) {
            delete list_;
        }
    }

    /// @brief The first failure, what had been set aside before, then what the exit threw.
    [[nodiscard]] failures errors() const noexcept {
        return list_ == nullptr ? failures() : failures(list_->errors, list_->size);
    }
    [[nodiscard]] char const* what() const noexcept override {
        return "ambit: several failures in one run, see errors()";
    }

private:
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

    void add(failures more) noexcept {
        if (list_ == nullptr) {
            return;
        }
        for (auto const& e : more) {
            bool known = false;
            for (auto const& listed : errors()) {
                known = known || listed == e;
            }
            if (!known) {
                list_->errors[list_->size++] = e;
            }
        }
    }

    list* list_;
};

AMBIT_END

#endif
