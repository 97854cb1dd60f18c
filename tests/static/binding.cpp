// SPDX-License-Identifier: BSL-1.0
// Rule 3.4: what does not fit is [ambit.body]. What fits is run in pipeline/binding.cpp.
#include <ambit/ambit.hpp>

#include <memory>
#include <string>
#include <utility>

namespace {

using ambit::scope;
using ambit::well_formed;

template <class R>
struct gives {
    R enter();
    void exit();
};
struct base {};
struct derived : base {};
struct other {};

/// Whether `scope(gives<R>...) >> f` fits.
template <class... R>
struct with_resources {
    template <class F>
    static constexpr bool take(F) {
        return well_formed<decltype(scope(gives<R>{}...) >> std::declval<F>())>;
    }
    /// The same of a factory in the place of f.
    template <class F>
    static constexpr bool feed(F) {
        return well_formed<decltype(scope(gives<R>{}...) | scope(std::declval<F>()))>;
    }
};

// --- it fits -------------------------------------------------------------------------------------

static_assert(with_resources<int, std::string>::take([](int&, std::string&) {}));
static_assert(with_resources<int, std::string>::take([](std::string&, int&) {}));
static_assert(with_resources<int, std::string>::take([](std::string const&) {}));
static_assert(with_resources<int, std::string>::take([] {}));
static_assert(with_resources<int, int>::take([](int&, int&) {}));
static_assert(with_resources<derived>::take([](base&) {}));
static_assert(with_resources<int>::take([](long) {}));
static_assert(with_resources<>::take([] {}));

// --- nothing fits --------------------------------------------------------------------------------

static_assert(!with_resources<int>::take([](std::string&) {}));
static_assert(!with_resources<>::take([](int&) {}));
static_assert(!with_resources<void>::take([](int&) {}));
static_assert(!with_resources<int, std::string>::take([](other&) {}));
static_assert(!with_resources<int, std::string>::take([](int&, other&) {}));
static_assert(!with_resources<int, std::string>::take([](int&, std::string&, int&) {}));
static_assert(!with_resources<base>::take([](derived&) {}));
// resources are lvalues
static_assert(!with_resources<int>::take([](int&&) {}));
static_assert(!with_resources<std::unique_ptr<int>>::take([](std::unique_ptr<int>) {}));
static_assert(with_resources<std::unique_ptr<int>>::take([](std::unique_ptr<int>&) {}));
// const is kept
static_assert(!with_resources<std::string const>::take([](std::string&) {}));
static_assert(with_resources<std::string const>::take([](std::string const&) {}));
static_assert(!with_resources<int const&>::take([](int&) {}));
// a pointer is no R
static_assert(!with_resources<int*>::take([](int&) {}));

// --- ambiguous, or wanted twice ------------------------------------------------------------------

static_assert(!with_resources<int, int>::take([](int&) {}));
static_assert(!with_resources<int, std::string, int>::take([](std::string&, int&) {}));
static_assert(with_resources<int, std::string, int>::take([](std::string&) {}));
static_assert(!with_resources<int>::take([](int&, int&) {}));
static_assert(!with_resources<int, std::string>::take([](int&, int const&) {}));
// conversion is not tried where every parameter's type is a resource's
static_assert(!with_resources<int, long, int>::take([](int, int, long) {}));
static_assert(!with_resources<int, long>::take([](long, long) {}));
// it is tried where one is not
static_assert(with_resources<int, int>::take([](int&, long) {}));

// --- callables without one non-template signature ------------------------------------------------

struct overloaded {
    void operator()(int&);
    void operator()(int&, std::string&);
};
static_assert(with_resources<int, std::string>::take([](auto&, auto&) {}));
static_assert(!with_resources<int, std::string>::take([](auto&) {}));
static_assert(!with_resources<int, std::string>::take([](auto&, auto&, auto&) {}));
static_assert(with_resources<int, std::string>::take(overloaded{}));
static_assert(with_resources<int>::take(overloaded{}));
static_assert(!with_resources<std::string, int>::take(overloaded{}));
static_assert(!with_resources<>::take(overloaded{}));

// --- what is no callable -------------------------------------------------------------------------

static_assert(!with_resources<int>::take(42));
static_assert(!with_resources<int>::take(other{}));

// --- bodies are called as lvalues, const ones of a const block -----------------------------------

struct only_rvalue {
    void operator()() &&;
};
struct only_lvalue {
    void operator()() &;
};
struct only_const {
    void operator()() const;
};
static_assert(!with_resources<>::take(only_rvalue{}));
static_assert(with_resources<>::take(only_lvalue{}));
static_assert(with_resources<>::take(only_const{}));
static_assert(well_formed<decltype(scope() >> only_lvalue{})>);
static_assert(!well_formed<decltype(scope() >> only_lvalue{}) const>);
static_assert(well_formed<decltype(scope() >> only_const{}) const>);

// --- functions and member functions --------------------------------------------------------------

[[maybe_unused]] void function(int&, std::string&) noexcept {}
struct store {
    void open() {}
    void put(int) const noexcept {}
};
static_assert(with_resources<std::string, int>::take(&function));
static_assert(!with_resources<std::string>::take(&function));
static_assert(with_resources<store>::take(&store::open));
static_assert(with_resources<int, store>::take(&store::open));
static_assert(with_resources<int, store>::take(&store::put));
static_assert(!with_resources<store>::take(&store::put));
static_assert(!with_resources<store const>::take(&store::open));
static_assert(!with_resources<int>::take(&store::open));

// --- factories alike -----------------------------------------------------------------------------

static_assert(with_resources<int, std::string>::feed([](std::string&) { return gives<char>{}; }));
static_assert(with_resources<int>::feed([] { return gives<char>{}; }));
static_assert(with_resources<int>::feed([](long) { return gives<char>{}; }));
static_assert(!with_resources<int>::feed([](std::string&) { return gives<char>{}; }));
static_assert(!with_resources<int, int>::feed([](int&) { return gives<char>{}; }));
static_assert(!with_resources<int>::feed([](int&, int&) { return gives<char>{}; }));
static_assert(with_resources<int>::feed([](auto&...) { return gives<char>{}; }));
static_assert(!with_resources<int>::feed([](auto&, auto&) { return gives<char>{}; }));
// a factory that is called and returns no manager, but a pipeline or another factory
static_assert(!with_resources<int>::feed([](int&) { return scope(gives<char>{}); }));
static_assert(!with_resources<int>::feed([](int&) { return [] { return gives<char>{}; }; }));
static_assert(!with_resources<int>::feed([](int&) { return 42; }));
static_assert(!with_resources<int>::feed([](int&) {}));
// inner resources are not for outer factories
static_assert(!well_formed<decltype(scope([](std::string&) { return gives<int>{}; }) |
                                    scope(gives<std::string>{}))>);

}  // namespace
