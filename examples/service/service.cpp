// SPDX-License-Identifier: BSL-1.0
//
// A service on loopback: keys and values, kept in SQLite. Every connection is a pipeline, and the
// service is one too. One thread runs all of it, so that nothing here needs a lock: sessions wait
// for their clients nearly all the time, and a statement takes but a moment.

#include "command_line.hpp"
#include "database_pool.hpp"
#include "session.hpp"
#include "session_group.hpp"
#include "session_log.hpp"

#include <ambit/asio.hpp>
#include <boost/asio.hpp>

#include <csignal>
#include <exception>
#include <iostream>
#include <utility>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

asio::awaitable<void> accept(tcp::acceptor& listening, sessions& running, database_pool& pool,
                             statistics& all, std::chrono::milliseconds idle) {
    std::cout << "port " << listening.local_endpoint().port() << '\n' << std::flush;
    asio::steady_timer pause{listening.get_executor()};
    for (;;) {
        auto [error, client] = co_await listening.async_accept(asio::as_tuple(asio::deferred));
        if (!error) {
            running.spawn(session(std::move(client), all, pool, idle));
            continue;
        }
        // Too many descriptors are open: that will change. If we are cancelled, this throws.
        pause.expires_after(std::chrono::milliseconds{100});
        co_await pause.async_wait(asio::deferred);
    }
}

/// Runs until it is cancelled.
asio::awaitable<void> serve(options const& wanted, statistics& all) {
    // clang-format off
    auto service =
        ambit::scope(ambit::raii([&] { return database_pool{wanted.database, wanted.handles}; }))
        | ambit::scope(ambit::tcp_acceptor{{asio::ip::address_v4::loopback(), wanted.port}})
        | ambit::scope(session_group{})
        >> [&](tcp::acceptor& listening, sessions& running, database_pool& pool) {
            return accept(listening, running, pool, all, wanted.idle);
        };
    // clang-format on
    co_await ambit::async_run(std::move(service));
}

/// Throws what the service fails by; that it was stopped is none.
void run(options const& wanted, statistics& all) {
    asio::io_context io{1};
    asio::cancellation_signal stop;
    asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&](boost::system::error_code const& error, int) {
        if (!error)
            stop.emit(asio::cancellation_type::terminal);
    });

    std::exception_ptr failure;
    asio::co_spawn(io, serve(wanted, all),
                   asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e) {
                       failure = std::move(e);
                       signals.cancel();
                   }));
    io.run();
    try {
        if (failure)
            std::rethrow_exception(failure);
    } catch (boost::system::system_error const& error) {
        if (error.code() != asio::error::operation_aborted)
            throw;
    }
}

int fail(int code, std::string const& text) {
    std::cerr << "ambit-service: " << text << '\n';
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
        statistics all;
        run(wanted, all);
        std::cout << "sessions: " << all.opened << " opened, " << all.closed << " closed" << '\n'
                  << std::flush;
        return 0;
    } catch (usage_error const& error) {
        return fail(2, std::string{error.what()} + "; " + usage);
    } catch (std::exception const& error) {
        return fail(1, error.what());
    }
}
