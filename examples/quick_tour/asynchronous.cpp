// SPDX-License-Identifier: BSL-1.0
// A run whose enters and exits are awaited: here by a task, whose resource lives elsewhere.
#include <ambit/coroutine.hpp>

#include <stdexcept>
#include <string>
#include <utility>

namespace {

std::string said;

// [tour:asynchronous]
struct session {
    using properties = ambit::properties<ambit::needs<std::string>>;

    ambit::task<int> async_enter() {
        said += "login ";
        co_return 42;
    }
    // What a destructor cannot do: it awaits, and it knows how the work ended.
    ambit::task<void> async_exit(int& /*id*/, ambit::outcome const& o) {
        said += o.failed() ? "rollback " : "logout ";
        co_return;
    }
    // The coroutine was destroyed while suspended: nobody can wait any more.
    void abandon() noexcept { said += "drop "; }
};

ambit::task<int> answer(std::string& server) {
    auto work = [](int& id) -> ambit::task<int> { co_return id; };
    auto block = ambit::scope(ambit::value(std::move(server))) | ambit::scope(session()) >> work;
    co_return co_await std::move(block);  // one coroutine frame, however many stages
}
// [/tour]

ambit::task<int> fail() {
    auto work = [](int&) -> ambit::task<int> {
        throw std::runtime_error("no");
        co_return 0;
    };
    auto block = ambit::scope(ambit::value(std::string("db"))) | ambit::scope(session()) >> work;
    co_return co_await std::move(block);
}

}  // namespace

int main() {
    std::string server = "db";
    bool good = ambit::sync_wait(answer(server)) == 42 && said == "login logout ";
    said.clear();
    try {
        static_cast<void>(ambit::sync_wait(fail()));
        good = false;
    } catch (std::runtime_error const&) {
        good = good && said == "login rollback ";
    }
    return good ? 0 : 1;
}
