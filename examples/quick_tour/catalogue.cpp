// SPDX-License-Identifier: BSL-1.0
// A file that is replaced as a whole or not at all, under a lock, with what it took.
#include <ambit/managers/locked.hpp>
#include <ambit/managers/on_failure.hpp>
#include <ambit/managers/replace_file.hpp>
#include <ambit/managers/suppress.hpp>
#include <ambit/managers/temporary_directory.hpp>
#include <ambit/managers/timed.hpp>

#include <ambit/ambit.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <new>
#include <string>

namespace {

std::mutex settings_mutex;
std::chrono::nanoseconds spent{0};
int complaints = 0;

// [tour:catalogue]
/// Writes all of it or nothing, whatever happens meanwhile. False where memory ran out.
bool save(std::filesystem::path const& settings, std::string const& text) {
    auto session = ambit::scope(ambit::suppress<std::bad_alloc>()) |
                   ambit::scope(ambit::locked(settings_mutex)) |
                   ambit::scope(ambit::timed([](std::chrono::nanoseconds t) { spent += t; })) |
                   ambit::scope(ambit::on_failure([] { ++complaints; })) |
                   ambit::scope(ambit::replace_file(settings));
    return ambit::run(session >> [&](std::ofstream& file) { file << text; });
}
// [/tour]

std::string content(std::filesystem::path const& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

int main() {
    auto in_a_directory = ambit::scope(ambit::temporary_directory());
    return ambit::run(in_a_directory >> [](std::filesystem::path const& directory) {
        auto const settings = directory / "settings";
        bool const saved = save(settings, "colour=red\n") && save(settings, "colour=blue\n");
        return saved && content(settings) == "colour=blue\n" && complaints == 0 && spent.count() > 0
                   ? 0
                   : 1;
    });
}
