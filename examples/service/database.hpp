// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_EXAMPLES_SERVICE_DATABASE_HPP
#define AMBIT_EXAMPLES_SERVICE_DATABASE_HPP

#include <ambit/ambit.hpp>

#include <sqlite3.h>

#include <concepts>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

/// One handle of a database of keys and values.
class database {
public:
    explicit database(std::filesystem::path const& file) {
        ::sqlite3* handle = nullptr;
        int const code = ::sqlite3_open(file.c_str(), &handle);
        handle_.reset(handle);  // also what could not be opened has to be closed
        check(code);
        query("CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value TEXT)");
    }

    void set(std::string_view key, std::string_view value) {
        query("INSERT OR REPLACE INTO entry (key, value) VALUES (?, ?)", key, value);
    }
    std::optional<std::string> get(std::string_view key) {
        return query("SELECT value FROM entry WHERE key = ?", key);
    }

private:
    /// Executes one statement; returns the first column of the first row, if there is one.
    template <std::same_as<std::string_view>... Text>
    std::optional<std::string> query(std::string_view sql, Text... values) {
        auto const prepare = [&] {
            ::sqlite3_stmt* made = nullptr;
            check(::sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                       &made, nullptr));
            return made;
        };
        auto const finalize = [](::sqlite3_stmt*& made) noexcept { ::sqlite3_finalize(made); };

        auto block = ambit::scope(ambit::bracket(prepare, finalize)) >>
                     [&](::sqlite3_stmt*& statement) { return first(statement, values...); };
        return ambit::run(std::move(block));
    }

    template <class... Text>
    std::optional<std::string> first(::sqlite3_stmt* statement, Text... values) {
        int index = 0;
        (check(::sqlite3_bind_text64(statement, ++index, values.data(), values.size(),
                                     SQLITE_STATIC, SQLITE_UTF8)),
         ...);
        int const code = ::sqlite3_step(statement);
        check(code);
        if (code != SQLITE_ROW)
            return std::nullopt;
        auto const* const text = ::sqlite3_column_text(statement, 0);
        auto const size = static_cast<std::size_t>(::sqlite3_column_bytes(statement, 0));
        return std::string(reinterpret_cast<char const*>(text), size);
    }

    void check(int code) const {
        if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
            throw std::runtime_error(::sqlite3_errmsg(handle_.get()));
    }

    struct close {
        void operator()(::sqlite3* handle) const noexcept { ::sqlite3_close(handle); }
    };
    std::unique_ptr<::sqlite3, close> handle_;
};

#endif
