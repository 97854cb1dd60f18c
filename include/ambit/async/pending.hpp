// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_PENDING_HPP
#define AMBIT_ASYNC_PENDING_HPP

#include <ambit/manager/fact_list.hpp>

#include <cstddef>
#include <new>
#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// Room for what a run awaits, of which there is one at a time. A temporary in the expression that
/// awaits all stages would live until all have been awaited, and so would its coroutine's frame.
/// @tparam Awaitables all that may be awaited.
template <class Awaitables>
class pending;
template <class... A>
class pending<list<A...>> {
    template <class X>
    struct held {
        static constexpr ::std::size_t size = sizeof(X);
        static constexpr ::std::size_t alignment = alignof(X);
    };
    template <class X>
        requires(::std::is_reference_v<X> || ::std::is_void_v<X>)
    struct held<X> {
        static constexpr ::std::size_t size = 1;
        static constexpr ::std::size_t alignment = 1;
    };
    [[nodiscard]] static consteval ::std::size_t largest([[maybe_unused]] bool size) {
        ::std::size_t const all[] = {1, (size ? held<A>::size : held<A>::alignment)...};
        ::std::size_t most = 1;
        for (auto const one : all) {
            most = one > most ? one : most;
        }
        return most;
    }

public:
    pending() noexcept {}  // NOLINT: raw until something is held
    pending(pending const&) = delete;
    pending& operator=(pending const&) = delete;
    ~pending() { release(); }

    /// Keeps what `make()` returns, or refers to it where that is a reference, to be awaited.
    /// Requires: nothing is kept.
    template <class Make>
    [[nodiscard]] AMBIT_ALWAYS_INLINE auto&& hold(Make const& make) {
        using X = decltype(make());
        if constexpr (::std::is_reference_v<X>) {
            return static_cast<X>(make());
        } else {
            auto* const held = ::new (static_cast<void*>(bytes_)) X(make());
            if constexpr (!::std::is_trivially_destructible_v<X>) {
                destroy_ = [](void* p) noexcept { static_cast<X*>(p)->~X(); };
            }
            return static_cast<X&&>(*held);
        }
    }
    /// Ends what is kept, if anything is.
    AMBIT_ALWAYS_INLINE void release() noexcept {
        if constexpr (!(::std::is_trivially_destructible_v<A> && ...)) {
            if (destroy_ != nullptr) {
                auto* const destroy = destroy_;
                destroy_ = nullptr;
                destroy(bytes_);
            }
        }
    }

private:
    alignas(largest(false)) unsigned char bytes_[largest(true)];
    void (*destroy_)(void*) noexcept = nullptr;
};

}  // namespace detail
AMBIT_END

#endif
