// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_STACK_HPP
#define AMBIT_STACK_HPP

// Stages that are entered while the program runs. First, and out of order, the headers whose
// asserts users meet; see ambit.hpp.

#include <ambit/pipeline/pipeline.hpp>
#include <ambit/run/run.hpp>
#include <ambit/run/wrap.hpp>

#include <ambit/analysis/check.hpp>
#include <ambit/async/run.hpp>

#include <ambit/coroutine.hpp>
#include <ambit/stack/async_exit_stack.hpp>
#include <ambit/stack/exit_stack.hpp>

#endif
