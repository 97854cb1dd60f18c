// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_WRITE_MANAGED_HPP
#define AMBIT_WRITE_MANAGED_HPP

#include <ambit/write/generator.hpp>

AMBIT_BEGIN

/// @brief A manager that is written as a coroutine with one `co_yield`: what is before it enters,
/// what is after it exits.
///
/// ```
/// managed<session> logged_in(server& s) {
///     session mine = s.log_in();
///     co_yield mine;  // the body runs here
///     mine.commit();
/// }
/// ```
///
/// Entering resumes the coroutine until it yields. A yielded lvalue is the resource itself; a
/// temporary lives in the coroutine until that is resumed. (g++ 12 destroys a temporary of an
/// aggregate type twice: name it, and yield that.)
///
/// Exiting after a success resumes it. A failure is thrown at the `co_yield`, an error value as its
/// type, so that code after it runs on success alone, and RAII and handlers in the coroutine work
/// as they do around a call of the body. During the forced unwinding of a thread the frame is
/// destroyed at the `co_yield` instead.
///
/// A failure that the coroutine swallows is suppressed where the facts declare that; otherwise it
/// goes on. What else leaves the coroutine is what an exit throws. Its locals and parameters end
/// with it: they are gone when the next outer stage exits.
///
/// Facts: `single_use`, and Fact. For blocks that run again let a factory make it.
/// Throws: entering what the coroutine throws before it yields, `generator_error` if it does not
/// yield or was entered before; exiting `generator_error` if it yields twice, when its frame is
/// destroyed at once.
/// @tparam R void, an object type or an lvalue reference. `managed<>` yields `{}`.
/// @tparam Fact facts, see `properties`.
template <class R = void, class... Fact>
class [[nodiscard]] managed
    : public detail::generator<managed<R, Fact...>, detail::called_generator, R, Fact...> {
    using base = detail::generator<managed, detail::called_generator, R, Fact...>;

public:
    typename base::entered enter() {
        base::begin_enter();
        base::frame().resume();
        return base::end_enter();
    }
    bool exit(outcome const& o) {
        if (!base::begin_exit(o)) {
            return false;
        }
        base::frame().resume();
        return base::end_exit();
    }

private:
    friend base;
    explicit managed(base&& made) noexcept : base(static_cast<base&&>(made)) {}
};

AMBIT_END

#endif
