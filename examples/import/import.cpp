// SPDX-License-Identifier: BSL-1.0
//
// Imports a table of time zones into a SQLite database, wholly or not at all.

#include "command_line.hpp"
#include "file_lock.hpp"
#include "sqlite.hpp"
#include "trace.hpp"
#include "tz_table.hpp"

#include <ambit/ambit.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>

namespace {

constexpr char const* create_table =
    "CREATE TABLE IF NOT EXISTS zone "
    "(name TEXT PRIMARY KEY, countries TEXT, latitude REAL, longitude REAL, comments TEXT)";

constexpr std::string_view insert_row =
    "INSERT OR REPLACE INTO zone (name, countries, latitude, longitude, comments) "
    "VALUES (?, ?, ?, ?, ?)";

constexpr std::string_view count_rows = "SELECT count(*) FROM zone";

/// Inserts row after row, and throws at the first that is malformed.
void copy(tz::table& rows, sqlite::statement& insert, std::size_t fail_at) {
    while (auto const zone = rows.next()) {
        if (rows.row() == fail_at)
            throw rows.error("fails as --fail-at wants it");
        insert(zone->name, zone->countries, zone->latitude, zone->longitude, zone->comments);
    }
    if (rows.row() < fail_at) {
        throw rows.error("is the last, --fail-at wants row " + std::to_string(fail_at));
    }
}

struct result {
    std::size_t imported;
    std::int64_t in_table;
};

/// A factory's work: the table is made, if need be, inside the transaction too.
auto insert_into(sqlite::connection& db) {
    db.execute(create_table);
    return sqlite::prepared(db, insert_row);
}

result import_table(options const& wanted) {
    // clang-format off
    // [tour:import]
    auto job =
        ambit::scope(ambit::around(stopwatch{}))
        | traced("input", ambit::raii(tz::open_file{wanted.file}))
        | traced("lock", ambit::with<ambit::lock_level<1>>(file_lock{wanted.database}))
        | traced("database", sqlite::database{wanted.database})
        | traced("transaction", [](sqlite::connection& db) { return sqlite::transaction{db}; })
        | traced("statement", [](sqlite::connection& db) { return insert_into(db); })
        | ambit::scope([&](std::ifstream& in) { return ambit::value(tz::table{wanted.file, in}); })
        >> [&](tz::table& rows, sqlite::statement& insert, sqlite::connection& db) {
            copy(rows, insert, wanted.fail_at);
            return result{rows.row(), sqlite::number(db, count_rows)};
        };
    // [/tour]
    // clang-format on
    std::cout << "plan\n" << ambit::plan<decltype(job)>::text() << "\nrun\n";
    return ambit::run(std::move(job));
}

/// One line on stderr, whatever a file's name or content put into the text.
int fail(int code, std::string text) {
    for (char& c : text) {
        if (c >= '\0' && c < ' ')
            c = '?';
    }
    std::cerr << "ambit-import: " << text << '\n';
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        options const wanted = parse(argc, argv);
        if (wanted.help) {
            std::cout << usage << '\n' << help;
            return 0;
        }
        auto const [imported, in_table] = import_table(wanted);
        std::cout << "rows imported: " << imported << "\nrows in table: " << in_table << '\n';
        return 0;
    } catch (usage_error const& error) {
        return fail(2, std::string{error.what()} + "; " + usage);
    } catch (std::exception const& error) {
        return fail(1, error.what());
    }
}
