// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_POOL_LIST_HPP
#define AMBIT_MANAGERS_POOL_LIST_HPP

#include <ambit/version.hpp>

AMBIT_BEGIN
namespace detail {

/// A queue whose entries are part of who queues, so that queueing allocates nothing.
class pool_list {
public:
    /// In one list at most. A copy is in none.
    class entry {
    public:
        constexpr entry() noexcept = default;
        constexpr entry(entry const&) noexcept {}
        entry& operator=(entry const&) = delete;

        /// Leaves the list that it is in, if it is in one.
        void leave_list() noexcept {
            if (in_ != nullptr) {
                in_->remove(*this);
            }
        }

    protected:
        ~entry() = default;

    private:
        friend pool_list;
        pool_list* in_ = nullptr;
        entry* previous_ = nullptr;
        entry* next_ = nullptr;
    };

    constexpr pool_list() noexcept = default;
    pool_list(pool_list const&) = delete;
    pool_list& operator=(pool_list const&) = delete;

    [[nodiscard]] entry* first() const noexcept { return first_; }
    /// Requires: e is in no list.
    void append(entry& e) noexcept {
        e.in_ = this;
        e.next_ = nullptr;
        e.previous_ = last_;
        (last_ != nullptr ? last_->next_ : first_) = &e;
        last_ = &e;
    }
    /// Requires: e is in this list.
    void remove(entry& e) noexcept {
        (e.previous_ != nullptr ? e.previous_->next_ : first_) = e.next_;
        (e.next_ != nullptr ? e.next_->previous_ : last_) = e.previous_;
        e.in_ = nullptr;
    }

private:
    entry* first_ = nullptr;
    entry* last_ = nullptr;
};

}  // namespace detail
AMBIT_END

#endif
