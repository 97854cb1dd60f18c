// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_EXAMPLES_FROM_PYTHON_PRINT_HPP
#define AMBIT_EXAMPLES_FROM_PYTHON_PRINT_HPP

#include <iostream>

/// Prints its arguments on a line, with spaces between them, as Python's does.
template <class First, class... Rest>
void print(First const& first, Rest const&... rest) {
    std::cout << first;
    ((std::cout << ' ' << rest), ...);
    std::cout << '\n';
}

#endif
