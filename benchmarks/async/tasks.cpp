// SPDX-License-Identifier: BSL-1.0
#include "tasks.hpp"

#include "nested.hpp"
#include "pipelines.hpp"
#include "single.hpp"

template struct pipelines<tasks<ready>>;
template struct pipelines<tasks<posted>>;
template struct nested_coroutines<tasks<ready>>;
template struct nested_coroutines<tasks<posted>>;
template struct nested_out_of_line<tasks<ready>>;
template struct nested_out_of_line<tasks<posted>>;
template struct single_coroutine<tasks<ready>>;
template struct single_coroutine<tasks<posted>>;
