// SPDX-License-Identifier: BSL-1.0
// Opening may fail by value; a body that returns an int leaves no way to say so.
// EXPECT: [ambit.error]
// EXPECT: stage 0 `database`
// EXPECT: error `db_error`
// EXPECT: `int`, cannot carry
// EXPECT: let the body return an expected-like type

#include <ambit/ambit.hpp>

enum class db_error { none, unreachable };

template <class T>
struct expected {
    T value{};
    db_error reason = db_error::none;

    expected(T v) : value(v) {}
    expected(db_error e) : reason(e) {}
    bool has_value() const { return reason == db_error::none; }
    T& operator*() { return value; }
    db_error const& error() const { return reason; }
};

struct connection {};

struct database {
    expected<connection> enter() { return connection{}; }
    void exit(connection&) {}
};

int main() {
#ifdef FIXED
    auto const body = [](connection&) { return expected<int>(1); };
    return *ambit::run(ambit::scope(database{}) >> body) - 1;
#else
    auto const body = [](connection&) { return 1; };
    return ambit::run(ambit::scope(database{}) >> body) - 1;
#endif
}
