// SPDX-License-Identifier: BSL-1.0
#include <memory>

#include <ambit/ambit.hpp>
#include <boost/hana.hpp>
