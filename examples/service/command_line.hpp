// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_EXAMPLES_SERVICE_COMMAND_LINE_HPP
#define AMBIT_EXAMPLES_SERVICE_COMMAND_LINE_HPP

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

inline constexpr char const* usage =
    "usage: ambit-service [--port N] [--idle MS] [--handles N] [DATABASE]";

inline constexpr char const* help = R"(
Keeps keys and values in a SQLite database, for clients on this machine. A client sends lines:

  SET key value     answered by OK
  GET key           answered by VALUE and the value, or by NONE
  QUIT              ends the session, as the end of input does

  DATABASE      the database, created if it does not exist (default: service.db)
  --port N      the TCP port to listen on (default: 0, any that is free)
  --idle MS     ends a session after so many milliseconds without a command (default: 60000)
  --handles N   how many sessions are served at once, others wait (default: 8)
  --help        this text

Ends on SIGINT or SIGTERM, with every session. Exit code: 0 stopped, 1 failed, 2 wrong usage.
)";

/// The command line cannot be understood.
struct usage_error : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

struct options {
    std::filesystem::path database = "service.db";
    std::uint16_t port = 0;
    std::chrono::milliseconds idle{60'000};
    std::size_t handles = 8;
    bool help = false;
};

template <class Number>
Number parse_number(std::string_view option, std::string_view text, Number least, Number most) {
    Number number{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < least ||
        number > most) {
        throw usage_error(std::string{option} + " wants a number from " + std::to_string(least) +
                          " to " + std::to_string(most));
    }
    return number;
}

inline options parse(int argc, char const* const* argv) {
    options result;
    bool has_database = false;
    for (int i = 1; i < argc; ++i) {
        std::string_view const argument = argv[i];
        auto const number = [&]<class Number>(Number least, Number most) {
            return parse_number(argument, ++i < argc ? argv[i] : "", least, most);
        };
        if (argument == "--help" || argument == "-h") {
            result.help = true;
        } else if (argument == "--port") {
            result.port = number(std::uint16_t{0}, std::uint16_t{65535});
        } else if (argument == "--idle") {
            result.idle = std::chrono::milliseconds(number(1, 86'400'000));
        } else if (argument == "--handles") {
            result.handles = number(std::size_t{1}, std::size_t{1000});
        } else if (argument.empty() || argument.starts_with('-')) {
            throw usage_error("'" + std::string{argument} + "': not understood");
        } else if (has_database) {
            throw usage_error(std::string{argument} + ": one argument too many");
        } else {
            result.database = argument;
            has_database = true;
        }
    }
    return result;
}

#endif
