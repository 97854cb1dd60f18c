// SPDX-License-Identifier: BSL-1.0
// Rule 12: redirect(os, buffer).
#include <support/catch.hpp>
#include <support/expected.hpp>
#include <support/probes.hpp>

#include <ambit/coroutine.hpp>
#include <ambit/managers/redirect.hpp>

#include <ios>
#include <ostream>
#include <sstream>
#include <streambuf>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ambit::redirect;
using ambit::run;
using ambit::scope;
using namespace test;

/// Passes on what is written only when it is synchronised; then it may fail.
class lazy_buffer : public std::streambuf {
public:
    enum class sync_by : unsigned char { success, failure, exception };
    explicit lazy_buffer(sync_by how = sync_by::success) : how_(how) {
        setp(pending_, pending_ + sizeof pending_);
    }
    [[nodiscard]] std::string const& written() const { return written_; }

protected:
    int sync() override {
        if (how_ == sync_by::exception) {
            raise(exit_failure{{7}});
        }
        written_.append(pbase(), pptr());
        setp(pending_, pending_ + sizeof pending_);
        return how_ == sync_by::failure ? -1 : 0;
    }

private:
    char pending_[64] = {};
    std::string written_;
    sync_by how_;
};
/// Takes nothing.
class full_buffer : public std::streambuf {};

using redirection = decltype(redirect(std::declval<std::ostream&>(), nullptr));
static_assert(std::is_same_v<ambit::resource_t<redirection>, std::ostream&>);
static_assert(std::is_same_v<ambit::properties_of<redirection>, ambit::properties<>>);
static_assert(std::is_same_v<decltype(redirect(std::declval<std::ostringstream&>(),
                                               std::declval<std::stringbuf*>())),
                             redirection>);
static_assert(
    std::is_same_v<ambit::resource_t<decltype(redirect(std::declval<std::wostream&>(), nullptr))>,
                   std::wostream&>);

constexpr auto fails = [] { raise(body_failure{{-1}}); };

}  // namespace

TEST_CASE("12 redirect: to the buffer and back, flushed in between, on every way out") {
    std::ostringstream os;
    std::streambuf* const own = os.rdbuf();
    lazy_buffer to;
    auto const pipeline = [&] { return scope(redirect(os, &to)); };
    os << "a";
    run(pipeline() >> [&] { os << "1"; });
    os << "b";
    CHECK(run(pipeline() >> [](std::ostream& out) { return &(out << "2"); }) == &os);
    os << "c";
    CHECK_THROWS_AS(run(pipeline() >> [&] { os << "3", fails(); }), body_failure);
    CHECK_THROWS_AS(run(pipeline() >> [&] { os << "4", raise(ambit::cancelled()); }),
                    ambit::cancelled);
    static_cast<void>(run(pipeline() >> [&]() -> expected<int, error> {
        os << "5";
        return unexpected{error{1}};
    }));
    ambit::sync_wait(ambit::async_run(pipeline() >> [&]() -> ambit::task<> {
        os << "6";
        co_return;
    }));
    os << "d";
    CHECK(os.rdbuf() == own);
    CHECK(os.str() == "abcd");
    CHECK(to.written() == "123456");
}

TEST_CASE("12 redirect: the state of the stream is its own buffer's") {
    using std::ios_base;
    std::ostringstream os;
    lazy_buffer to;
    for (auto const state : {ios_base::goodbit, ios_base::failbit, ios_base::badbit,
                             ios_base::badbit | ios_base::eofbit}) {
        os.clear(state);
        CHECK(run(scope(redirect(os, &to)) >> [&] {
            bool const good = os.good();
            os.setstate(ios_base::failbit);
            return good;
        }));
        CHECK(os.rdstate() == state);
    }
    SECTION("though it throws in that state") {
        CHECK_THROWS_AS(os.exceptions(ios_base::badbit), ios_base::failure);
        run(scope(redirect(os, &to)) >> [&] { os << "x"; });
        CHECK(to.written() == "x");
        CHECK(os.rdstate() == (ios_base::badbit | ios_base::eofbit));
        CHECK(os.exceptions() == ios_base::badbit);
    }
}

TEST_CASE("12 redirect: a null buffer takes nothing") {
    std::ostringstream os;
    auto discards = scope(redirect(os, nullptr));
    SECTION("which is known") {
        CHECK(run(discards >> [&] { return (os << "x").bad(); }));
    }
    SECTION("also where the stream throws") {
        os.exceptions(std::ios_base::badbit);
        CHECK_THROWS_AS(run(discards >> [&] { os << "x"; }), std::ios_base::failure);
        CHECK(os.exceptions() == std::ios_base::badbit);
    }
    CHECK(os.good());
    os << "y";
    CHECK(os.str() == "y");
}

TEST_CASE("12 redirect: nested, in others and in itself, and run again") {
    std::ostringstream os;
    std::ostringstream to, inner;
    auto again = scope(redirect(os, to.rdbuf()));
    auto const write = [&](char const* text) { return [&os, text] { os << text; }; };
    run(again >> [&] {
        os << "1";
        run(scope(redirect(os, inner.rdbuf())) >> write("inner"));
        run(again >> write("2"));
        os << "3";
    });
    os << "own";
    run(again | again >> write("4"));
    run(again >> write("5"));
    CHECK(os.str() == "own");
    CHECK(to.str() == "12345");
    CHECK(inner.str() == "inner");
}

TEST_CASE("12 6 redirect: what the buffer did not take is a failure of the exit") {
    std::ostringstream os;
    std::streambuf* const own = os.rdbuf();
    trace log;
    full_buffer full;
    lazy_buffer refuses(lazy_buffer::sync_by::failure);
    lazy_buffer throws(lazy_buffer::sync_by::exception);
    auto const to = [&](std::streambuf& b) {
        return scope(watcher<>{log, 0}) | scope(redirect(os, &b));
    };
    auto const write = [&] { os << "x"; };
    CHECK_THROWS_AS(run(to(full) >> write), std::ios_base::failure);
    CHECK_THROWS_AS(run(to(refuses) >> write), std::ios_base::failure);
    CHECK_THROWS_AS(run(to(throws) >> write), exit_failure);
    CHECK_THROWS_AS(run(to(refuses) >> fails), body_failure);
    os.exceptions(std::ios_base::badbit | std::ios_base::failbit);
    CHECK_THROWS_AS(run(to(full) >> write), std::ios_base::failure);
    trace expected;
    for (int i = 0; i != 5; ++i) {
        expected.enter(0).exit(0, seen::failure);
    }
    CHECK(log == expected);
    CHECK(os.rdbuf() == own);
    CHECK(os.good());
    CHECK(os.str().empty());
}
