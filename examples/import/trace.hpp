// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_EXAMPLES_IMPORT_TRACE_HPP
#define AMBIT_EXAMPLES_IMPORT_TRACE_HPP

#include <ambit/ambit.hpp>

#include <chrono>
#include <iostream>
#include <utility>

/// A manager that owns nothing: it tells when it is entered, and when it is exited and why.
class trace {
public:
    explicit trace(char const* name) : name_{name} {}

    void enter() const { std::cout << "  entered " << name_ << '\n'; }

    void exit(ambit::outcome const& end) const {
        std::cout << "  exiting " << name_ << ": " << (end.failed() ? "failed" : "succeeded")
                  << '\n';
    }

private:
    char const* name_;
};

/// Any manager, or a factory of one, with a trace just inside it: "entered" appears once the
/// manager is entered, "exiting" right before it is exited, with the outcome that it will see.
/// Two stages in one pipeline, which is a value like any other.
template <class Manager>
[[nodiscard]] auto traced(char const* name, Manager manager) {
    return ambit::scope(std::move(manager), trace{name});
}

/// For `ambit::around`: calls the rest of the pipeline and tells how long it took.
struct stopwatch {
    void operator()(ambit::yield<> rest) const {
        auto const start = std::chrono::steady_clock::now();
        bool const failed = rest().failed();
        std::chrono::duration<double, std::milli> const time =
            std::chrono::steady_clock::now() - start;
        std::cout << "\n" << (failed ? "failed" : "done") << " after " << time.count() << " ms\n";
    }
};

#endif
