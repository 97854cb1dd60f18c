// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_WORKING_DIRECTORY_HPP
#define AMBIT_MANAGERS_WORKING_DIRECTORY_HPP

#include <ambit/managers/support/descriptor.hpp>
#include <ambit/managers/support/entered_list.hpp>
#include <ambit/managers/support/file_error.hpp>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#if !defined(_WIN32)
#    include <fcntl.h>
#    include <unistd.h>
#endif

AMBIT_BEGIN
namespace detail {

#if !defined(_WIN32)

/// The directory that is current, by descriptor, so that it is found wherever it may be moved.
class directory_to_return_to {
public:
    directory_to_return_to() : fd_(open_at(AT_FDCWD, ".", flags)) {
        if (!fd_.is_open()) {
            detail::throw_file_error("cannot open working directory", ".", errno);
        }
        ::std::error_code ignored;  // the path is for messages
        path_ = ::std::filesystem::current_path(ignored);
    }
    /// Returns there.
    void enter() const {
        if (::fchdir(fd_.get()) != 0) {
            detail::throw_file_error("cannot return to directory", path_, errno);
        }
    }

private:
#    if defined(O_PATH)
    static constexpr int flags = O_PATH | O_DIRECTORY;  // needs no permission to list it
#    else
    static constexpr int flags = O_RDONLY | O_DIRECTORY;
#    endif
    descriptor fd_;
    ::std::filesystem::path path_;
};

#else

// Not run so far: this branch has only been reviewed.
class directory_to_return_to {
public:
    directory_to_return_to() : path_(::std::filesystem::current_path()) {}
    void enter() const { ::std::filesystem::current_path(path_); }

private:
    ::std::filesystem::path path_;
};

#endif

class [[nodiscard]] working_directory_manager {
public:
    [[nodiscard]] explicit working_directory_manager(::std::filesystem::path path) noexcept
        : path_(::std::move(path)) {}

    void enter() {
        left_.add(directory_to_return_to());
        ::std::error_code cause;
        ::std::filesystem::current_path(path_, cause);
        if (cause) {
            static_cast<void>(left_.take());
            AMBIT_THROW(
                ::std::filesystem::filesystem_error("cannot enter directory", path_, cause));
        }
    }
    void exit() { left_.take().enter(); }

private:
    ::std::filesystem::path path_;
    entered_list<directory_to_return_to> left_;
};

struct working_directory_fn {
    [[nodiscard]] working_directory_manager operator()(
        ::std::filesystem::path path) const noexcept {
        return working_directory_manager(::std::move(path));
    }
};

}  // namespace detail

/// @brief `working_directory(path)`: the rest of the pipeline runs in another directory. No
/// resource.
///
/// Effects: entering makes `path` the working directory; a relative one is looked up when it is
/// entered. Exiting returns to the directory that was current, on POSIX also if it has been renamed
/// since. It nests, also within itself: one object may be entered again before it exits.
///
/// The working directory belongs to the whole process: other threads, and other coroutines while
/// this one is suspended, are in the new one too.
///
/// Throws `std::filesystem::filesystem_error`, which names the directory and the cause, if it
/// cannot be entered (then nothing has changed) or, at exit, not be returned to.
///
/// On failure it does the same as on success. Policy: suppresses nothing. Facts: none.
inline constexpr detail::working_directory_fn working_directory{};

AMBIT_END

#endif
