// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_MANAGERS_REDIRECT_HPP
#define AMBIT_MANAGERS_REDIRECT_HPP

#include <ambit/version.hpp>

#include <ios>
#include <ostream>
#include <streambuf>
#include <type_traits>
#include <vector>

AMBIT_BEGIN
namespace detail {

template <class Stream>
class [[nodiscard]] redirection {
    using buffer = ::std::basic_streambuf<typename Stream::char_type, typename Stream::traits_type>;

    /// Where a stream writes, and the state that it is in.
    struct place {
        buffer* to;
        ::std::ios_base::iostate state;
    };

public:
    [[nodiscard]] redirection(Stream& os, buffer* to) noexcept
        : stream_(__builtin_addressof(os)), to_(to) {}

    Stream& enter() {
        before_.push_back({stream_->rdbuf(), stream_->rdstate()});
        put(*stream_, {to_, ::std::ios_base::goodbit});
        return *stream_;
    }
    void exit() {
        back_at_end const ends{*stream_, before_.back()};
        before_.pop_back();
        if (to_ != nullptr && (to_->pubsync() == -1 || stream_->bad())) {
            AMBIT_THROW(::std::ios_base::failure(
                "ambit: what a redirected stream wrote was not taken by its new buffer"));
        }
    }

private:
    /// A buffer is set with the state that belongs to it, which `rdbuf` alone would clear. Nothing
    /// is thrown, though the stream may be one that throws in such a state.
    static void put(Stream& os, place const& p) noexcept {
        ::std::ios_base::iostate const throws_on = os.exceptions();
        os.exceptions(::std::ios_base::goodbit);
        os.rdbuf(p.to);
        os.clear(p.state);
        if (throws_on != ::std::ios_base::goodbit) {
            AMBIT_TRY { os.exceptions(throws_on); }  // is set before it throws
            AMBIT_CATCH {}
        }
    }
    struct back_at_end {
        Stream& os;
        place to;
        ~back_at_end() { put(os, to); }
    };

    Stream* stream_;
    buffer* to_;
    ::std::vector<place> before_;  // one for each run that is under way, the innermost last
};

struct redirect_fn {
    template <class Char, class Traits>
    [[nodiscard]] auto operator()(
        ::std::basic_ostream<Char, Traits>& os,
        ::std::type_identity_t<::std::basic_streambuf<Char, Traits>>* to) const noexcept {
        return redirection<::std::basic_ostream<Char, Traits>>(os, to);
    }
};

}  // namespace detail

/// @brief `redirect(os, buffer)`: what is written to the stream goes to the buffer, a `streambuf*`,
/// while the rest runs. A null buffer takes nothing: then the stream is bad meanwhile.
///
/// Requires: os and buffer outlive the run; redirections of one stream end in reverse order.
/// Effects: the stream's state is good at first. At exit the buffer is synchronised, and the stream
/// gets back the buffer and the state that it had before, on failure too. Redirections may be
/// nested, and the same one entered again inside of itself.
/// Resource: `std::ostream&`, the stream. Facts: none; it suppresses nothing.
/// Throws: entering `std::bad_alloc`; exiting what the buffer throws, and `std::ios_base::failure`
/// where it did not take all that was written (the stream is bad, or to synchronise failed).
inline constexpr detail::redirect_fn redirect{};

AMBIT_END

#endif
