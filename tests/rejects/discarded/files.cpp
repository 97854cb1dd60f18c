// SPDX-License-Identifier: BSL-1.0
// Nothing is opened, entered or changed by what is made and dropped.

#include <ambit/ambit.hpp>
#include <ambit/managers/environment.hpp>
#include <ambit/managers/file.hpp>
#include <ambit/managers/replace_file.hpp>
#include <ambit/managers/temporary_directory.hpp>
#include <ambit/managers/working_directory.hpp>

int main() {
#ifdef FIXED
    ambit::run(ambit::scope(ambit::file("x", std::ios::out)) |
               ambit::scope(ambit::replace_file("x")) | ambit::scope(ambit::temporary_directory()) |
               ambit::scope(ambit::working_directory("/")) |
               ambit::scope(ambit::environment("X", "y")) >> [] {});
#else
    ambit::file("x", std::ios::out);  // DISCARDED
    ambit::replace_file("x");         // DISCARDED
    ambit::temporary_directory();     // DISCARDED
    ambit::working_directory("/");    // DISCARDED
    ambit::environment("X", "y");     // DISCARDED
#endif
}
