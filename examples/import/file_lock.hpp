// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_EXAMPLES_IMPORT_FILE_LOCK_HPP
#define AMBIT_EXAMPLES_IMPORT_FILE_LOCK_HPP

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

/// A manager: holds `TARGET.lock` locked (advisory, `flock`), so that one process at a time works
/// on TARGET. It does not wait: if another process holds the lock, entering fails.
class file_lock {
public:
    explicit file_lock(std::filesystem::path target) : file_{std::move(target += ".lock")} {}

    void enter() {
        do {
            fd_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
            if (fd_ < 0)
                fail(errno);
            if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
                int const error = errno;
                ::close(fd_);
                fail(error);
            }
        } while (removed());
    }

    void exit() noexcept {
        ::unlink(file_.c_str());  // while it is still ours: nobody else's lock is removed
        ::close(fd_);
    }

private:
    /// Whether the last holder removed the file after we opened it: then what we locked has no
    /// name any more, and protects nothing.
    [[nodiscard]] bool removed() const {
        struct ::stat status{};
        if (::fstat(fd_, &status) == 0 && status.st_nlink > 0)
            return false;
        ::close(fd_);
        return true;
    }

    [[noreturn]] void fail(int error) const {
        if (error == EWOULDBLOCK) {
            throw std::runtime_error(file_.string() + ": the lock is held by another process");
        }
        throw std::system_error(error, std::generic_category(), file_.string());
    }

    std::filesystem::path file_;
    int fd_ = -1;
};

#endif
