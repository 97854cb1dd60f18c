// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_SUPPORT_CATCH_HPP
#define AMBIT_TESTS_SUPPORT_CATCH_HPP

// Unique names by line: clang 22 warns of __COUNTER__, an extension, wherever it is expanded.
#define CATCH_CONFIG_NO_COUNTER

// Catch2, whichever version is at hand: 3 installs many headers, 2 a single one.
#if __has_include(<catch2/catch_all.hpp>)
#    include <catch2/catch_all.hpp>
#else
#    include <catch2/catch.hpp>
#endif

#endif
