// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_EXAMPLES_IMPORT_TZ_TABLE_HPP
#define AMBIT_EXAMPLES_IMPORT_TZ_TABLE_HPP

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <istream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace tz {

/// One row of a table such as zone1970.tab of the tz database.
struct zone {
    std::string name;       // "Europe/Andorra"
    std::string countries;  // "AD", or several: "AE,OM,RE"
    double latitude;        // in degrees, north is positive
    double longitude;       // in degrees, east is positive
    std::string comments;   // often none
};

/// For `ambit::raii`: opens a table, and says what is wrong if it cannot.
struct open_file {
    std::filesystem::path file;

    std::ifstream operator()() const {
        std::error_code ignored;  // of files that cannot be looked at, opening tells more
        if (std::filesystem::is_directory(file, ignored))
            fail(EISDIR);
        std::ifstream in{file};
        if (!in)
            fail(errno);
        return in;
    }

private:
    [[noreturn]] void fail(int error) const {
        throw std::system_error(error, std::generic_category(), file.string());
    }
};

namespace detail {

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_control(char c) { return (c >= '\0' && c < ' ' && c != '\t') || c == '\x7f'; }

/// What a time zone's name is made of: "America/Port-au-Prince", "Etc/GMT+5".
constexpr bool is_name(char c) {
    bool const lower = c >= 'a' && c <= 'z';
    return lower || is_upper(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
}

inline std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (auto end = text.find(separator); end != text.npos; end = text.find(separator)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

/// A sign, degrees of `width` digits, minutes and perhaps seconds of two digits each, in degrees;
/// nothing if `text` is not that or is more than `limit` degrees.
constexpr std::optional<double> angle(std::string_view text, std::size_t width, int limit) {
    bool const has_seconds = text.size() == width + 5;
    if (text.size() != width + 3 && !has_seconds)
        return std::nullopt;
    if (text[0] != '+' && text[0] != '-')
        return std::nullopt;

    auto const digits = text.substr(1);
    if (!std::all_of(digits.begin(), digits.end(), is_digit))
        return std::nullopt;
    auto const number = [&](std::size_t from, std::size_t count) {
        int value = 0;
        for (char c : digits.substr(from, count))
            value = 10 * value + (c - '0');
        return value;
    };
    int const minutes = number(width, 2);
    int const seconds = has_seconds ? number(width + 2, 2) : 0;
    int const total = 3600 * number(0, width) + 60 * minutes + seconds;
    if (minutes > 59 || seconds > 59 || total > 3600 * limit)
        return std::nullopt;
    return (text[0] == '-' ? -total : total) / 3600.0;
}

/// Text from the file, as a message may show it: not longer than a line bears.
inline std::string quoted(std::string_view text) {
    std::size_t end = std::min(text.size(), std::size_t{40});
    while (end > 0 && end < text.size() && (text[end] & 0xC0) == 0x80)
        --end;  // not within a character of UTF-8
    std::string result = "'";
    return result.append(text.substr(0, end)).append(end < text.size() ? "...'" : "'");
}

}  // namespace detail

/// Reads the rows of a table one after the other, and accepts none that is not as the format says.
class table {
public:
    table(std::filesystem::path const& file, std::istream& in) : file_{file.string()}, in_{in} {}

    /// The next row, or nothing after the last. Throws if the row is malformed, if the file cannot
    /// be read, or if it has no rows at all.
    std::optional<zone> next() {
        for (std::string line; std::getline(in_, line);) {
            ++line_;
            if (line.starts_with('#'))
                continue;
            ++row_;
            return parse(line);
        }
        if (in_.bad())
            throw std::runtime_error(file_ + ": reading failed");
        if (row_ == 0)
            throw std::runtime_error(file_ + ": there are no rows in this file");
        return std::nullopt;
    }

    /// How many rows were read so far.
    [[nodiscard]] std::size_t row() const { return row_; }

    /// An error that names the file, the current row and its line.
    [[nodiscard]] std::runtime_error error(std::string const& text) const {
        return std::runtime_error(file_ + ": row " + std::to_string(row_) + " (line " +
                                  std::to_string(line_) + "): " + text);
    }

private:
    zone parse(std::string_view line) {
        using detail::quoted;

        if (line.empty())
            throw error("is empty");
        if (std::any_of(line.begin(), line.end(), detail::is_control)) {
            throw error("has a control character");
        }
        auto const columns = detail::split(line, '\t');
        if (columns.size() != 3 && columns.size() != 4) {
            throw error("3 or 4 columns expected, separated by tabs, not " +
                        std::to_string(columns.size()));
        }
        for (auto code : detail::split(columns[0], ',')) {
            if (code.size() != 2 || !std::all_of(code.begin(), code.end(), detail::is_upper)) {
                throw error("country code " + quoted(code) + " is not two capital letters");
            }
        }
        auto const [latitude, longitude] = coordinates(columns[1]);
        auto const name = columns[2];
        if (name.empty() || !std::all_of(name.begin(), name.end(), detail::is_name)) {
            throw error(quoted(name) + " is no name of a time zone");
        }
        auto const [first, is_new] = seen_.try_emplace(std::string{name}, row_);
        if (!is_new) {
            throw error("time zone " + quoted(name) + " is already in row " +
                        std::to_string(first->second));
        }
        return {first->first, std::string{columns[0]}, latitude, longitude,
                columns.size() == 4 ? std::string{columns[3]} : std::string{}};
    }

    /// ISO 6709: latitude and longitude, both with seconds or both without.
    [[nodiscard]] std::pair<double, double> coordinates(std::string_view text) const {
        auto const cut = std::min(text.find_first_of("+-", 1), text.size());
        auto const latitude = detail::angle(text.substr(0, cut), 2, 90);
        auto const longitude = detail::angle(text.substr(cut), 3, 180);
        if (!latitude || !longitude || text.size() != 2 * cut + 1) {
            throw error("coordinates " + detail::quoted(text) +
                        " are not +DDMM+DDDMM or +DDMMSS+DDDMMSS within 90 and 180 degrees");
        }
        return {*latitude, *longitude};
    }

    std::string file_;
    std::istream& in_;
    std::size_t line_ = 0;
    std::size_t row_ = 0;
    std::map<std::string, std::size_t> seen_;  // name, row
};

}  // namespace tz

#endif
