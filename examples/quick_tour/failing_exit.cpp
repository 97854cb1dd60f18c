// SPDX-License-Identifier: BSL-1.0
#include <ambit/ambit.hpp>

#include <stdexcept>

// [tour:failing_exit]
struct full_disk {
    void enter() {}
    void exit() { throw std::runtime_error("cannot write the last block"); }
};

void fail_within(auto manager) {
    ambit::run(ambit::scope(manager) >> [] { throw std::logic_error("the body's own"); });
}

using ambit::on_exit_error, ambit::with;
auto const keeps_first = full_disk{};  // the default: the logic_error goes on
auto const keeps_last = with<on_exit_error<ambit::keep_last>>(full_disk{});  // the runtime_error
auto const keeps_both = with<on_exit_error<ambit::aggregate>>(full_disk{});  // an aggregate_error
// [/tour]

template <class Error>
bool ends_in(auto manager) {
    try {
        fail_within(manager);
    } catch (Error const&) {
        return true;
    } catch (...) {
    }
    return false;
}

int main() {
    bool const right = ends_in<std::logic_error>(keeps_first) &&
                       ends_in<std::runtime_error>(keeps_last) &&
                       ends_in<ambit::aggregate_error>(keeps_both);
    return right ? 0 : 1;
}
