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
    static constexpr bool is_trivial = (::std::is_trivially_destructible_v<A> && ...);
    struct ending {
        void (*destroy)(void*) noexcept = nullptr;
    };
    struct no_ending {};
    struct extent {
        ::std::size_t size = 1;
        ::std::size_t alignment = 1;
        ::std::size_t all = 0;  // the sum of sizes
    };
    static constexpr extent room = [] {
        ::std::size_t const sizes[] = {0, held<A>::size...};
        ::std::size_t const alignments[] = {1, held<A>::alignment...};
        extent e;
        for (::std::size_t i = 0; i != sizeof...(A) + 1; ++i) {
            e.size = sizes[i] > e.size ? sizes[i] : e.size;
            e.alignment = alignments[i] > e.alignment ? alignments[i] : e.alignment;
            e.all += sizes[i];
        }
        return e;
    }();
#if defined(__clang__)
    static constexpr ::std::size_t little = 0;
#else
    static constexpr ::std::size_t little = 64 * sizeof(void*);
#endif

public:
    pending() noexcept {}  // NOLINT: raw until something is held
    pending(pending const&) = delete;
    pending& operator=(pending const&) = delete;
    ~pending() { release(); }

    /// Better a temporary in the coroutine's frame, which may well live until all stages have been
    /// awaited: what is no larger than a pointer to it. g++ awaits what is kept here by a pointer:
    /// for it, also what takes little room together with all others.
    template <class X>
    static constexpr bool is_light =
        !::std::is_reference_v<X> && ::std::is_trivially_destructible_v<X> &&
        (sizeof(X) <= sizeof(void*) || room.all <= little);

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
                ending_.destroy = [](void* p) noexcept { static_cast<X*>(p)->~X(); };
            }
            return static_cast<X&&>(*held);
        }
    }
    /// Ends what is kept, if anything is.
    AMBIT_ALWAYS_INLINE void release() noexcept {
        if constexpr (!is_trivial) {
            if (ending_.destroy != nullptr) {
                auto* const destroy = ending_.destroy;
                ending_.destroy = nullptr;
                destroy(bytes_);
            }
        }
    }

private:
    alignas(room.alignment) unsigned char bytes_[room.size];
    [[no_unique_address]] ::std::conditional_t<is_trivial, no_ending, ending> ending_;
};

}  // namespace detail
AMBIT_END

#endif
