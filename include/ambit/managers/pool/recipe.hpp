// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_POOL_RECIPE_HPP
#define AMBIT_MANAGERS_POOL_RECIPE_HPP

#include <ambit/manager/outcome.hpp>
#include <ambit/managers/pool/waiter.hpp>

#include <memory>
#include <new>
#include <type_traits>
#include <utility>

AMBIT_BEGIN
namespace detail {

/// The predicate that finds nothing broken.
struct never_broken {
    template <class T>
    [[nodiscard]] constexpr bool operator()(T const&) const noexcept {
        return false;
    }
};

template <class Factory, class T>
concept makes = requires(Factory& f) { T(f()); };
template <class Broken, class T>
concept judges = ::std::is_invocable_r_v<bool, Broken&, T&, outcome const&> ||
                 (!::std::is_invocable_v<Broken&, T&, outcome const&> &&
                  ::std::is_invocable_r_v<bool, Broken&, T&>);

/// How a pool makes its resources and judges them, whatever the types of the two functions.
template <class T>
class pool_recipe {
public:
    pool_recipe() noexcept = default;
    pool_recipe(pool_recipe const&) = delete;
    pool_recipe& operator=(pool_recipe const&) = delete;
    virtual ~pool_recipe() = default;

    virtual void make(void* room) = 0;
    [[nodiscard]] virtual bool is_broken(T& x, outcome const& o) = 0;
};
template <class T, class Factory, class Broken>
class pool_recipe_of final : public pool_recipe<T> {
public:
    template <class F, class B>
    pool_recipe_of(F&& factory, B&& broken)
        : factory_(static_cast<F&&>(factory)), broken_(static_cast<B&&>(broken)) {}

    void make(void* room) override { ::new (room) T(factory_()); }
    [[nodiscard]] bool is_broken(T& x, [[maybe_unused]] outcome const& o) override {
        if constexpr (::std::is_invocable_v<Broken&, T&, outcome const&>) {
            return broken_(x, o);
        } else {
            return broken_(x);
        }
    }

private:
    [[no_unique_address]] Factory factory_;
    [[no_unique_address]] Broken broken_;
};

/// A resource, made where it stays.
template <class T>
class pool_node {
public:
    explicit pool_node(pool_recipe<T>& recipe) : slot_{nullptr, this} {
        recipe.make(::std::addressof(value_));
    }
    pool_node(pool_node const&) = delete;
    pool_node& operator=(pool_node const&) = delete;
    ~pool_node() { value_.~T(); }

    [[nodiscard]] T& value() noexcept { return value_; }
    [[nodiscard]] pool_slot& slot() noexcept { return slot_; }

    [[nodiscard]] static pool_node& of(pool_slot& s) noexcept {
        return *static_cast<pool_node*>(s.node);
    }
    /// Requires: x is the value of one. It is the first member: their addresses are the same.
    [[nodiscard]] static pool_node& of(T& x) noexcept {
        return *reinterpret_cast<pool_node*>(::std::addressof(x));
    }

private:
    union {
        T value_;
    };
    pool_slot slot_;
};

}  // namespace detail
AMBIT_END

#endif
