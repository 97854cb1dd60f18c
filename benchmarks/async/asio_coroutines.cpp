// SPDX-License-Identifier: BSL-1.0
#include "asio_coroutines.hpp"

#include "nested.hpp"
#include "pipelines.hpp"
#include "single.hpp"

#include <ambit/asio.hpp>

template struct pipelines<asio_coroutines>;
template struct nested_coroutines<asio_coroutines>;
template struct single_coroutine<asio_coroutines>;
