// SPDX-License-Identifier: BSL-1.0
// A block is as large as its managers and body: composition adds nothing.
#include <ambit/ambit.hpp>

#include <cstdint>
#include <utility>

namespace {

using ambit::scope;

template <int N>
struct empty {
    void enter();
    void exit() noexcept;
};
template <int N>
struct holds {
    std::uint32_t value;
    void enter();
    void exit() noexcept;
};
template <class... M>
using pipeline = decltype(scope(std::declval<M>()...));

// empty ones cost nothing
static_assert(sizeof(pipeline<>) == 1);
static_assert(sizeof(pipeline<empty<0>>) == 1);
static_assert(sizeof(pipeline<empty<0>, empty<1>, empty<2>>) == 1);
static_assert(sizeof(decltype(scope(empty<0>{}, empty<1>{}) >> [] {})) == 1);

// the others what they hold
static_assert(sizeof(pipeline<holds<0>>) == 4);
static_assert(sizeof(pipeline<holds<0>, holds<1>, holds<2>>) == 12);
static_assert(sizeof(pipeline<empty<0>, holds<1>, empty<2>, holds<3>>) == 8);
static_assert(sizeof(pipeline<holds<0>, empty<1>, holds<2>>) == 8);

// a struct of the same members, in their order, is as large
template <class A, class B, class C>
struct members {
    [[no_unique_address]] A a;
    [[no_unique_address]] B b;
    [[no_unique_address]] C c;
};
template <class A, class B, class C>
constexpr bool like_members = sizeof(pipeline<A, B, C>) == sizeof(members<A, B, C>);
template <class T>
struct has {
    T value;
    void enter();
    void exit() noexcept;
};
using byte = has<std::uint8_t>;
using word = has<std::uint32_t>;
using large = has<std::uint64_t>;
static_assert(like_members<empty<0>, empty<1>, empty<2>>);
static_assert(like_members<byte, word, large>);
static_assert(like_members<large, word, byte>);
static_assert(like_members<large, byte, word>);
static_assert(like_members<byte, word, byte>);
static_assert(like_members<word, byte, byte>);
static_assert(like_members<byte, empty<0>, word>);
static_assert(like_members<empty<0>, byte, large>);

// as there, empty ones of one type are objects of their own, which have different addresses
static_assert(like_members<empty<0>, empty<0>, empty<0>>);
static_assert(like_members<word, empty<0>, empty<0>>);
static_assert(like_members<empty<0>, word, empty<0>>);
static_assert(like_members<empty<0>, large, empty<0>>);

// lvalues a reference
static_assert(sizeof(pipeline<holds<0>&>) == sizeof(void*));
static_assert(sizeof(pipeline<holds<0>&, holds<1>&>) == 2 * sizeof(void*));

// the body what it captures
struct body {
    std::uint32_t captured;
    void operator()() const;
};
static_assert(sizeof(decltype(scope(holds<0>{}, empty<1>{}) >> std::declval<body>())) == 8);
static_assert(sizeof(decltype(scope(empty<0>{}) >> std::declval<body>())) == 4);

// facts and grouping cost nothing
static_assert(sizeof(decltype(scope(ambit::with<ambit::blocking>(holds<0>{})))) == 4);
static_assert(sizeof(decltype(scope(ambit::with<ambit::blocking>(empty<0>{})))) == 1);
static_assert(sizeof(decltype((scope(holds<0>{}) | scope(holds<1>{})) | scope(holds<2>{}))) == 12);
static_assert(sizeof(decltype(scope(holds<0>{}) | (scope(holds<1>{}) | scope(holds<2>{})))) == 12);

}  // namespace
