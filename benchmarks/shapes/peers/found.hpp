// SPDX-License-Identifier: BSL-1.0
// Which of the peers are installed. What is absent leaves its source empty and its functions out of
// the table of shapes.
#ifndef AMBIT_BENCHMARKS_SHAPES_PEERS_FOUND_HPP
#define AMBIT_BENCHMARKS_SHAPES_PEERS_FOUND_HPP

#if __has_include(<absl/cleanup/cleanup.h>)
#    define AMBIT_FOUND_ABSL_CLEANUP
#endif
#if __has_include(<gsl/util>)
#    define AMBIT_FOUND_GSL_FINALLY
#endif
#if __has_include(<experimental/scope>)
#    define AMBIT_FOUND_STD_SCOPE
#endif
#if __has_include(<boost/scope/scope_exit.hpp>)
#    define AMBIT_FOUND_BOOST_SCOPE
#endif

#endif
