// SPDX-License-Identifier: BSL-1.0
// What the awaitable of an enter yields is unwrapped too, and its error has to have a way out.
// EXPECT: [ambit.error]
// EXPECT: stage 0 `database`
// EXPECT: error `db_error`
// EXPECT: `int`, cannot carry
// EXPECT: let the body return an expected-like type

#include "../support/expected.hpp"
#include <ambit/coroutine.hpp>

enum class db_error { none, unreachable };
struct connection {};

struct database {
    ambit::task<expected<connection, db_error>> async_enter() { co_return connection{}; }
    ambit::task<> async_exit(connection&) { co_return; }
};

int main() {
#ifdef FIXED
    auto const body = [](connection&) { return expected<int, db_error>(1); };
    return *ambit::sync_wait(ambit::async_run(ambit::scope(database{}) >> body)) - 1;
#else
    auto const body = [](connection&) { return 1; };
    return ambit::sync_wait(ambit::async_run(ambit::scope(database{}) >> body)) - 1;
#endif
}
