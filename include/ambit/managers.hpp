// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_HPP
#define AMBIT_MANAGERS_HPP

// The catalogue. Each entry has a header of its own, which costs less to include.

#include <ambit/ambit.hpp>
#include <ambit/managers/defer.hpp>
#include <ambit/managers/environment.hpp>
#include <ambit/managers/file.hpp>
#include <ambit/managers/locked.hpp>
#include <ambit/managers/locked_for.hpp>
#include <ambit/managers/on_failure.hpp>
#include <ambit/managers/on_success.hpp>
#include <ambit/managers/pool.hpp>
#include <ambit/managers/redirect.hpp>
#include <ambit/managers/replace_file.hpp>
#include <ambit/managers/shared_locked.hpp>
#include <ambit/managers/suppress.hpp>
#include <ambit/managers/suppress_everything.hpp>
#include <ambit/managers/temporary_directory.hpp>
#include <ambit/managers/timed.hpp>
#include <ambit/managers/trace.hpp>
#include <ambit/managers/try_locked.hpp>
#include <ambit/managers/working_directory.hpp>

#endif
