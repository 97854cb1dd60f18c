// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_STACK_ENTRY_LIST_HPP
#define AMBIT_STACK_ENTRY_LIST_HPP

#include <ambit/manager/many_exits.hpp>

#include <cstddef>
#include <exception>
#include <new>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

class entry_list;

struct entry;
/// What a stack does with an entry, whose type it does not know.
struct entry_actions {
    /// Exits the entry and ends it, whether that throws or not; whether it would suppress a
    /// failure. In place of an exit that would have to be awaited: abandons it.
    bool (*exit)(entry& e, entry_list& from, teardown& t, outcome const& o);
    /// Moves it to another place. Null for an entry with an allocation of its own.
    void (*relocate)(entry& e, void* to) noexcept;
    bool has_policy = false;  // of its own; else the stack's
    exit_policy policy = exit_policy::keep_first;
    bool awaited = false;  // its exit is: see awaited_actions

    [[nodiscard]] constexpr exit_policy policy_in(teardown const& t) const noexcept {
        return has_policy ? policy : t.policy.on_error();
    }
};
struct entry {
    entry_actions const* actions;
    entry* below = nullptr;  // the one that exits after it
};

/// The entries of a stack, last in, first out. Small callables are kept in the stack, or many in
/// one allocation; each other entry is an allocation, and stays where it is.
class entry_list {
public:
    static constexpr ::std::size_t slot_size = sizeof(entry) + 3 * sizeof(void*);
    static constexpr ::std::size_t slots_in_stack = 16;
    template <class Entry>
    static constexpr bool fits_in_slot =
        sizeof(Entry) <= slot_size && alignof(Entry) <= alignof(entry);

    entry_list() noexcept {}  // NOLINT: the room is raw
    entry_list(entry_list&& other) noexcept { take(other); }
    entry_list& operator=(entry_list&&) = delete;
    ~entry_list() = default;  // whoever owns it has emptied it

    [[nodiscard]] bool empty() const noexcept { return top_ == nullptr; }
    void link(entry& e) noexcept {
        e.below = top_;
        top_ = &e;
    }
    /// Requires: not empty. The entry is to be ended by its actions.
    [[nodiscard]] entry& unlink_top() noexcept { return *::std::exchange(top_, top_->below); }

    /// Adds an Entry of which one slot is room enough, made from x, which does not throw.
    template <class Entry, class X>
    void add_small(X&& x) {
        static_assert(fits_in_slot<Entry>);
        if (free_ == end_) {
            add_chunk();
        }
        auto* const made = ::new (static_cast<void*>(free_)) Entry(static_cast<X&&>(x));
        free_ += slot_size;
        link(*made);
    }
    /// Requires: the entry in the slot was the last of those in slots, and has ended.
    void free_slot(void* slot) noexcept {
        free_ = static_cast<unsigned char*>(slot);
        if (chunk_ != nullptr && free_ == chunk_->slots()) {
            chunk* const last = ::std::exchange(chunk_, chunk_->before);
            ::operator delete(static_cast<void*>(last));
            end_ = chunk_ != nullptr ? chunk_->end() : room_ + sizeof room_;
            free_ = end_;
        }
    }

private:
    struct alignas(entry) chunk {
        chunk* before;
        ::std::size_t count;

        [[nodiscard]] unsigned char* slots() noexcept {
            return reinterpret_cast<unsigned char*>(this + 1);
        }
        [[nodiscard]] unsigned char* end() noexcept { return slots() + count * slot_size; }
    };

    void add_chunk() {
        ::std::size_t const count = 2 * (chunk_ != nullptr ? chunk_->count : slots_in_stack);
        chunk_ = ::new (::operator new(sizeof(chunk) + count * slot_size)) chunk{chunk_, count};
        free_ = chunk_->slots();
        end_ = chunk_->end();
    }

    [[nodiscard]] bool is_in_stack(entry const& e) const noexcept {
        return reinterpret_cast<::std::size_t>(&e) - reinterpret_cast<::std::size_t>(room_) <
               sizeof room_;
    }
    /// Requires: this list is empty. Leaves the other one empty. Those that are kept in the stack
    /// itself are moved, and found by going through all.
    void take(entry_list& other) noexcept {
        top_ = ::std::exchange(other.top_, nullptr);
        chunk_ = ::std::exchange(other.chunk_, nullptr);
        auto const used = chunk_ != nullptr ? sizeof room_
                                            : static_cast<::std::size_t>(other.free_ - other.room_);
        free_ = chunk_ != nullptr ? other.free_ : room_ + used;
        end_ = chunk_ != nullptr ? other.end_ : end_;
        for (entry** link = &top_; used != 0 && *link != nullptr; link = &(*link)->below) {
            if (other.is_in_stack(**link)) {
                unsigned char* const place =
                    room_ + (reinterpret_cast<unsigned char*>(*link) - other.room_);
                (*link)->actions->relocate(**link, place);
                *link = ::std::launder(reinterpret_cast<entry*>(place));
            }
        }
        other.free_ = other.room_;
        other.end_ = other.room_ + sizeof other.room_;
    }

    entry* top_ = nullptr;
    chunk* chunk_ = nullptr;
    unsigned char* free_ = room_;
    unsigned char* end_ = room_ + sizeof room_;
    alignas(entry) unsigned char room_[slots_in_stack * slot_size];
};

}  // namespace detail
AMBIT_END

#endif
