// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_EXAMPLES_SERVICE_SESSION_HPP
#define AMBIT_EXAMPLES_SERVICE_SESSION_HPP

#include "database_pool.hpp"
#include "session_log.hpp"

#include <ambit/asio.hpp>
#include <boost/asio.hpp>

#include <chrono>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

using boost::asio::ip::tcp;

/// A manager: the last line that the client gets says why the session ends.
class farewell {
public:
    explicit farewell(tcp::socket& client) : client_{client} {}

    void enter() {}
    void exit(ambit::outcome const& end) noexcept {
        std::string_view const text = end.succeeded()                 ? "BYE\n"
                                      : end.cancelled()               ? "BYE the service stops\n"
                                      : end.error<ambit::timed_out>() ? "BYE idle for too long\n"
                                                                      : "BYE an error\n";
        // The client may be gone, or not be reading: that is no reason to wait, nor to fail.
        boost::system::error_code ignored;
        ignored = client_.non_blocking(true, ignored);
        static_cast<void>(client_.write_some(boost::asio::buffer(text), ignored));
    }

private:
    tcp::socket& client_;
};

/// The answer to a command.
inline std::string answer(std::string_view line, database& db) {
    auto const word = [&line] {
        auto const end = line.find(' ');
        auto const first = line.substr(0, end);
        line.remove_prefix(end == line.npos ? line.size() : end + 1);
        return first;
    };
    auto const command = word();
    auto const key = word();
    if (command == "SET" && !key.empty()) {
        db.set(key, line);
        return "OK\n";
    }
    if (command == "GET" && !key.empty() && line.empty()) {
        auto const value = db.get(key);
        return value ? "VALUE " + *value + '\n' : "NONE\n";
    }
    return "ERROR not understood\n";
}

/// What a session does: answers command after command.
inline boost::asio::awaitable<void> converse(tcp::socket& client, ambit::idle_deadline& idle,
                                             database& db) {
    constexpr std::size_t longest_line = 4096;
    std::string input;
    for (;;) {
        auto const [error, size] =
            co_await async_read_until(client, boost::asio::dynamic_buffer(input, longest_line),
                                      '\n', boost::asio::as_tuple(boost::asio::deferred));
        if (error == boost::asio::error::eof && input.empty())
            co_return;
        if (error)
            throw boost::system::system_error(error);

        idle.restart();
        auto const line = std::string_view(input).substr(0, size - 1);
        if (line == "QUIT")
            co_return;
        std::string const reply = answer(line, db);
        input.erase(0, size);
        co_await async_write(client, boost::asio::buffer(reply), boost::asio::deferred);
    }
}

/// A connection, from its first byte to its last.
inline boost::asio::awaitable<void> session(tcp::socket accepted, statistics& all,
                                            database_pool& pool, std::chrono::milliseconds idle) {
    // clang-format off
    auto connection =
        ambit::scope(session_log{all})
        | ambit::scope(ambit::tcp_session{std::move(accepted)})
        | ambit::scope([](tcp::socket& client) { return farewell{client}; })
        | ambit::scope(ambit::idle_within(idle))
        | pool.lease()
        >> converse;
    // clang-format on
    co_await ambit::async_run(std::move(connection));
}

#endif
