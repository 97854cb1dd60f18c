// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_SUPPORT_ENTERED_LIST_HPP
#define AMBIT_MANAGERS_SUPPORT_ENTERED_LIST_HPP

#include <ambit/version.hpp>

#include <list>

AMBIT_BEGIN
namespace detail {

/// What a manager keeps for each enter that has not exited yet, so that one object can be entered
/// again before it exits. A copy of the manager has entered nothing.
template <class T>
class entered_list {
public:
    entered_list() noexcept = default;
    entered_list(entered_list const&) noexcept {}
    entered_list(entered_list&&) noexcept = default;
    entered_list& operator=(entered_list const&) = delete;

    /// @param key tells enters apart that do not exit in reverse order
    void add(T&& x, void const* key = nullptr) {
        list_.emplace_front(entry{key, static_cast<T&&>(x)});
    }
    /// Removes and returns the latest of this key; if there is none of it, the latest of all.
    [[nodiscard]] T take(void const* key = nullptr) {
        auto found = list_.begin();
        for (auto i = found; i != list_.end(); ++i) {
            if (i->key == key) {
                found = i;
                break;
            }
        }
        T x = static_cast<T&&>(found->value);
        list_.erase(found);
        return x;
    }

private:
    struct entry {
        void const* key;
        T value;
    };
    ::std::list<entry> list_;
};

}  // namespace detail
AMBIT_END

#endif
