// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_AMBIT_HPP
#define AMBIT_AMBIT_HPP

// All that needs no coroutine. First, and out of order, the headers whose asserts users meet: what
// an error says of the way to a header is shortest where that is included here.

#include <ambit/pipeline/pipeline.hpp>
#include <ambit/run/run.hpp>
#include <ambit/run/wrap.hpp>

#include <ambit/analysis/check.hpp>
#include <ambit/analysis/plan.hpp>
#include <ambit/manager/concepts.hpp>
#include <ambit/manager/with.hpp>
#include <ambit/pipeline/scope.hpp>
#include <ambit/version.hpp>
#include <ambit/write/around.hpp>
#include <ambit/write/bracket.hpp>
#include <ambit/write/closing.hpp>
#include <ambit/write/raii.hpp>
#include <ambit/write/value.hpp>

#endif
