// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_TESTS_MANAGERS_FILE_SUPPORT_HPP
#define AMBIT_TESTS_MANAGERS_FILE_SUPPORT_HPP

#include <support/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>

#include <pthread.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace test {

namespace fs = std::filesystem;

/// A directory for a test, not made by what is tested. All may enter and change it.
class playground {
public:
    playground() {
        std::string name = (fs::temp_directory_path() / "ambit-test-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
        fs::permissions(path_, fs::perms::all);
    }
    playground(playground const&) = delete;
    playground& operator=(playground const&) = delete;
    ~playground() {
        std::error_code ignored;
        for (auto i = fs::recursive_directory_iterator(path_, ignored); i != end(i);
             i.increment(ignored)) {
            if (fs::is_directory(i->symlink_status(ignored))) {
                fs::permissions(*i, fs::perms::owner_all, ignored);
            }
        }
        fs::remove_all(path_, ignored);
    }
    [[nodiscard]] fs::path const& path() const { return path_; }
    [[nodiscard]] fs::path operator/(char const* name) const { return path_ / name; }
    /// How many entries there are.
    [[nodiscard]] auto size() const {
        return std::distance(fs::directory_iterator(path_), fs::directory_iterator());
    }

private:
    fs::path path_;
};

inline void put(fs::path const& file, std::string const& text) {
    std::ofstream(file, std::ios::binary) << text;
}
/// The content of a file, if it exists.
inline std::optional<std::string> get(fs::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return std::nullopt;
    }
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

/// What f throws, which has to be a filesystem_error: its text, and its cause.
struct thrown {
    std::string text = "nothing";
    std::error_code cause;
    [[nodiscard]] bool names(fs::path const& path, std::errc because) const {
        return text.find(path.string()) != std::string::npos && cause == because &&
               text.find(std::make_error_code(because).message()) != std::string::npos;
    }
};
inline std::ostream& operator<<(std::ostream& out, thrown const& t) { return out << t.text; }

template <class F>
[[nodiscard]] thrown thrown_by(F f) {
    try {
        f();
    } catch (fs::filesystem_error const& e) {
        return {e.what(), e.code()};
    }
    return {};
}

/// Runs f in a process of its own and returns what it returns; 99 if it throws, -1 if it is killed.
template <class F>
[[nodiscard]] int in_child(F f) {
    pid_t const child = ::fork();
    if (child == 0) {
        int result = 99;
        try {
            result = f();
        } catch (...) {
        }
        ::_exit(result);
    }
    int status = 0;
    REQUIRE(child > 0);
    REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// The same, for a user whom permissions apply to, which they do not to root. Returns 0 with a
/// warning where there is no such user.
template <class F>
[[nodiscard]] int in_child_without_privileges(F f) {
    constexpr int skipped = 98;
    constexpr unsigned nobody = 65534;
    int const result = in_child([&] {
        if (::geteuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0)) {
            return skipped;
        }
        return f();
    });
    if (result == skipped) {
        WARN("skipped: root, and cannot become anybody else");
        return 0;
    }
    return result;
}

/// From the next call on that is a cancellation point.
inline void cancel_this_thread() { ::pthread_cancel(::pthread_self()); }
/// Runs f, in the course of which the thread is cancelled, in a process of its own. Returns 0 where
/// that ended the thread.
template <class F>
[[nodiscard]] int in_cancelled_thread(F f) {
    return in_child([&] {
        auto const start = [](void* g) -> void* {
            (*static_cast<F*>(g))();
            ::pthread_testcancel();
            return nullptr;
        };
        ::pthread_t thread{};
        void* result = nullptr;
        return ::pthread_create(&thread, nullptr, start, &f) == 0 &&
                       ::pthread_join(thread, &result) == 0 && result == PTHREAD_CANCELED
                   ? 0
                   : 1;
    });
}

}  // namespace test

#endif
