// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_EXAMPLES_IMPORT_COMMAND_LINE_HPP
#define AMBIT_EXAMPLES_IMPORT_COMMAND_LINE_HPP

#include <charconv>
#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

inline constexpr char const* usage = "usage: ambit-import [--fail-at N] [FILE [DATABASE]]";

inline constexpr char const* help = R"(
Imports a table of time zones into a SQLite database, wholly or not at all.

  FILE          a table in the format of the tz database's zone1970.tab
                (default: the one that comes with this program)
  DATABASE      the database, created if it does not exist (default: zones.db);
                a zone that it holds already is replaced
  --fail-at N   make the import fail at row N, counted from 1 without comments,
                or at the end if there are fewer rows: nothing is imported
  --help        this text

Exit code: 0 imported, 1 failed and nothing is changed, 2 wrong usage.
)";

/// The command line cannot be understood.
struct usage_error : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

struct options {
    std::filesystem::path file = AMBIT_IMPORT_DEFAULT_FILE;
    std::filesystem::path database = "zones.db";
    std::size_t fail_at = 0;  // 0: never
    bool help = false;
};

inline std::size_t parse_row(std::string_view text) {
    std::size_t row = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), row);
    if (error != std::errc{} || end != text.data() + text.size() || row == 0) {
        throw usage_error("--fail-at wants the number of a row, from 1");
    }
    return row;
}

inline options parse(int argc, char const* const* argv) {
    options result;
    int files = 0;
    for (int i = 1; i < argc; ++i) {
        std::string_view const argument = argv[i];
        if (argument == "--help" || argument == "-h") {
            result.help = true;
        } else if (argument == "--fail-at") {
            result.fail_at = parse_row(++i < argc ? argv[i] : "");
        } else if (argument.empty()) {
            throw usage_error("an empty argument");
        } else if (argument.starts_with('-')) {
            throw usage_error(std::string{argument} + ": not understood");
        } else if (files == 2) {
            throw usage_error(std::string{argument} + ": one argument too many");
        } else {
            (files++ == 0 ? result.file : result.database) = argument;
        }
    }
    return result;
}

#endif
