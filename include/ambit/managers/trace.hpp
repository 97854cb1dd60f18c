// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_TRACE_HPP
#define AMBIT_MANAGERS_TRACE_HPP

#include <ambit/manager/awaitable.hpp>
#include <ambit/manager/outcome.hpp>
#include <ambit/manager/with.hpp>

#include <string>
#include <string_view>
#include <type_traits>

AMBIT_BEGIN
namespace detail {

template <class Sink>
class [[nodiscard]] tracer {
public:
    template <class S, class Name>
    [[nodiscard]] constexpr tracer(in_place_t, S&& sink, Name&& name)
        : sink_(static_cast<S&&>(sink)), name_(static_cast<Name&&>(name)) {}

    constexpr void enter() { tell(sink_, "enter ", ""); }
    constexpr void enter() const
        requires ::std::is_invocable_v<Sink const&, ::std::string_view>
    {
        tell(sink_, "enter ", "");
    }
    constexpr void exit(outcome const& o) { tell(sink_, "exit ", how(o)); }
    constexpr void exit(outcome const& o) const
        requires ::std::is_invocable_v<Sink const&, ::std::string_view>
    {
        tell(sink_, "exit ", how(o));
    }

private:
    [[nodiscard]] static constexpr ::std::string_view how(outcome const& o) noexcept {
        if (o.succeeded()) {
            return ": succeeded";
        }
        return o.cancelled() ? ": cancelled" : ": failed";
    }
    template <class S>
    constexpr void tell(S& sink, ::std::string_view what, ::std::string_view end) const {
        ::std::string line;
        line.reserve(what.size() + name_.size() + end.size());
        line.append(what).append(name_).append(end);
        static_cast<void>(sink(::std::string_view(line)));
    }

    [[no_unique_address]] Sink sink_;
    ::std::string name_;
};

/// What becomes of a sink that takes no line, or a name that is no text: no manager.
struct trace_without_sink {
    [[nodiscard]] static constexpr char const* why_no_manager() noexcept {
        return "takes a sink that is called with a std::string_view, and a name for a std::string";
    }
};

/// And of a sink that returns an awaitable.
struct trace_with_awaited_sink {
    [[nodiscard]] static constexpr char const* why_no_manager() noexcept {
        return "does not await what its sink returns: let the sink return nothing";
    }
};

struct trace_fn {
    template <class Sink, class Name>
    [[nodiscard]] constexpr auto operator()(Sink&& sink, Name&& name) const {
        using function = ::std::decay_t<Sink>;
        if constexpr (!::std::is_invocable_v<function&, ::std::string_view> ||
                      !::std::is_constructible_v<::std::string, Name>) {
            return trace_without_sink();
        } else if constexpr (awaitable<::std::invoke_result_t<function&, ::std::string_view>>) {
            return trace_with_awaited_sink();
        } else {
            return tracer<function>(in_place, static_cast<Sink&&>(sink), static_cast<Name&&>(name));
        }
    }
};

}  // namespace detail

/// @brief `trace(sink, name)`: tells the sink, a line at a time, as a `std::string_view` without a
/// line break: `enter NAME`, then `exit NAME: succeeded`, `failed` or `cancelled`.
///
/// The sink is copied or moved in, what it returns is ignored, and must be nothing to await. The
/// name is kept as a `std::string`. Resource: none. Facts: none; it suppresses nothing.
/// Throws: what the sink throws, and `std::bad_alloc`. At enter the stage has then not entered, at
/// exit it is an exit that threw.
inline constexpr detail::trace_fn trace{};

AMBIT_END

#endif
