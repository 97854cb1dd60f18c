// SPDX-License-Identifier: BSL-1.0
#include <support/allocations.hpp>

#include <cstddef>
#include <cstdlib>
#include <new>

void* operator new(std::size_t size) {
    if (test::counting != nullptr) {
        if (test::counting->made + 1 == test::counting->fails_at) {
            test::counting->fails_at = 0;
            throw std::bad_alloc();
        }
        ++test::counting->made;
    }
    if (void* p = std::malloc(size == 0 ? 1 : size)) {
        return p;
    }
    throw std::bad_alloc();
}
// By default it calls the one above; but a sanitizer's does not.
void* operator new(std::size_t size, std::nothrow_t const&) noexcept {
    try {
        return ::operator new(size);
    } catch (std::bad_alloc const&) {
        return nullptr;
    }
}
void operator delete(void* p) noexcept {
    if (test::counting != nullptr && p != nullptr) {
        ++test::counting->freed;
    }
    std::free(p);
}
void operator delete(void* p, std::size_t) noexcept { ::operator delete(p); }
void operator delete(void* p, std::nothrow_t const&) noexcept { ::operator delete(p); }
