// SPDX-License-Identifier: BSL-1.0
// What managers are good for. applications.py does the same in Python.
#include "../import/sqlite.hpp"
#include "print.hpp"

#include <ambit/ambit.hpp>
#include <ambit/managers/locked.hpp>
#include <ambit/managers/pool.hpp>
#include <ambit/managers/replace_file.hpp>
#include <ambit/managers/temporary_directory.hpp>
#include <ambit/managers/timed.hpp>
#include <ambit/managers/trace.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using ambit::bracket, ambit::raii, ambit::run, ambit::scope, ambit::outcome;
using ambit::locked, ambit::pool, ambit::pool_timeout, ambit::replace_file;
using ambit::temporary_directory, ambit::timed, ambit::trace;
using sqlite::connection;

void add(connection& db, int purse, int amount) {
    db.execute(("UPDATE purse SET coins = coins + " +
                std::to_string(amount) +
                " WHERE id = " + std::to_string(purse))
                   .c_str());
}

// [tour:database]
auto database(fs::path const& path) {
    return raii([path] { return connection(path); });
}

struct transaction {
    using properties =
        ambit::properties<ambit::transactional, ambit::needs<connection>>;

    connection& db;

    void enter() { db.execute("BEGIN IMMEDIATE"); }
    void exit(outcome const& end) {
        db.execute(end.failed() ? "ROLLBACK" : "COMMIT");
    }
};

void pay(fs::path const& path, int amount) {
    auto begun = [](connection& db) { return transaction{db}; };
    run(scope(database(path)) | scope(begun) >> [&](connection& db) {
        add(db, 2, amount);
        add(db, 1, -amount);
    });
}
// [/tour]

void set_up(fs::path const& path) {
    run(scope(database(path)) >> [](connection& db) {
        db.execute("CREATE TABLE purse (id INTEGER, coins INTEGER CHECK "
                   "(coins >= 0))");
        db.execute("INSERT INTO purse VALUES (1, 10), (2, 0)");
    });
}

std::int64_t coins(fs::path const& path) {
    return run(scope(database(path)) >> [](connection& db) {
        return sqlite::number(db, "SELECT coins FROM purse WHERE id = 2");
    });
}

struct numbered {
    int number;
};

// [tour:pool]
void lend(auto make) {
    pool<numbered> things(2, make, [](numbered&, outcome const& end) {
        return end.failed();  // broken, not to be lent again
    });
    auto tell = [](numbered& one, numbered& two) {
        print("lent", one.number, "and", two.number);
    };

    run(scope(things.lease(), things.lease()) >>
        [&](numbered& one, numbered& two) {
            tell(one, two);
            try {
                run(scope(things.lease(10ms)) >>
                    [] { print("never reached"); });
            } catch (pool_timeout const&) {
                print("no more");
            }
        });
    try {
        run(scope(things.lease()) >> [](numbered& lent) {
            print(lent.number, "is broken");
            throw std::runtime_error("connection reset");
        });
    } catch (std::runtime_error const&) {
    }
    run(scope(things.lease(), things.lease()) >> tell);
}
// [/tour]

// [tour:files]
void save(fs::path const& path, std::vector<std::string> const& lines) {
    run(scope(replace_file(path)) >> [&](std::ofstream& out) {
        for (auto const& line : lines) {
            if (line.empty())
                throw std::invalid_argument("an empty line");
            out << line << '\n';
        }
    });
}
// [/tour]

// [tour:locks]
struct account {
    int balance;
    std::mutex mutex = {};
};

void transfer(account& giver, account& taker, int amount) {
    run(scope(locked(giver.mutex, taker.mutex)) >> [&] {
        giver.balance -= amount;
        taker.balance += amount;
    });
}
// [/tour]

// [tour:timers]
void load(bool fail) {
    auto say = [](std::string_view line) { print(line); };
    auto judge = [](std::chrono::nanoseconds time) {
        print(time > 1ms ? "slow" : "fast");
    };
    run(scope(trace(say, "load")) | scope(timed(judge)) >> [&] {
        std::this_thread::sleep_for(2ms);
        if (fail)
            throw std::runtime_error("no");
    });
}
// [/tour]

struct settings {
    int indent = 2;
};

// [tour:anything]
template <class T>
auto setting(T& place, T value) {
    return bracket([&place, value] { return std::exchange(place, value); },
                   [&place](T& old) { place = std::move(old); });
}

void show(settings& config) {
    run(scope(setting(config.indent, 4)) >>
        [&] { print("indent", config.indent); });
    print("indent", config.indent);
}
// [/tour]

}  // namespace

int main() {
    print("# database");
    run(scope(temporary_directory()) >> [](fs::path const& folder) {
        auto const path = folder / "purse.db";
        set_up(path);
        for (int amount : {4, 40}) {
            try {
                pay(path, amount);
            } catch (std::runtime_error const&) {
                print("no such sum");
            }
            print("coins:", coins(path));
        }
    });

    print("# pools");
    int last = 0;
    lend([&] {
        print("make", ++last);
        return numbered{last};
    });

    print("# files");
    run(scope(temporary_directory()) >> [](fs::path const& folder) {
        auto const path = folder / "list.txt";
        save(path, {"old"});
        try {
            save(path, {"new", ""});
        } catch (std::invalid_argument const& e) {
            print(e.what());
        }
        std::string line;
        std::getline(std::ifstream(path) >> std::ws, line);
        print(line, std::distance(fs::directory_iterator(folder),
                                  fs::directory_iterator()));
    });

    print("# locks");
    account ours{100}, yours{100};
    std::thread give([&] {
        for (int i = 0; i < 100; ++i)
            transfer(ours, yours, 3);
    });
    std::thread take([&] {
        for (int i = 0; i < 100; ++i)
            transfer(yours, ours, 2);
    });
    give.join();
    take.join();
    print(ours.balance, yours.balance);

    print("# timers and instrumentation");
    load(false);
    try {
        load(true);
    } catch (std::runtime_error const&) {
        print("failed");
    }

    print("# anything");
    settings config;
    show(config);
}
