// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ANALYSIS_RULES_HPP
#define AMBIT_ANALYSIS_RULES_HPP

#include <ambit/analysis/rules/async.hpp>
#include <ambit/analysis/rules/body.hpp>
#include <ambit/analysis/rules/error.hpp>
#include <ambit/analysis/rules/escape.hpp>
#include <ambit/analysis/rules/exclusive.hpp>
#include <ambit/analysis/rules/hidden_failure.hpp>
#include <ambit/analysis/rules/lock_order.hpp>
#include <ambit/analysis/rules/manager.hpp>
#include <ambit/analysis/rules/needs.hpp>
#include <ambit/analysis/rules/no_lost_errors.hpp>
#include <ambit/analysis/rules/nothrow_exits.hpp>
#include <ambit/analysis/rules/result.hpp>
#include <ambit/analysis/rules/reuse.hpp>
#include <ambit/analysis/rules/suppression.hpp>
#include <ambit/analysis/rules/suspend.hpp>

AMBIT_BEGIN
namespace detail {

/// The rules that always hold, in the order in which they are reported.
using standing_rules = list<rules::manager, rules::suppression, rules::needs, rules::hidden_failure,
                            rules::suspend, rules::lock_order, rules::exclusive, rules::async,
                            rules::reuse, rules::body, rules::escape, rules::error, rules::result>;

}  // namespace detail
AMBIT_END

#endif
