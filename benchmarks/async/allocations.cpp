// SPDX-License-Identifier: BSL-1.0
#include "allocations.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {
void* counted(void* p) {
    ++allocations_made;
    if (p != nullptr) {
        return p;
    }
    throw std::bad_alloc();
}
}  // namespace

void* operator new(std::size_t size) { return counted(std::malloc(size)); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

// Those of the default memory resource, by which Cobalt allocates.
void* operator new(std::size_t size, std::align_val_t alignment) {
    auto const to = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(to, (size + to - 1) / to * to));
}
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
