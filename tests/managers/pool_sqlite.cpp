// SPDX-License-Identifier: BSL-1.0
// Rule 12, pool: connections of a real database, lent ten thousand times by eight threads while
// bodies fail, connections break and new ones cannot be opened.
#include <support/catch.hpp>

#include <ambit/coroutine.hpp>
#include <ambit/managers/pool.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <latch>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <sqlite3.h>
#include <unistd.h>

namespace {

using ambit::async_run;
using ambit::run;
using ambit::scope;
using ambit::sync_wait;
using ambit::task;

/// What SQLite complains about, what the body does, and what opening a connection throws.
struct database_failed : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct body_failed : std::runtime_error {
    body_failed() : std::runtime_error("body") {}
};
struct refused : std::runtime_error {
    refused() : std::runtime_error("the server refuses the connection") {}
};

/// An open database. Knows how many there are.
class connection {
public:
    static inline std::atomic<int> open = 0;
    static inline std::atomic<int> most = 0;

    explicit connection(std::filesystem::path const& file) {
        int const now = ++open;
        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        check(::sqlite3_open(file.c_str(), &handle_));
        check(::sqlite3_busy_timeout(handle_, 20000));
        execute("PRAGMA synchronous = OFF");  // what is tested is not whether the disk keeps it
    }
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;
    ~connection() {
        sever();
        --open;
    }

    /// The connection breaks: whatever it had not committed is undone, and nothing works any more.
    void sever() noexcept { ::sqlite3_close(std::exchange(handle_, nullptr)); }
    [[nodiscard]] bool works() const noexcept {
        return handle_ != nullptr &&
               ::sqlite3_exec(handle_, "SELECT 1", nullptr, nullptr, nullptr) == SQLITE_OK;
    }
    void execute(std::string const& sql) {
        if (handle_ == nullptr) {
            throw database_failed("not connected");
        }
        check(::sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr));
    }
    [[nodiscard]] std::int64_t number(std::string const& sql) {
        std::int64_t n = -1;
        auto const keep = [](void* to, int, char** columns, char**) {
            *static_cast<std::int64_t*>(to) = std::stoll(columns[0]);
            return 0;
        };
        check(::sqlite3_exec(handle_, sql.c_str(), keep, &n, nullptr));
        return n;
    }

private:
    void check(int code) const {
        if (code != SQLITE_OK) {
            throw database_failed(::sqlite3_errmsg(handle_));
        }
    }
    ::sqlite3* handle_ = nullptr;
};

/// Commits, or rolls back where that is still to be done.
class transaction {
public:
    using properties = ambit::properties<ambit::transactional, ambit::needs<connection>>;
    explicit transaction(connection& c) : connection_(&c) {}
    void enter() { connection_->execute("BEGIN IMMEDIATE"); }
    void exit(ambit::outcome const& o) { connection_->execute(o.failed() ? "ROLLBACK" : "COMMIT"); }

private:
    connection* connection_;
};
[[nodiscard]] transaction begin(connection& c) { return transaction(c); }

/// A folder that is removed with what is in it.
class folder {
public:
    folder() {
        std::filesystem::remove_all(path);
        std::filesystem::create_directory(path);
    }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    ~folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    std::filesystem::path path = std::filesystem::temp_directory_path() /
                                 ("ambit-pool-" + std::to_string(static_cast<long>(::getpid())));
};

/// What all threads count.
struct tally {
    std::atomic<std::int64_t> rows = 0;
    std::atomic<std::int64_t> sum = 0;
    std::atomic<int> body = 0;
    std::atomic<int> severed = 0;
    std::atomic<int> not_opened = 0;
    std::atomic<int> late = 0;
};

using connection_pool = ambit::pool<connection>;

/// One lease: writes a row, and may fail; in either form of run.
void work(connection_pool& pool, std::minstd_rand& random, tally& count) {
    auto const dice = random();
    std::int64_t const value = dice % 1000;
    auto const lease = dice % 5 == 0 ? pool.lease(std::chrono::milliseconds(2)) : pool.lease();
    auto block = scope(lease) | scope(begin) >> [dice, value](connection& c) {
        std::this_thread::yield();
        c.execute("INSERT INTO entry VALUES (" + std::to_string(value) + ")");
        if (dice % 17 == 0) {
            throw body_failed();
        }
        if (dice % 19 == 0) {
            c.sever();
            throw database_failed("severed");
        }
    };
    try {
        if (dice % 2 == 0) {
            run(block);
        } else {
            sync_wait(async_run(std::move(block)));
        }
        ++count.rows;
        count.sum += value;
    } catch (body_failed const&) {
        ++count.body;
    } catch (database_failed const& e) {
        count.severed += e.what() == std::string("severed") ? 1 : 0;
    } catch (refused const&) {
        ++count.not_opened;
    } catch (ambit::pool_timeout const&) {
        ++count.late;
    }
}

}  // namespace

TEST_CASE("12 pool: ten thousand leases of database connections by eight threads") {
    constexpr std::size_t bound = 3;
    constexpr unsigned threads = 8;
    constexpr int leases = 10000;
    folder const temporary;
    auto const file = temporary.path / "entries.db";
    connection(file).execute("PRAGMA journal_mode = WAL; CREATE TABLE entry (value INTEGER)");
    connection::most = 0;

    tally count;
    std::atomic<unsigned> openings = 0;
    connection_pool pool(
        bound,
        [&] {
            if (++openings % 6 == 0) {
                throw refused();
            }
            return connection(file);
        },
        [](connection& c) { return !c.works(); });
    std::vector<std::thread> all;
    std::latch all_are_there(threads);
    for (unsigned t = 0; t != threads; ++t) {
        all.emplace_back([&, t] {
            std::minstd_rand random(20 + t);
            all_are_there.arrive_and_wait();
            for (unsigned i = 0; i != leases / threads; ++i) {
                work(pool, random, count);
            }
        });
    }
    for (auto& t : all) {
        t.join();
    }

    auto const s = pool.statistics();
    CHECK(connection::most == static_cast<int>(bound));
    CHECK(s.waits > leases / 10);
    CHECK(connection::open == static_cast<int>(s.open));
    CHECK(s.leased == 0);
    CHECK(s.waiting == 0);
    CHECK(count.rows + count.body + count.severed + count.not_opened + count.late == leases);
    CHECK(s.leases == static_cast<std::uint64_t>(count.rows + count.body + count.severed));
    CHECK(s.discarded == static_cast<std::uint64_t>(count.severed));
    CHECK(s.failures == static_cast<std::uint64_t>(count.not_opened));
    CHECK(s.timeouts == static_cast<std::uint64_t>(count.late));
    CHECK(s.created == s.discarded + s.open);
    for (int const some : {count.body.load(), count.severed.load(), count.not_opened.load()}) {
        CHECK(some > 50);
    }
    pool.close();
    CHECK(connection::open == 0);

    connection reader(file);
    CHECK(reader.number("SELECT count(*) FROM entry") == count.rows);
    CHECK(reader.number("SELECT sum(value) FROM entry") == count.sum);
}
