// SPDX-License-Identifier: BSL-1.0
// The behaviours that Python's contextlib promises, and its test suites look at (test_contextlib,
// test_contextlib_async), for exit stacks and for the small context managers.
//
// Where a rule differs the difference is what is tested: an entry's failure replaces the one in
// flight only by on_exit_error<keep_last>, `__context__` is `secondary()`, and what may be
// suppressed is declared.
//
// Not kept:
// - callbacks with arguments, `push` and `callback` as decorators that return the function: a
//   closure says both;
// - `push` of an object with an `__exit__`: a manager that is not entered has nothing to exit;
// - what is looked up when (`__enter__` on the type), docstrings, `__wrapped__`, abstract base
//   classes: types say that before the program runs, see tests/rejects/stack;
// - tracebacks, `__cause__`, a `__context__` set to None or by hand, StopIteration and
//   GeneratorExit: C++ exceptions have none;
// - `aclosing`: a bracket of awaitables.
// Those of `@contextmanager` are in tests/write/managed*.cpp, of locks and files in
// tests/managers/.
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <ambit/managers/redirect.hpp>
#include <ambit/managers/suppress.hpp>
#include <ambit/managers/suppress_everything.hpp>
#include <ambit/managers/working_directory.hpp>
#include <ambit/stack.hpp>

#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using ambit::keep_last;
using ambit::on_exit_error;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using ambit::suppresses;
using ambit::suppresses_everything;
using namespace test;

/// ExitStack and AsyncExitStack, the tests of which are the same.
struct synchronous {
    template <class... Fact>
    using stack = ambit::exit_stack<Fact...>;
    template <class Block>
    static decltype(auto) run(Block block) {
        return ambit::run(std::move(block));
    }
    template <class Stack, class M>
    static decltype(auto) enter(Stack& s, M&& m) {
        return s.enter(std::forward<M>(m));
    }
    template <class Stack>
    static void close(Stack& s) {
        s.close();
    }
    template <class F>
    static F exit(F f) {
        return f;
    }
};
struct asynchronous_form {
    template <class... Fact>
    using stack = ambit::async_exit_stack<ambit::task, Fact...>;
    template <class Block>
    static decltype(auto) run(Block block) {
        return ambit::sync_wait(ambit::async_run<ambit::task>(std::move(block)));
    }
    template <class Stack, class M>
    static decltype(auto) enter(Stack& s, M&& m) {
        return ambit::sync_wait(s.enter(std::forward<M>(m)));
    }
    template <class Stack>
    static void close(Stack& s) {
        ambit::sync_wait(s.close());
    }
    /// The same function, awaited.
    template <class F>
    static auto exit(F f) {
        if constexpr (std::is_invocable_v<F&, outcome const&>) {
            return [f](outcome const& o) mutable -> ambit::task<decltype(f(o))> { co_return f(o); };
        } else {
            return [f]() mutable -> ambit::task<decltype(f())> { co_return f(); };
        }
    }
};
#define FORMS synchronous, asynchronous_form

/// Runs `fill(stack)` as the body of a run.
template <class Form, class... Fact, class Fill>
decltype(auto) with_stack(Fill fill) {
    using stack = typename Form::template stack<Fact...>;
    return Form::run(scope(stack()) >> [&](stack& s) { return fill(s); });
}
template <class E>
auto raises(E e) {
    return [e] { throw e; };
}

/// What is thrown in chains: an int each.
int number_in(std::exception_ptr const& p) {
    try {
        std::rethrow_exception(p);
    } catch (int n) {
        return n;
    }
}
/// A failure, and what it replaced, the last first: as Python's `__context__` chain.
std::vector<int> chain_of(outcome const& o) {
    std::vector<int> chain;
    for (auto const& p : o.secondary()) {
        chain.insert(chain.begin(), number_in(p));
    }
    chain.insert(chain.begin(), number_in(o.exception()));
    return chain;
}
/// Runs a block in a stage that looks at the chain that comes out of it.
template <class Form, class... Fact, class Fill>
std::vector<int> chain_out_of(Fill fill) {
    using stack = typename Form::template stack<Fact...>;
    std::vector<int> chain;
    try {
        Form::run(scope(at_exit([&](outcome const& o) {
                      if (o.failed()) {
                          chain = chain_of(o);
                      }
                  })) |
                  scope(stack()) >> [&](stack& s) { fill(s); });
    } catch (int n) {
        CHECK(chain.front() == n);
    }
    return chain;
}
/// A manager that raises when it exits.
struct raises_at_exit {
    using properties = ambit::properties<on_exit_error<keep_last>>;
    int n;
    void enter() {}
    void exit() { throw n; }
};

}  // namespace

// --- ExitStack, AsyncExitStack -------------------------------------------------------------------

TEMPLATE_TEST_CASE("13.1 contextlib: no_resources", "", FORMS) {
    with_stack<TestType>([](auto&) {});
}

TEMPLATE_TEST_CASE("13.2 contextlib: callback, last in, first out, with arguments bound", "",
                   FORMS) {
    std::string result;
    with_stack<TestType>([&](auto& s) {
        for (char const* word : {"", "1", "1, 2", "example", "self, callback"}) {
            s.defer([&result, word] { result = result + '(' + word + ')'; });
        }
    });
    CHECK(result == "(self, callback)(example)(1, 2)(1)()");
}

TEMPLATE_TEST_CASE("13.2 contextlib: push, each is told of the failure as it stands", "", FORMS) {
    std::string result;
    auto const expect = [&](bool failed) {
        return [&result, failed](outcome const& o) {
            CHECK(o.failed() == failed);
            CHECK((o.template error<int>() != nullptr) == failed);
            CHECK((o.exception() != nullptr) == failed);
            result += failed ? 'f' : 's';
            return false;
        };
    };
    CHECK_FALSE(with_stack<TestType, suppresses<int>>([&](auto& s) {
        s.push(expect(false));
        s.push(TestType::exit(expect(false)));
        s.push([] { return true; });
        s.push(TestType::exit(expect(true)));
        s.push(expect(true));
        throw 4;
    }));
    CHECK(result == "ffss");
}

TEMPLATE_TEST_CASE("13.1 contextlib: enter_context, entered at once, exited in order", "", FORMS) {
    std::string result;
    with_stack<TestType>([&](auto& s) {
        s.defer([&] { result += '4'; });
        TestType::enter(s, ambit::bracket([&] { result += '1'; }, [&] { result += '3'; }));
        result += '2';
    });
    CHECK(result == "1234");
}

TEMPLATE_TEST_CASE("13.2 contextlib: close", "", FORMS) {
    std::string result;
    with_stack<TestType>([&](auto& s) {
        s.defer([&] { result += '1'; });
        TestType::close(s);
        result += '2';
    });
    CHECK(result == "12");
}

TEMPLATE_TEST_CASE("13.2 contextlib: pop_all", "", FORMS) {
    std::string result;
    std::optional<typename TestType::template stack<>> popped;
    with_stack<TestType>([&](auto& s) {
        s.defer([&] { result += '3'; });
        popped.emplace(s.pop_all());
        result += '1';
    });
    result += '2';
    TestType::close(*popped);
    CHECK(result == "123");
}

TEMPLATE_TEST_CASE("13.3 5 contextlib: exit_raise, exit_suppress, body_exception_suppress", "",
                   FORMS) {
    for (bool const suppress : {false, true}) {
        bool thrown = false;
        try {
            with_stack<TestType, suppresses_everything>([&](auto& s) {
                s.push([suppress] { return suppress; });
                throw 4;
            });
        } catch (int) {
            thrown = true;
        }
        CHECK(thrown != suppress);
    }
}

TEMPLATE_TEST_CASE("13.3 6.2 contextlib: exit_exception_chaining_reference, nested stages", "",
                   synchronous) {
    std::vector<int> chain;
    std::vector<int> inner;
    CHECK_THROWS_AS(
        run(scope(at_exit([&](outcome const& o) { chain = chain_of(o); })) |
            scope(raises_at_exit{3}) | scope(raises_at_exit{2}) | scope(raises_at_exit{1}) |
            scope(at_exit<suppresses_everything>([&](outcome const& o) { inner = chain_of(o); })) |
            scope(raises_at_exit{-1}) >> [] { throw -2; }),
        int);
    CHECK(chain == std::vector{3, 2, 1});
    CHECK(inner == std::vector{-1, -2});
}

TEMPLATE_TEST_CASE("13.3 6.2 contextlib: exit_exception_chaining, the same on a stack", "", FORMS) {
    std::vector<int> inner;
    auto const chain =
        chain_out_of<TestType, suppresses_everything, on_exit_error<keep_last>>([&](auto& s) {
            s.defer(TestType::exit(raises(3)));
            s.defer(raises(2));
            TestType::enter(s, raises_at_exit{1});
            s.push([&](outcome const& o) {
                inner = chain_of(o);
                return true;
            });
            s.defer(TestType::exit(raises(-1)));
            throw -2;
        });
    CHECK(chain == std::vector{3, 2, 1});
    CHECK(inner == std::vector{-1, -2});
}

TEMPLATE_TEST_CASE("13.3 6.2 contextlib: by default the first stays, and the others join it", "",
                   FORMS) {
    auto const chain = chain_out_of<TestType>([&](auto& s) {
        s.defer(raises(3));
        s.defer(TestType::exit(raises(2)));
        throw 1;
    });
    CHECK(chain == std::vector{1, 3, 2});
}

TEMPLATE_TEST_CASE("13.3 6.1 contextlib: exit_exception_non_suppressing", "", FORMS) {
    CHECK(chain_out_of<TestType>([](auto& s) {
              s.defer([] {});
              s.defer(raises(1));
          }) == std::vector{1});
    CHECK(chain_out_of<TestType, suppresses_everything>([](auto& s) {
              s.defer(raises(2));
              s.push([] { return true; });
              s.defer(raises(1));
          }) == std::vector{2});
}

TEMPLATE_TEST_CASE("13.3 6.2 contextlib: exit_exception_with_correct_context", "", FORMS) {
    auto const chain = chain_out_of<TestType>([](auto& s) {
        TestType::enter(s, raises_at_exit{4});
        TestType::enter(s, raises_at_exit{3});
        TestType::enter(s, raises_at_exit{2});
        throw 1;
    });
    CHECK(chain == std::vector{4, 3, 2, 1});
}

TEMPLATE_TEST_CASE("13.3 6.2 contextlib: exit_exception_with_existing_context, the last one leaves",
                   "", FORMS) {
    auto const chain = chain_out_of<TestType, on_exit_error<keep_last>>([](auto& s) {
        auto const raises_nested = [](int inner, int outer) {
            return [inner, outer] {
                try {
                    throw inner;
                } catch (int) {
                    throw outer;
                }
            };
        };
        s.defer(raises_nested(4, 5));
        s.defer(raises_nested(2, 3));
        throw 1;
    });
    CHECK(chain == std::vector{5, 3, 1});
}

TEMPLATE_TEST_CASE("13.3 5 contextlib: exit_exception_chaining_suppress", "", FORMS) {
    CHECK_FALSE(with_stack<TestType, suppresses_everything>([](auto& s) {
        s.push([] { return true; });
        s.push([]() -> bool { throw 1; });
        s.push([]() -> bool { throw 2; });
    }));
}

TEMPLATE_TEST_CASE("13.3 contextlib: excessive_nesting", "", FORMS) {
    int called = 0;
    with_stack<TestType>([&](auto& s) {
        for (int i = 0; i != 10'000; ++i) {
            s.defer([&] { ++called; });
        }
    });
    CHECK(called == 10'000);
}

TEMPLATE_TEST_CASE("13.3 11.3 contextlib: dont_reraise_RuntimeError, generators on a stack", "",
                   FORMS) {
    struct unique : std::runtime_error {
        using std::runtime_error::runtime_error;
    };
    auto const second = []() -> ambit::managed<int, on_exit_error<keep_last>> {
        try {
            co_yield 1;
        } catch (std::exception const&) {
            throw unique("new");
        }
    };
    auto const first = []() -> ambit::managed<int> {
        try {
            co_yield 1;
        } catch (std::exception const&) {
            throw;
        }
    };
    try {
        with_stack<TestType>([&](auto& s) {
            TestType::enter(s, second());
            TestType::enter(s, first());
            throw std::runtime_error("no infinite loop, please");
        });
        FAIL("did not throw");
    } catch (unique const& e) {
        CHECK(e.what() == std::string("new"));
    }
}

TEST_CASE("13.4 contextlib: async_callback, async_push, enter_async_context in one stack") {
    std::string result;
    ambit::sync_wait([](std::string& r) -> ambit::task<> {
        auto block = scope(ambit::async_exit_stack<>()) >>
                     [&r](ambit::async_exit_stack<>& s) -> ambit::task<> {
            s.defer([&r]() -> ambit::task<> {
                r += '4';
                co_return;
            });
            auto const manager = [](std::string& t) -> ambit::async_managed<> {
                t += '1';
                co_yield {};
                t += '3';
            };
            auto entering = s.enter(manager(r));
            co_await std::move(entering);
            r += '2';
        };
        co_await std::move(block);
    }(result));
    CHECK(result == "1234");
}

// --- closing, nullcontext ------------------------------------------------------------------------

TEST_CASE("11.6 contextlib: closing, closing_error") {
    struct closes {
        int closed = 0;
        void close() { ++closed; }
    };
    closes x;
    run(scope(ambit::closing(x)) >> [&](closes& y) {
        CHECK(&y == &x);
        CHECK(x.closed == 0);
    });
    CHECK(x.closed == 1);
    CHECK_THROWS_AS(run(scope(ambit::closing(x)) >> [] { throw 4; }), int);
    CHECK(x.closed == 2);
}

TEST_CASE("11.6 contextlib: nullcontext is value") {
    struct given {};
    given const g;
    run(scope(ambit::value(&g)) >> [&](given const*& c) { CHECK(c == &g); });
}

// --- redirect_stdout -----------------------------------------------------------------------------

namespace {
/// A stream of a test's own that writes to a string.
struct written : std::ostringstream {};
}  // namespace

TEST_CASE("12 contextlib: redirect, not before it is entered") {
    written out;
    written other;
    auto* const before = out.rdbuf();
    auto const m = ambit::redirect(out, other.std::ostream::rdbuf());
    CHECK(out.std::ostream::rdbuf() == before);
}

TEST_CASE("12 contextlib: redirect_to_string_io, enter_result_is_target") {
    written out;
    std::stringbuf to;
    run(scope(ambit::redirect(out, &to)) >> [&](std::ostream& os) {
        CHECK(&os == &out);
        out << "Consider an API like help() that prints directly";
    });
    out << "back";
    CHECK(to.str() == "Consider an API like help() that prints directly");
    CHECK(out.str() == "back");
}

TEST_CASE("12 contextlib: redirect, cm_is_reusable, cm_is_reentrant") {
    written out;
    std::stringbuf to;
    auto m = ambit::redirect(out, &to);
    run(scope(m) >> [&] { out << "Hello "; });
    out << "dropped ";
    run(scope(m) >> [&] {
        run(scope(m) >> [&] { out << "World"; });
        out << '!';
    });
    out << "too";
    CHECK(to.str() == "Hello World!");
    CHECK(out.str() == "dropped too");
}

// --- suppress ------------------------------------------------------------------------------------

TEST_CASE("12 contextlib: suppress") {
    using ambit::suppress;
    SECTION("no_result_from_enter") {
        STATIC_REQUIRE(std::is_void_v<ambit::resource_t<decltype(suppress<int>())>>);
    }
    SECTION("no_exception") {
        CHECK(run(scope(suppress<std::range_error>()) >> [] {}));
    }
    SECTION("exact_exception") {
        CHECK_FALSE(run(scope(suppress<std::range_error>()) >> [] { throw std::range_error(""); }));
    }
    SECTION("exception_hierarchy") {
        CHECK_FALSE(run(scope(suppress<std::exception>()) >> [] { throw std::range_error(""); }));
    }
    SECTION("other_exception") {
        CHECK_THROWS_AS(run(scope(suppress<std::range_error>()) >>
                            [] { throw std::logic_error(""); }),
                        std::logic_error);
    }
    SECTION("no_args") {
        CHECK_THROWS_AS(run(scope(suppress<>()) >> [] { throw 4; }), int);
    }
    SECTION("multiple_exception_args") {
        CHECK_FALSE(run(scope(suppress<int, std::range_error>()) >> [] { throw 4; }));
    }
    SECTION("cm_is_reentrant") {
        auto m = suppress<std::range_error>();
        bool outer = false;
        bool after = false;
        auto const fails = [] { throw std::range_error(""); };
        CHECK(run(scope(m) >> [&] {
            CHECK_FALSE(run(scope(m) >> fails));
            outer = true;
        }));
        CHECK_THROWS_AS(run(scope(m) >> [&]() -> void {
                            CHECK_FALSE(run(scope(m) >> fails));
                            after = true;
                            throw 4;
                        }),
                        int);
        CHECK(outer);
        CHECK(after);
    }
}

// --- chdir ---------------------------------------------------------------------------------------

TEST_CASE("12 contextlib: chdir, simple, reentrant, exception") {
    namespace fs = std::filesystem;
    fs::path const before = fs::current_path();
    fs::path const root = before.root_path();
    fs::path const other = fs::canonical(fs::temp_directory_path());
    auto there = ambit::working_directory(other);
    auto up = ambit::working_directory(root);
    run(scope(there) >> [&] { CHECK(fs::current_path() == other); });
    CHECK(fs::current_path() == before);
    run(scope(there) >> [&] {
        run(scope(up) >> [&] {
            run(scope(there) >> [&] { CHECK(fs::current_path() == other); });
            CHECK(fs::current_path() == root);
        });
        CHECK(fs::current_path() == other);
    });
    CHECK(fs::current_path() == before);
    CHECK_THROWS_AS(run(scope(there) >> [] { throw 4; }), int);
    CHECK(fs::current_path() == before);
}

// --- decorators ----------------------------------------------------------------------------------

TEST_CASE("2.6 contextlib: a context manager as a decorator is wrap") {
    trace log;
    auto const manager = [](trace& t) -> ambit::managed<> {
        t.enter(0);
        struct exits {
            trace& t;
            explicit exits(trace& l) : t(l) {}
            ~exits() { t.exit(0); }
        } const at_end(t);
        co_yield {};
    };
    auto const managed = [&](auto f) {
        return ambit::wrap(scope([&] { return manager(log); }), f);
    };
    SECTION("with arguments, again and again") {
        auto f = managed([&](int n) { log.body(n); });
        f(1);
        f(2);
        CHECK(log == trace{}.enter(0).body(1).exit(0).enter(0).body(2).exit(0));
    }
    SECTION("with_exception") {
        auto f = managed([] { throw 4; });
        CHECK_THROWS_AS(f(), int);
        CHECK(log == trace{}.enter(0).exit(0));
    }
    SECTION("recursive") {
        struct recursive {
            decltype(managed)& wrapped;
            trace& t;
            void operator()(int depth) const {
                t.body(depth);
                if (depth != 0) {
                    wrapped(recursive(*this))(depth - 1);
                }
            }
        };
        managed(recursive{managed, log})(2);
        CHECK(log ==
              trace{}.enter(0).body(2).enter(0).body(1).enter(0).body(0).exit(0).exit(0).exit(0));
    }
    SECTION("decorating_method") {
        struct object {
            int a = 3;
            [[nodiscard]] int method(int b) const { return a + b; }
        };
        object o;
        auto f = managed([](object& self, int b) { return self.method(b); });
        CHECK(f(o, 4) == 7);
    }
}
