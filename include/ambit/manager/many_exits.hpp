// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGER_MANY_EXITS_HPP
#define AMBIT_MANAGER_MANY_EXITS_HPP

#include <ambit/manager/outcome.hpp>
#include <ambit/manager/traits.hpp>

#include <cstddef>

AMBIT_BEGIN
namespace detail {

/// Whether a failure is one that some facts declare to be suppressed.
using suppression_test = bool(failure&) noexcept;

/// What holds for many exits of one stage: what they may suppress, by the facts of that stage and
/// of what it is in itself; and what becomes of one that throws and has no policy of its own.
class common_policy {
public:
    constexpr common_policy(suppression_test* may_suppress, exit_policy on_error,
                            common_policy const* outer = nullptr) noexcept
        : may_suppress_(may_suppress), outer_(outer), on_error_(on_error) {}
    [[nodiscard]] constexpr bool allows_to_suppress(failure& f) const noexcept {
        return may_suppress_(f) && (outer_ == nullptr || outer_->allows_to_suppress(f));
    }
    [[nodiscard]] constexpr exit_policy on_error() const noexcept { return on_error_; }

private:
    suppression_test* may_suppress_;
    common_policy const* outer_;
    exit_policy on_error_;
};

/// One teardown of a stage with many exits.
struct teardown {
    failure& f;            // as it stands
    ::std::size_t origin;  // of the failures that they leave
    common_policy policy;
    bool has_room;  // whoever owns f keeps room for one more failure to be set aside
};

/// One stage with many exits: a run hands it the failure itself, whether there is one or not, for
/// each of them to see, suppress or replace as if it were a stage.
template <class M>
inline constexpr bool has_many_exits = requires(bare_t<M>& m, teardown& t) { m.exit_into(t); };
/// The same where they are awaited.
template <class M>
inline constexpr bool awaits_many_exits =
    requires(bare_t<M>& m, teardown const& t) { m.async_exit_into(t); };

}  // namespace detail
AMBIT_END

#endif
