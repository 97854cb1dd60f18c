// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_EXAMPLES_IMPORT_SQLITE_HPP
#define AMBIT_EXAMPLES_IMPORT_SQLITE_HPP

#include <ambit/ambit.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace sqlite {

/// An open database. Tells what it is asked to execute, as part of the trace.
class connection {
public:
    explicit connection(std::filesystem::path const& file) : file_{file.string()} {
        int const code = ::sqlite3_open(file_.c_str(), &handle_);
        if (code != SQLITE_OK) {
            std::string const reason = ::sqlite3_errmsg(handle_);
            close();  // SQLite wants that even so
            throw std::runtime_error(file_ + ": " + reason);
        }
    }

    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;
    ~connection() { close(); }

    /// Undoes what is not committed. Closing a second time does nothing.
    void close() noexcept { ::sqlite3_close(std::exchange(handle_, nullptr)); }

    void execute(char const* sql) {
        std::cout << "    sql: " << sql << '\n';
        check(::sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr));
    }

    /// Throws what SQLite complains about, if it does.
    void check(int code) const {
        if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
            throw std::runtime_error(file_ + ": " + ::sqlite3_errmsg(handle_));
        }
    }

    [[nodiscard]] ::sqlite3* handle() const { return handle_; }

private:
    std::string file_;
    ::sqlite3* handle_ = nullptr;
};

/// A prepared statement. It owns nothing: see `prepared`.
class statement {
public:
    statement(connection& db, ::sqlite3_stmt* handle) : db_{&db}, handle_{handle} {}

    /// Binds the values to the statement's parameters, in order, and executes it.
    /// Returns the first column of the first row, 0 if there is none.
    template <class... Values>
    std::int64_t operator()(Values const&... values) {
        int index = 0;
        (db_->check(bind(++index, values)), ...);
        int const code = ::sqlite3_step(handle_);
        std::int64_t const first = code == SQLITE_ROW ? ::sqlite3_column_int64(handle_, 0) : 0;
        db_->check(::sqlite3_reset(handle_));  // reports again what the step complained about
        return first;
    }

    [[nodiscard]] ::sqlite3_stmt* handle() const { return handle_; }

private:
    int bind(int index, double number) { return ::sqlite3_bind_double(handle_, index, number); }

    int bind(int index, std::string_view text) {  // the text outlives the step: no copy is needed
        return ::sqlite3_bind_text64(handle_, index, text.data(), text.size(), SQLITE_STATIC,
                                     SQLITE_UTF8);
    }

    connection* db_;
    ::sqlite3_stmt* handle_;
};

/// SQLite's pair of functions around a statement.
struct prepare {
    connection& db;
    std::string_view sql;

    statement operator()() const {
        ::sqlite3_stmt* handle = nullptr;
        db.check(::sqlite3_prepare_v2(db.handle(), sql.data(), static_cast<int>(sql.size()),
                                      &handle, nullptr));
        return {db, handle};
    }
};

struct finalize {
    void operator()(statement& done) const noexcept { ::sqlite3_finalize(done.handle()); }
};

/// A manager: its resource is a statement, prepared and in the end finalized.
[[nodiscard]] inline auto prepared(connection& db, std::string_view sql) {
    return ambit::bracket(prepare{db, sql}, finalize{});
}

/// The one number that the query asks for.
[[nodiscard]] inline std::int64_t number(connection& db, std::string_view sql) {
    return ambit::run(ambit::scope(prepared(db, sql)) >> [](statement& query) { return query(); });
}

/// A manager: its resource is an open connection. If the run fails, a database that it has newly
/// created disappears again.
class database {
public:
    explicit database(std::filesystem::path file) : file_{std::move(file)} {}

    connection enter() {
        created_ = !std::filesystem::exists(file_);
        return connection{file_};  // made in place: a connection is never moved
    }

    void exit(connection& db, ambit::outcome const& end) noexcept {
        db.close();
        std::error_code ignored;
        if (end.failed() && created_ && std::filesystem::file_size(file_, ignored) == 0) {
            std::filesystem::remove(file_, ignored);
        }
    }

private:
    std::filesystem::path file_;
    bool created_ = false;
};

/// A manager: commits if all that is inside it succeeded, else rolls back. Its facts let the
/// compiler see that a connection lies outside it, and that nothing inside hides a failure.
class transaction {
public:
    using properties = ambit::properties<ambit::transactional, ambit::needs<connection>>;

    explicit transaction(connection& db) : db_{db} {}

    void enter() { db_.execute("BEGIN IMMEDIATE"); }
    void exit(ambit::outcome const& end) { db_.execute(end.failed() ? "ROLLBACK" : "COMMIT"); }

private:
    connection& db_;
};

}  // namespace sqlite

#endif
