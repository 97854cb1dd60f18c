// SPDX-License-Identifier: BSL-1.0
// The body's result is what its awaitable yields.
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
    expected<connection, db_error> enter() { return connection{}; }
    void exit(connection&) {}
};

#ifdef FIXED
using result = expected<int, db_error>;
#else
using result = int;
#endif
ambit::task<result> query(connection&) { co_return 1; }

int main() {
    auto run = ambit::async_run(ambit::scope(database{}) >> query);
    (void)ambit::sync_wait(std::move(run));
}
