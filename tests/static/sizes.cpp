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
