// SPDX-License-Identifier: BSL-1.0
// Counts the allocations of every shape. What is counted is malloc: operator new calls it, and so
// does the runtime for the exceptions that are thrown, which a counting operator new does not see.
#include "../shapes/resources.hpp"
#include "../shapes/table.hpp"

#include <dlfcn.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace {

long allocations = 0;

void call(shape const& each) {
    try {
        each.run();
    } catch (failure const&) {
    }
}

void count(char const* path, shape const& each) {
    call(each);  // what is allocated once and for all is no run's
    long const before = allocations;
    call(each);
    std::printf("%s/%s/%d %ld\n", path, each.name, each.stages, allocations - before);
}

int allocate() {
    ::operator delete(::operator new(1));
    return 0;
}

int fail() { throw failure{}; }

}  // namespace

extern "C" void* malloc(std::size_t size) noexcept {
    static auto const real = reinterpret_cast<void* (*)(std::size_t)>(dlsym(RTLD_NEXT, "malloc"));
    ++allocations;
    return real(size);
}

int main() {
    // The count counts: one each.
    count("check", {"operator_new", 0, allocate});
    count("check", {"exception", 0, fail});
    for (auto const& each : shapes) {
        set_failing(false);
        count("returning", each);
        set_failing(true);
        count("throwing", each);
    }
    return resources_held() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
