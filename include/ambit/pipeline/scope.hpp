// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_PIPELINE_SCOPE_HPP
#define AMBIT_PIPELINE_SCOPE_HPP

#include <ambit/pipeline/pipeline.hpp>

AMBIT_BEGIN
namespace detail {

struct scope_fn {
    template <class X>
    [[nodiscard]] constexpr auto operator()(X&& x) const {
        if constexpr (a_pipeline<X>) {
            using rules = typename ::std::remove_cvref_t<X>::rules;
            return pipeline_of<chain_from_t<X>, rules>{{}, detail::chain_from(static_cast<X&&>(x))};
        } else {
            using stage = stage_t<X>;
            return pipeline<seq<no_stages, stage>>{
                {}, {{}, leaf<0, stage>{static_cast<stage>(static_cast<X&&>(x))}}};
        }
    }
    [[nodiscard]] constexpr auto operator()() const { return pipeline<no_stages>{{}, {}}; }
    template <class X, class Y, class... More>
    [[nodiscard]] constexpr auto operator()(X&& x, Y&& y, More&&... more) const {
        return (((*this)(static_cast<X&&>(x)) | (*this)(static_cast<Y&&>(y))) | ... |
                (*this)(static_cast<More&&>(more)));
    }
};

}  // namespace detail

/// @brief `scope(x...)`: a pipeline of one stage for each argument, outermost first.
///
/// Each x is a manager, a factory (a callable that returns a manager when its turn to enter comes,
/// called with resources of outer stages), or a pipeline, which stands for its stages. An rvalue is
/// moved in, an lvalue is held by reference. Acquires nothing. What is wrong with an x is reported
/// by `check`, or when a block is run.
inline constexpr detail::scope_fn scope{};

AMBIT_END

#endif
