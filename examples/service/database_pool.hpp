// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_EXAMPLES_SERVICE_DATABASE_POOL_HPP
#define AMBIT_EXAMPLES_SERVICE_DATABASE_POOL_HPP

#include "database.hpp"

#include <ambit/asio.hpp>

#include <cstddef>
#include <deque>
#include <filesystem>
#include <vector>

/// Handles of one database, for sessions to lease.
class database_pool {
public:
    database_pool(std::filesystem::path const& file, std::size_t handles) : permits_{handles} {
        idle_.reserve(handles);
        while (idle_.size() < handles)
            idle_.push_back(&handles_.emplace_back(file));
    }
    database_pool(database_pool const&) = delete;
    database_pool& operator=(database_pool const&) = delete;
    ~database_pool() = default;

    /// A pipeline whose resource is a handle that nobody else uses. Two stages, so that each is
    /// simple: the first waits for its turn, the second then finds a handle.
    [[nodiscard]] auto lease() { return ambit::scope(permits_.lease(), borrowed{idle_}); }

private:
    struct borrowed {
        std::vector<database*>& idle;

        database& enter() {
            database& taken = *idle.back();
            idle.pop_back();
            return taken;
        }
        void exit(database& taken) noexcept { idle.push_back(&taken); }  // there is room
    };

    ambit::async_semaphore permits_;
    std::deque<database> handles_;
    std::vector<database*> idle_;
};

#endif
