// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_COROUTINE_HPP
#define AMBIT_COROUTINE_HPP

// What needs coroutines: asynchronous runs, and managers written as generators. First, and out of
// order, the headers whose asserts users meet; see ambit.hpp.

#include <ambit/pipeline/pipeline.hpp>
#include <ambit/run/run.hpp>
#include <ambit/run/wrap.hpp>

#include <ambit/analysis/check.hpp>
#include <ambit/async/run.hpp>

#include <ambit/ambit.hpp>
#include <ambit/async/await_block.hpp>
#include <ambit/async/both.hpp>
#include <ambit/async/sync_wait.hpp>
#include <ambit/async/task.hpp>
#include <ambit/async/traits.hpp>
#include <ambit/write/async_around.hpp>
#include <ambit/write/async_managed.hpp>
#include <ambit/write/managed.hpp>

#endif
