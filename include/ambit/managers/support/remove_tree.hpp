// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_SUPPORT_REMOVE_TREE_HPP
#define AMBIT_MANAGERS_SUPPORT_REMOVE_TREE_HPP

#include <ambit/managers/support/descriptor.hpp>
#include <ambit/managers/support/file_error.hpp>

#if !defined(_WIN32)

#    include <cerrno>
#    include <cstring>
#    include <filesystem>
#    include <string>

#    include <dirent.h>
#    include <fcntl.h>
#    include <sys/stat.h>
#    include <unistd.h>

AMBIT_BEGIN
namespace detail {

/// Removes a directory with all that is in it, and never anything outside: every directory is
/// opened within the one that it was found in, by O_NOFOLLOW, so a link that is there, or takes
/// the place of a directory meanwhile, is itself removed. (`std::filesystem::remove_all` leaves it
/// to the implementation whether that holds while somebody else makes changes, and cannot remove
/// what is in a directory without permissions.) What has gone already is no error.
class tree_removal {
public:
    /// Removes what it can; throws the first failure.
    static void run(::std::filesystem::path const& path) {
        uncancelled const whole;
        tree_removal removal;
        removal.remove(AT_FDCWD, {nullptr, path.c_str()}, 0);
        if (removal.failures_ != 0) {
            detail::throw_file_error("cannot remove", removal.failed_, removal.error_);
        }
    }

private:
    using path = ::std::filesystem::path;

    /// What is about to be removed, for messages: a path is made where there is one.
    struct place {
        place const* parent;
        char const* name;
        [[nodiscard]] path whole() const {
            return parent == nullptr ? name : parent->whole() / name;
        }
    };

    /// A directory that is being read.
    class listing {
    public:
        explicit listing(descriptor fd) noexcept
            : stream_(fd.is_open() ? ::fdopendir(fd.get()) : nullptr) {
            if (stream_ != nullptr) {
                static_cast<void>(fd.release());
            }
        }
        listing(listing const&) = delete;
        listing& operator=(listing const&) = delete;
        ~listing() {
            if (stream_ != nullptr) {
                ::closedir(stream_);
            }
        }
        [[nodiscard]] bool is_open() const noexcept { return stream_ != nullptr; }
        [[nodiscard]] int fd() const noexcept { return ::dirfd(stream_); }
        void rewind() noexcept { ::rewinddir(stream_); }
        /// The next name, null at the end; `errno` is 0 there unless reading failed.
        [[nodiscard]] char const* next() noexcept {
            for (;;) {
                errno = 0;
                ::dirent const* const entry = ::readdir(stream_);
                if (entry == nullptr) {
                    return nullptr;
                }
                if (::std::strcmp(entry->d_name, ".") != 0 &&
                    ::std::strcmp(entry->d_name, "..") != 0) {
                    return entry->d_name;
                }
            }
        }

    private:
        ::DIR* stream_;
    };

    /// It is in an open directory.
    void remove(int directory, place const& it, int depth) {
        struct ::stat status;
        if (::fstatat(directory, it.name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
            return note(errno, it);
        }
        if (S_ISDIR(status.st_mode)) {
            if (depth == deepest && lift(directory, it.name)) {
                return changed();
            }
            int const unopened = empty(directory, it, depth);
            if (::unlinkat(directory, it.name, AT_REMOVEDIR) == 0) {
                return changed();
            }
            if (errno != ENOTDIR) {
                return note(unopened != 0 ? unopened : errno, it);
            }
            // Something else has taken its place.
        }
        if (::unlinkat(directory, it.name, 0) != 0) {
            return note(errno, it);
        }
        changed();
    }

    /// Empties a directory; returns 0, or the cause if it could not be opened.
    [[nodiscard]] int empty(int parent, place const& it, int depth) {
        listing entries(open(parent, it.name));
        if (!entries.is_open()) {
            return errno;
        }
        if (depth == 0) {
            top_ = entries.fd();
        }
        unsigned before = 0;
        do {
            // What is removed or added while a directory is read may make others go unseen.
            before = changes_;
            while (char const* const entry = entries.next()) {
                remove(entries.fd(), {&it, entry}, depth + 1);
            }
            if (errno != 0) {
                note(errno, it);
            }
            entries.rewind();
        } while (changes_ != before);
        return 0;
    }

    /// Opens it with permission to list and change it: what is about to be removed is ours.
    [[nodiscard]] static descriptor open(int parent, char const* name) noexcept {
        constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
        descriptor fd = detail::open_at(parent, name, flags);
        if (!fd.is_open() && errno == EACCES) {
            if (::fchmodat(parent, name, S_IRWXU, AT_SYMLINK_NOFOLLOW) == 0) {
                fd = detail::open_at(parent, name, flags);
            } else {
                errno = EACCES;
            }
        }
        struct ::stat status;
        if (fd.is_open() && ::fstat(fd.get(), &status) == 0 &&
            (status.st_mode & S_IRWXU) != S_IRWXU) {
            ::fchmod(fd.get(), S_IRWXU);
        }
        return fd;
    }

    /// Each directory on the way down is open, of which there cannot be any number: one that lies
    /// deep is moved up instead, to be found there later.
    [[nodiscard]] bool lift(int directory, char const* name) {
        constexpr int attempts = 100;              // names that are taken
        static_cast<void>(open(directory, name));  // moving it takes permission to write to it
        for (int i = 0; i < attempts; ++i) {
            ::std::string const lifted = ".ambit-" + ::std::to_string(++lifted_);
            if (::renameat(directory, name, top_, lifted.c_str()) == 0) {
                return true;
            }
        }
        return false;
    }

    void changed() noexcept { ++changes_; }
    void note(int error, place const& it) noexcept {
        if (error == ENOENT || failures_++ != 0) {
            return;
        }
        error_ = error;
        AMBIT_TRY { failed_ = it.whole(); }
        AMBIT_CATCH {}  // for want of memory no path is named
    }

    static constexpr int deepest = 64;
    int top_ = -1;
    int lifted_ = 0;
    unsigned changes_ = 0;  // what was removed, and what was moved
    int failures_ = 0;
    int error_ = 0;  // of the first
    path failed_;
};

}  // namespace detail
AMBIT_END

#endif

#endif
