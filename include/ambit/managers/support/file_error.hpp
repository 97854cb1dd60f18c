// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_SUPPORT_FILE_ERROR_HPP
#define AMBIT_MANAGERS_SUPPORT_FILE_ERROR_HPP

#include <ambit/version.hpp>

#include <cerrno>
#include <exception>
#include <filesystem>
#include <fstream>
#include <system_error>

AMBIT_BEGIN
namespace detail {

/// Throws what the standard library throws for files: its text names what was tried, the path, and
/// the cause, which `code()` gives too.
[[noreturn]] AMBIT_COLD inline void throw_file_error(
    [[maybe_unused]] char const* tried, [[maybe_unused]] ::std::filesystem::path const& path,
    [[maybe_unused]] int error) {
    AMBIT_THROW(
        ::std::filesystem::filesystem_error(tried, path,
                                            ::std::error_code(error, ::std::generic_category())));
}

/// Streams keep no cause of a failure, so it is taken from errno, which is cleared before.
[[nodiscard]] inline int cause_or(int otherwise) noexcept { return errno != 0 ? errno : otherwise; }

/// The cause of a write that failed earlier, as far as errno still tells: calls that succeed leave
/// it alone, but something else may have failed since.
[[nodiscard]] inline int cause_of_lost_write() noexcept {
    switch (errno) {
    case ENOSPC:
    case EFBIG:
    case EPIPE:
#if defined(EDQUOT)
    case EDQUOT:
#endif
        return errno;
    default:
        return EIO;
    }
}

/// Writes what is pending and closes.
/// @param lost the cause of a write that failed before, 0 if none did
/// @return 0 if all that was ever written has arrived, else the cause, an errno
[[nodiscard]] inline int close_written(::std::filebuf& buffer, int lost) {
    int cause = lost;
    if (buffer.is_open()) {
        errno = 0;
        if (buffer.close() == nullptr) {
            cause = detail::cause_or(EIO);
        }
    }
    return cause;
}

}  // namespace detail
AMBIT_END

#endif
