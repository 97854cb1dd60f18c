// SPDX-License-Identifier: BSL-1.0
#include <ambit/ambit.hpp>

#include <cstdio>
#include <system_error>

// [tour:bracket]
std::FILE* open_scratch() {
    if (std::FILE* file = std::tmpfile())
        return file;
    throw std::system_error(std::make_error_code(std::errc::io_error));
}

long length_of(char const* text) {
    auto scratch = ambit::bracket(open_scratch, [](std::FILE*& file) { std::fclose(file); });

    return ambit::run(ambit::scope(scratch) >> [&](std::FILE*& file) {
        std::fputs(text, file);
        return std::ftell(file);
    });
}
// [/tour]

int main() { return length_of("a pair of functions") == 19 ? 0 : 1; }
