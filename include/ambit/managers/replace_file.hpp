// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_REPLACE_FILE_HPP
#define AMBIT_MANAGERS_REPLACE_FILE_HPP

#include <ambit/manager/facts.hpp>
#include <ambit/manager/outcome.hpp>
#include <ambit/managers/support/entered_list.hpp>
#include <ambit/managers/support/file_error.hpp>
#include <ambit/managers/support/replacement.hpp>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <utility>

AMBIT_BEGIN
namespace detail {

class [[nodiscard]] replace_file_manager {
public:
    using properties = ::ambit::properties<transactional>;

    [[nodiscard]] explicit replace_file_manager(::std::filesystem::path path) noexcept
        : path_(::std::move(path)) {}

    [[nodiscard]] ::std::ofstream enter() {
        replacement made(path_);
        ::std::ofstream stream;
        made.open(stream, path_);
        // What is returned by name is constructed where it stays, in the run, and is known by that
        // address when it exits. A compiler that moves it instead finds the latest.
        entered_.add(::std::move(made), &stream);
        return stream;
    }

    void exit(::std::ofstream& stream, outcome const& out) {
        int const lost = stream.fail() ? detail::cause_of_lost_write() : 0;
        replacement made = entered_.take(&stream);
        if (out.failed()) {
            stream.rdbuf()->close();
            return;
        }
        if (int const cause = detail::close_written(*stream.rdbuf(), lost)) {
            detail::throw_file_error("cannot write replacement of file", path_, cause);
        }
        made.commit(path_);
    }

private:
    ::std::filesystem::path path_;
    entered_list<replacement> entered_;
};

struct replace_file_fn {
    [[nodiscard]] replace_file_manager operator()(::std::filesystem::path path) const noexcept {
        return replace_file_manager(::std::move(path));
    }
};

}  // namespace detail

/// @brief `replace_file(path)`: the file gets new content as a whole, or stays as it is. The
/// resource is a `std::ofstream`, for the new content.
///
/// Effects: entering creates a temporary file `.ambit-...` in the directory of the target, under a
/// name that cannot be foreseen and did not exist; the directory is kept open, so that changing the
/// working directory, or renaming it, does no harm. Exiting after a success writes what is pending,
/// flushes the file to the disk, renames it over the target and flushes the directory. At no moment
/// is there under the target's name anything but the whole old or the whole new content, wherever
/// the program is killed or the machine stops; a temporary file may be left then, which disturbs
/// nobody.
///
/// The target need not exist. If it is a symbolic link, what that points to is replaced, and the
/// link stays. If it exists, permissions and, where the process may, owner and group are taken from
/// it; access control lists, extended attributes and other hard links are not. What counts is the
/// permission to list and change the directory, not that to write to the target. While it is
/// written the replacement of what exists can be read by its owner alone.
///
/// Throws `std::filesystem::filesystem_error`, which names the target and the cause: at enter if
/// the temporary cannot be created, or the target exists and is no regular file; at exit if a write
/// has failed, now or earlier, or any step of the above fails. Then the temporary has been removed
/// and the target is as it was; but where only flushing the directory fails (the text says so), the
/// new content is in place, and might not outlast a crash of the machine. The body may close the
/// stream.
///
/// On failure (cancellation too) the temporary is removed, quietly, and the target untouched.
///
/// One object may be entered again before it exits, by one thread at a time. Where two runs replace
/// one target, the one that exits last wins.
///
/// Policy: suppresses nothing; what it throws at exit is never beside another failure.
/// Facts: `transactional`.
inline constexpr detail::replace_file_fn replace_file{};

AMBIT_END

#endif
