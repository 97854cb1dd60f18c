// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_EXAMPLES_SERVICE_SESSION_LOG_HPP
#define AMBIT_EXAMPLES_SERVICE_SESSION_LOG_HPP

#include <ambit/ambit.hpp>

#include <iostream>

/// How many sessions there were.
struct statistics {
    int opened = 0;
    int closed = 0;
};

/// A manager: tells when a session begins, when it ends, and how.
class session_log {
public:
    explicit session_log(statistics& all) : all_{all} {}

    void enter() {
        number_ = ++all_.opened;
        std::cout << "open " << number_ << '\n' << std::flush;
    }
    void exit(ambit::outcome const& end) {
        ++all_.closed;
        char const* const how =
            end.succeeded() ? "succeeded" : (end.cancelled() ? "cancelled" : "failed");
        std::cout << "close " << number_ << ": " << how << '\n' << std::flush;
    }

private:
    statistics& all_;
    int number_ = 0;
};

#endif
