// SPDX-License-Identifier: BSL-1.0
// Counts what is allocated, in programs that link allocations.cpp, which replaces `operator new`.
#ifndef AMBIT_BENCHMARKS_ASYNC_ALLOCATIONS_HPP
#define AMBIT_BENCHMARKS_ASYNC_ALLOCATIONS_HPP

inline constinit long allocations_made = 0;

#endif
