// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_RUN_EXECUTION_HPP
#define AMBIT_RUN_EXECUTION_HPP

#include <ambit/run/part.hpp>
#include <ambit/run/result.hpp>

#include <cstddef>

AMBIT_BEGIN
namespace detail {

/// Calls the factory of a stage.
template <class Part, class Execution>
struct factory_call {
    Execution* run;
    AMBIT_ALWAYS_INLINE constexpr decltype(auto) operator()() const {
        return Part::entry::classified::binding::call(detail::bare_reference(
                                                          Part::source_in(run->stages)),
                                                      run->resources);
    }
};
/// In place of that, for a manager.
struct no_factory {
    void const* run;
};

/// One run of a block: what it needs, and how it is lowered.
template <class Subject>
struct execution {
    static constexpr bool is_async = detail::is_async(Subject::use);
    using layout = typename Subject::layout;
    using parts = detail::parts<typename Subject::entries, is_async>;
    using stages_type = typename Subject::stages_type;
    using body_type = typename Subject::body;
    using call = typename Subject::body_call;
    using body_result = typename Subject::result;
    using result = result_of<Subject>;

    static constexpr ::std::size_t size = layout::size::value;
    static constexpr ::std::size_t guards = parts::guards;
    static constexpr ::std::size_t set_aside_capacity = parts::set_aside_capacity;
    static constexpr bool may_suppress = can_suppress<Subject>;
    static constexpr bool is_nothrow =
        plan_of<Subject, typename Subject::entries, typename Subject::stages>::is_nothrow;
    static constexpr bool fails_by_value = parts::fallible || expected_like<body_result>;
    /// All that needs a handler is under one, and no stage has exits of its own.
    static constexpr bool under_one_handler =
        !parts::has_around && !parts::many_exits &&
        (!expected_like<body_result> || ::std::is_move_constructible_v<body_result>) &&
        (!parts::fallible || ::std::is_object_v<body_result>);
    template <::std::size_t I>
    using part_at = part<typename parts::template at<I>, is_async>;
    /// The stages whose resource the body or a factory takes.
    static constexpr auto taken = parts::template taken<typename call::taken>();
    /// Where a stage is kept.
    template <class Part>
    using storage_of = typename Part::template storage_in<stages_type>;
    /// Where the resource of a stage is made known to those inside.
    template <class Part>
    using place_of =
        choose_t<taken.has[Part::index], resource_pointer<typename Part::offer>, untaken>;
    /// What calls the factory of a stage, if it is one.
    template <class Part>
    using maker_of = choose_t<Part::made, factory_call<Part, execution>, no_factory>;

    stages_type& stages;
    body_type& body;
    resource_table<typename Subject::resources> resources{};

    AMBIT_ALWAYS_INLINE constexpr typename call::result call_body() {
        return call::call(body, resources);
    }
};

}  // namespace detail
AMBIT_END

#endif
