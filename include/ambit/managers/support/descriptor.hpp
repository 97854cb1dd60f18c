// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_SUPPORT_DESCRIPTOR_HPP
#define AMBIT_MANAGERS_SUPPORT_DESCRIPTOR_HPP

#include <ambit/version.hpp>

#if !defined(_WIN32)

#    include <cerrno>
#    include <utility>

#    include <fcntl.h>
#    include <pthread.h>
#    include <unistd.h>

AMBIT_BEGIN
namespace detail {

/// While it lives the thread cannot be cancelled, but later: for calls that are cancellation points
/// where nothing may be thrown, and for what must not be left half done.
class uncancelled {
public:
#    if defined(PTHREAD_CANCEL_DISABLE)
    uncancelled() noexcept { ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before_); }
    ~uncancelled() { ::pthread_setcancelstate(before_, &before_); }
#    else
    uncancelled() noexcept {}
    ~uncancelled() {}
#    endif
    uncancelled(uncancelled const&) = delete;
    uncancelled& operator=(uncancelled const&) = delete;

private:
    int before_ = 0;
};

/// Owns a POSIX file descriptor.
class descriptor {
public:
    descriptor() noexcept = default;
    explicit descriptor(int fd) noexcept : fd_(fd) {}
    descriptor(descriptor&& other) noexcept : fd_(::std::exchange(other.fd_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept {
        ::std::swap(fd_, other.fd_);
        return *this;
    }
    ~descriptor() {
        if (is_open()) {
            uncancelled const whole;
            ::close(fd_);
        }
    }

    [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
    [[nodiscard]] int get() const noexcept { return fd_; }
    [[nodiscard]] int release() noexcept { return ::std::exchange(fd_, -1); }

private:
    int fd_ = -1;
};

/// Opens a file in an open directory (or AT_FDCWD), and never hands it to a program that is
/// executed. If it fails, errno tells why.
[[nodiscard]] inline descriptor open_at(int directory, char const* name, int flags,
                                        unsigned mode = 0) noexcept {
    uncancelled const whole;
    int fd = -1;
    do {
        fd = ::openat(directory, name, flags | O_CLOEXEC, mode);
    } while (fd < 0 && errno == EINTR);
    return descriptor(fd);
}

}  // namespace detail
AMBIT_END

#endif

#endif
