// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_TEMPORARY_DIRECTORY_HPP
#define AMBIT_MANAGERS_TEMPORARY_DIRECTORY_HPP

#include <ambit/managers/support/file_error.hpp>
#include <ambit/managers/support/remove_tree.hpp>

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>
#include <system_error>

#if defined(_WIN32)
#    include <random>
#else
#    include <stdlib.h>  // mkdtemp
#    include <unistd.h>  // mkdtemp on macOS
#endif

AMBIT_BEGIN
namespace detail {

class [[nodiscard]] temporary_directory_manager {
public:
    [[nodiscard]] constexpr temporary_directory_manager() noexcept {}

    [[nodiscard]] ::std::filesystem::path const enter() const {
        ::std::error_code cause;
        ::std::filesystem::path parent = ::std::filesystem::temp_directory_path(cause);
        if (cause) {
            fail(cause);
        }
        parent = ::std::filesystem::absolute(parent);
#if defined(_WIN32)
        // Not run so far: this branch has only been reviewed.
        ::std::random_device random;
        for (;;) {
            ::std::filesystem::path made =
                parent / ("ambit-" + ::std::to_string(random()) + "-" + ::std::to_string(random()));
            if (::std::filesystem::create_directory(made)) {
                return made;
            }
        }
#else
        ::std::string name = (parent / "ambit-XXXXXX").native();
        uncancelled const whole;  // what gives mkdtemp its random numbers is a cancellation point
        if (::mkdtemp(name.data()) == nullptr) {
            detail::throw_file_error("cannot create temporary directory", parent, errno);
        }
        AMBIT_TRY { return ::std::filesystem::path(name.c_str()); }
        AMBIT_CATCH {  // for want of memory
            ::rmdir(name.c_str());
            AMBIT_RETHROW;
        }
#endif
    }

    void exit(::std::filesystem::path const& path) const {
#if defined(_WIN32)
        ::std::filesystem::remove_all(path);  // removes links, and does not follow them
#else
        tree_removal::run(path);
#endif
    }

private:
    [[noreturn]] AMBIT_COLD static void fail([[maybe_unused]] ::std::error_code cause) {
        AMBIT_THROW(::std::filesystem::filesystem_error("no directory for temporary ones",
                                                        looked_for(), cause));
    }
    /// What `temp_directory_path` has not found; the standard library need not say.
    [[nodiscard]] static char const* looked_for() {
        for (char const* const name : {"TMPDIR", "TMP", "TEMP", "TEMPDIR"}) {
            if (char const* const value = ::std::getenv(name)) {
                return value;
            }
        }
        return "/tmp";
    }
};

struct temporary_directory_fn {
    [[nodiscard]] constexpr temporary_directory_manager operator()() const noexcept { return {}; }
};

}  // namespace detail

/// @brief `temporary_directory()`: a directory that lives as long as the rest of the pipeline runs.
/// Its resource is its absolute path, a `std::filesystem::path const`.
///
/// Effects: entering creates an empty directory `ambit-...` in
/// `std::filesystem::temp_directory_path()`, under a name that cannot be foreseen, for its owner
/// alone (0700). Exiting removes it with all that is in it. Links are removed, and never followed,
/// also one that has taken the place of a directory, of this one too, meanwhile. What is gone
/// already is no error, so the body may remove the directory or move it elsewhere. A directory in
/// it that lacks permissions is given them first.
///
/// Throws `std::filesystem::filesystem_error`, which names a path and the cause: at enter if it
/// cannot be created; at exit if something could not be removed (the first such path; all else
/// has been removed).
///
/// On failure it does the same as on success. Policy: suppresses nothing; beside a failure what it
/// throws is set aside (`keep_first`). Facts: none.
inline constexpr detail::temporary_directory_fn temporary_directory{};

AMBIT_END

#endif
