// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_FILE_HPP
#define AMBIT_MANAGERS_FILE_HPP

#include <ambit/manager/outcome.hpp>
#include <ambit/managers/support/file_error.hpp>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <ios>
#include <utility>

AMBIT_BEGIN
namespace detail {

class [[nodiscard]] file_manager {
public:
    [[nodiscard]] file_manager(::std::filesystem::path path, ::std::ios::openmode mode) noexcept
        : path_(::std::move(path)), mode_(mode) {}

    [[nodiscard]] ::std::fstream enter() const {
        ::std::fstream stream;
        errno = 0;
        stream.open(path_, mode_);
        if (!stream.is_open()) {
            // A combination of modes that does not exist leaves no cause.
            detail::throw_file_error("cannot open file", path_, detail::cause_or(EINVAL));
        }
        // POSIX opens directories for reading; only reading them fails.
        ::std::error_code ignored;
        if (::std::filesystem::is_directory(path_, ignored)) {
            detail::throw_file_error("cannot open file", path_, EISDIR);
        }
        return stream;
    }

    void exit(::std::fstream& stream, outcome const& out) const {
        bool const only_writes = (mode_ & ::std::ios::in) == 0;
        bool const only_reads = (mode_ & (::std::ios::out | ::std::ios::app)) == 0;
        if (out.failed()) {
            stream.rdbuf()->close();
        } else if (!only_reads) {
            // A parser that is at its end leaves failbit; where nothing is read, a write did.
            bool const lost = stream.bad() || (only_writes && stream.fail());
            if (int const cause = detail::close_written(*stream.rdbuf(),
                                                        lost ? detail::cause_of_lost_write() : 0)) {
                detail::throw_file_error("cannot write file", path_, cause);
            }
        } else {
            stream.rdbuf()->close();
            if (stream.bad()) {
                detail::throw_file_error("cannot read file", path_, EIO);
            }
        }
    }

private:
    ::std::filesystem::path path_;
    ::std::ios::openmode mode_;
};

struct file_fn {
    [[nodiscard]] file_manager operator()(::std::filesystem::path path,
                                          ::std::ios::openmode mode) const noexcept {
        return file_manager(::std::move(path), mode);
    }
};

}  // namespace detail

/// @brief `file(path, mode)`: an open file; its resource is a `std::fstream`.
///
/// `mode` is a `std::ios::openmode` and means what it means to `std::fstream`: `in` and `in | out`
/// want a file that exists, `out` and `in | out | trunc` make it empty, `app` writes at its end.
///
/// Effects: entering opens the file. Exiting writes what is pending and closes it.
///
/// Throws `std::filesystem::filesystem_error`, which names the path and the cause: at enter if the
/// file cannot be opened or is a directory; at exit, if there is no failure yet, when something
/// that was written did not arrive, now or earlier: the stream is bad (for a file that is only
/// written: it has failed), or closing fails. A file that is only read throws at exit if its stream
/// is bad. A body that has dealt with that calls `clear()`. The body may close the stream.
///
/// On failure it is closed quietly: what could be written stays. For all or nothing see
/// `replace_file`. Nothing is flushed to the disk.
///
/// Policy: suppresses nothing; what it throws at exit is never beside another failure. Facts: none.
inline constexpr detail::file_fn file{};

AMBIT_END

#endif
