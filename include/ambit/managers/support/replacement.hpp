// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_SUPPORT_REPLACEMENT_HPP
#define AMBIT_MANAGERS_SUPPORT_REPLACEMENT_HPP

#include <ambit/managers/support/descriptor.hpp>
#include <ambit/managers/support/file_error.hpp>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <string>
#include <system_error>
#include <utility>

#if defined(_WIN32)
#    include <fcntl.h>
#    include <io.h>
#    include <random>
#    include <share.h>
#    include <sys/stat.h>
#else
#    include <fcntl.h>
#    include <sys/random.h>
#    include <sys/stat.h>
#    include <unistd.h>
#endif

AMBIT_BEGIN
namespace detail {

/// A name that nobody can foresee: 80 bits in letters and digits of one case.
[[nodiscard]] inline ::std::string temporary_name() {
    unsigned char bytes[16];
#if defined(_WIN32)
    ::std::random_device random;
    for (unsigned char& byte : bytes) {
        byte = static_cast<unsigned char>(random());
    }
#else
    if (::getentropy(bytes, sizeof(bytes)) != 0) {
        AMBIT_THROW(::std::system_error(errno, ::std::generic_category(), "getentropy"));
    }
#endif
    ::std::string name = ".ambit-";
    for (unsigned char const byte : bytes) {
        name += "abcdefghijklmnopqrstuvwxyz234567"[byte % 32];
    }
    return name;
}

/// The file that `path` leads to; whether it exists does not matter.
[[nodiscard]] inline ::std::filesystem::path behind_links(::std::filesystem::path const& path) {
    constexpr int most = 40;  // as on Linux
    ::std::filesystem::path p = path;
    ::std::error_code ignored;
    for (int links = 0; ::std::filesystem::is_symlink(p, ignored); ++links) {
        if (links == most) {
            detail::throw_file_error("cannot replace file", path, ELOOP);
        }
        p = p.parent_path() / ::std::filesystem::read_symlink(p);
    }
    return p;
}

#if !defined(_WIN32)

/// Flushes to the disk; returns 0 or errno. That of any descriptor will do: what is flushed is the
/// file. One that has been open since before the writes learns of all that failed in between.
[[nodiscard]] inline int flush_to_disk(descriptor const& file) noexcept {
    uncancelled const whole;
#    if defined(F_FULLFSYNC)
    if (::fcntl(file.get(), F_FULLFSYNC) == 0) {  // where fsync leaves it in the disk's own cache
        return 0;
    }
#    endif
    while (::fsync(file.get()) != 0) {
        if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

/// A file that is written beside its target to take its place: removed unless that is done.
class replacement {
public:
    /// Creates it.
    explicit replacement(::std::filesystem::path const& path)
        : place_(detail::behind_links(path)), directory_(open_parent(place_)) {
        auto const fail = [&](int error) {
            detail::throw_file_error("cannot create replacement of file", path, error);
        };
        if (!directory_.is_open()) {
            fail(errno);
        }
        if (!place_.has_filename()) {
            fail(place_.empty() ? ENOENT : EISDIR);
        }
        if (look_at_target() && !S_ISREG(target_.st_mode)) {
            fail(S_ISDIR(target_.st_mode) ? EISDIR : EINVAL);
        }
        do {
            temporary_ = detail::temporary_name();
            // Nobody may read the new content who may not read the old.
            file_ = detail::open_at(directory_.get(), temporary_.c_str(),
                                    O_WRONLY | O_CREAT | O_EXCL, exists_ ? 0600 : 0666);
        } while (!file_.is_open() && errno == EEXIST);
        if (!file_.is_open()) {
            fail(errno);
        }
    }
    replacement(replacement&& other) noexcept
        : place_(::std::move(other.place_)), directory_(::std::move(other.directory_)),
          file_(::std::move(other.file_)), temporary_(::std::exchange(other.temporary_, {})),
          target_(other.target_), exists_(other.exists_) {}
    replacement& operator=(replacement&&) = delete;
    ~replacement() {
        if (!temporary_.empty()) {
            ::unlinkat(directory_.get(), temporary_.c_str(), 0);
        }
    }

    void open(::std::ofstream& stream, ::std::filesystem::path const& path) {
        errno = 0;
        // `in`, so that it neither creates nor empties anything, should this be another file.
        stream.open(place_.parent_path() / temporary_, ::std::ios::in | ::std::ios::out);
        if (!stream.is_open()) {
            detail::throw_file_error("cannot open replacement of file", path,
                                     detail::cause_or(EIO));
        }
    }

    /// Puts what has been written and closed in the place of its target.
    void commit(::std::filesystem::path const& path) {
        uncancelled const whole;
        if (int const cause = adopt_permissions()) {
            detail::throw_file_error("cannot set permissions of replacement of file", path, cause);
        }
        if (int const cause = detail::flush_to_disk(file_)) {
            detail::throw_file_error("cannot flush replacement of file", path, cause);
        }
        if (::close(file_.release()) != 0 && errno != EINTR) {
            detail::throw_file_error("cannot close replacement of file", path, errno);
        }
        if (::renameat(directory_.get(), temporary_.c_str(), directory_.get(), name()) != 0) {
            detail::throw_file_error("cannot replace file", path, errno);
        }
        temporary_.clear();
        // EINVAL: this file system does not flush directories.
        if (int const cause = detail::flush_to_disk(directory_); cause != 0 && cause != EINVAL) {
            detail::throw_file_error("replaced file, but cannot flush its directory", path, cause);
        }
    }

private:
    [[nodiscard]] static descriptor open_parent(::std::filesystem::path const& place) {
        ::std::filesystem::path const parent = place.parent_path();
        return detail::open_at(AT_FDCWD, parent.empty() ? "." : parent.c_str(),
                               O_RDONLY | O_DIRECTORY);
    }
    [[nodiscard]] char const* name() const noexcept {
        ::std::string const& all = place_.native();
        return all.c_str() + (all.find_last_of('/') + 1);  // npos + 1 is 0
    }
    bool look_at_target() noexcept {
        struct ::stat now;
        if (::fstatat(directory_.get(), name(), &now, AT_SYMLINK_NOFOLLOW) == 0) {
            target_ = now;
            exists_ = true;
        }
        return exists_;
    }

    /// Gives the file owner and permissions of the target as it is now, or was last; returns 0 or
    /// errno.
    [[nodiscard]] int adopt_permissions() noexcept {
        struct ::stat own;
        if (!look_at_target() || !S_ISREG(target_.st_mode)) {
            return 0;
        }
        if (::fstat(file_.get(), &own) != 0) {
            return errno;
        }
        ::mode_t mode = target_.st_mode & 07777;
        if ((own.st_uid != target_.st_uid || own.st_gid != target_.st_gid) &&
            ::fchown(file_.get(), target_.st_uid, target_.st_gid) != 0) {
            mode &= 0777;
            if (own.st_gid != target_.st_gid &&
                ::fchown(file_.get(), static_cast<::uid_t>(-1), target_.st_gid) != 0) {
                mode &= 0707;  // what one group was allowed is not for another
            }
        }
        return ::fchmod(file_.get(), mode) == 0 ? 0 : errno;
    }

    ::std::filesystem::path place_;
    descriptor directory_;
    descriptor file_;
    ::std::string temporary_;
    struct ::stat target_{};
    bool exists_ = false;
};

#else

// Not run so far: this branch has only been reviewed.

/// A file that is written beside its target to take its place: removed unless that is done.
class replacement {
public:
    explicit replacement(::std::filesystem::path const& path)
        : target_(::std::filesystem::absolute(detail::behind_links(path))) {
        int file = -1;
        int error = 0;
        if (::std::filesystem::is_directory(target_)) {
            error = EISDIR;
        } else {
            do {
                temporary_ = target_.parent_path() / detail::temporary_name();
                error = ::_wsopen_s(&file, temporary_.c_str(), _O_WRONLY | _O_CREAT | _O_EXCL,
                                    _SH_DENYNO, _S_IREAD | _S_IWRITE);
            } while (error == EEXIST);
        }
        if (error != 0) {
            temporary_.clear();
            detail::throw_file_error("cannot create replacement of file", path, error);
        }
        ::_close(file);
    }
    replacement(replacement&& other) noexcept
        : target_(::std::move(other.target_)), temporary_(::std::move(other.temporary_)) {
        other.temporary_.clear();
    }
    replacement& operator=(replacement&&) = delete;
    ~replacement() {
        if (!temporary_.empty()) {
            ::std::error_code ignored;
            ::std::filesystem::remove(temporary_, ignored);
        }
    }

    void open(::std::ofstream& stream, ::std::filesystem::path const& path) {
        errno = 0;
        stream.open(temporary_, ::std::ios::out);
        if (!stream.is_open()) {
            detail::throw_file_error("cannot open replacement of file", path,
                                     detail::cause_or(EIO));
        }
    }

    void commit(::std::filesystem::path const& path) {
        int file = -1;
        int error = ::_wsopen_s(&file, temporary_.c_str(), _O_RDWR | _O_BINARY, _SH_DENYNO, 0);
        if (error == 0) {
            error = ::_commit(file) == 0 ? 0 : errno;
            ::_close(file);
        }
        if (error != 0) {
            detail::throw_file_error("cannot flush replacement of file", path, error);
        }
        // Replaces what exists; there is no directory to flush.
        ::std::error_code cause;
        ::std::filesystem::rename(temporary_, target_, cause);
        if (cause) {
            AMBIT_THROW(::std::filesystem::filesystem_error("cannot replace file", path, cause));
        }
        temporary_.clear();
    }

private:
    ::std::filesystem::path target_;
    ::std::filesystem::path temporary_;
};

#endif

}  // namespace detail
AMBIT_END

#endif
