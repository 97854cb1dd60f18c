// SPDX-License-Identifier: BSL-1.0
// Rule 13.1 and 13.3: what stacks allocate; many entries; allocations that fail.
#include <support/allocations.hpp>
#include <support/catch.hpp>
#include <support/probes.hpp>

#include <ambit/stack.hpp>

#include <array>
#include <cstddef>
#include <exception>
#include <new>
#include <optional>
#include <utility>

namespace {

using ambit::exit_stack;
using ambit::outcome;
using ambit::run;
using ambit::scope;
using namespace test;

constexpr int many = 10'000;

/// Counts what is entered and exited, and looks whether that is last in, first out.
struct countdown {
    int entered = 0;
    int exited = 0;
    int alive = 0;
    bool in_order = true;
    int enter() {
        ++entered;
        return alive++;
    }
    void exit(int i) {
        ++exited;
        in_order = in_order && i == --alive;
    }
    [[nodiscard]] bool all_in_order() const { return in_order && alive == 0 && entered == exited; }
};
struct small {
    countdown* c;
    int i;
    void operator()() const { c->exit(i); }
};
struct large : small {
    std::array<void*, 10> ballast{};
};
struct counted {
    countdown* c;
    int enter() { return c->enter(); }
    void exit(int& i) { c->exit(i); }
};

enum class size { small, large, manager };
void add(exit_stack<>& s, countdown& c, size what) {
    if (what == size::small) {
        s.defer(small{&c, c.alive});
        c.enter();
    } else if (what == size::large) {
        s.push(large{{&c, c.alive}});
        c.enter();
    } else {
        s.enter(counted{&c});
    }
}
constexpr size sizes[] = {size::small, size::large, size::manager};

}  // namespace

TEST_CASE("13.1 nothing is allocated for up to 16 small callables") {
    countdown c;
    auto const count = count_allocations([&] {
        for (int round = 0; round != 3; ++round) {
            run(scope(exit_stack<>()) >> [&](exit_stack<>& s) {
                for (int i = 0; i != 16; ++i) {
                    add(s, c, size::small);
                }
            });
        }
    });
    CHECK(count.made == 0);
    CHECK(c.all_in_order());
}

TEST_CASE("13.1 small callables share allocations, all else is one each") {
    countdown c;
    auto const of = [&](size what, int n) {
        auto const count = count_allocations([&] {
            exit_stack<> s;
            for (int i = 0; i != n; ++i) {
                add(s, c, what);
            }
        });
        CHECK(count.made == count.freed);
        CHECK(c.all_in_order());
        return count.made;
    };
    CHECK(of(size::small, 17) == 1);
    CHECK(of(size::small, 48) == 1);
    CHECK(of(size::small, many) <= 10);
    CHECK(of(size::large, 5) == 5);
    CHECK(of(size::manager, 5) == 5);
}

TEST_CASE("13.1 a teardown allocates nothing, nor does pop_all") {
    countdown c;
    exit_stack<> s;
    for (int i = 0; i != 60; ++i) {
        add(s, c, sizes[i % 3]);
    }
    std::optional<exit_stack<>> popped;
    auto const count = count_allocations([&] {
        popped.emplace(s.pop_all());
        s.close();
        popped->close();
    });
    CHECK(count.made == 0);
    CHECK(c.all_in_order());
}

TEST_CASE("13.3 ten thousand entries need no recursion") {
    enum class way { closed, destroyed, run_that_fails, moved };
    for (size const what : sizes) {
        for (way const how : {way::closed, way::destroyed, way::run_that_fails, way::moved}) {
            countdown c;
            {
                exit_stack<> s;
                for (int i = 0; i != many; ++i) {
                    add(s, c, what);
                }
                if (how == way::closed) {
                    s.close();
                } else if (how == way::run_that_fails) {
                    CHECK_THROWS_AS(run(scope(s) >> [] { throw 4; }), int);
                } else if (how == way::moved) {
                    auto popped = s.pop_all();
                    popped.close();
                }
            }
            CHECK(c.all_in_order());
            CHECK(c.entered == many);
        }
    }
}

TEST_CASE("13.3 ten thousand that register one another during teardown") {
    struct next {
        exit_stack<>* s;
        int* left;
        void operator()() const {
            if (--*left != 0) {
                s->defer(*this);
            }
        }
    };
    struct next_manager : next {
        void enter() {}
        void exit() {
            if (--*left != 0) {
                s->enter(next_manager(*this));
            }
        }
    };
    exit_stack<> s;
    int left = many;
    SECTION("callables") {
        s.defer(next{&s, &left});
        auto const count = count_allocations([&] { s.close(); });
        CHECK(count.made == 0);
    }
    SECTION("managers") {
        s.enter(next_manager{{&s, &left}});
        s.close();
    }
    CHECK(left == 0);
    CHECK(s.empty());
}

TEST_CASE("13.3 many that throw") {
    std::size_t aside = 0;
    CHECK_THROWS_AS(run(scope(at_exit([&](outcome const& o) { aside = o.secondary().size(); })) |
                        scope(exit_stack<>()) >>
                            [](exit_stack<>& s) {
                                for (int i = 0; i != 300; ++i) {
                                    s.defer([i] { throw i; });
                                }
                            }),
                    int);
    CHECK(aside == 299);
    int ran = 0;
    exit_stack<ambit::suppresses_everything> s;
    for (int i = 0; i != many / 2; ++i) {
        s.push([&ran] { return ++ran != 0; });
        s.defer([] { throw 4; });
    }
    s.close();
    CHECK(ran == many / 2);
}

TEST_CASE("13.1 each allocation fails in turn: nothing is lost, nothing registered twice") {
    int points = 0;
    for (int fails_at = 1;; ++fails_at) {
        countdown c;
        int refused = 0;
        allocations count;
        count.fails_at = fails_at;
        count_allocations(count, [&] {
            exit_stack<> s;
            for (int i = 0; i != 60; ++i) {
                int const before = c.entered;
                try {
                    add(s, c, sizes[i % 3]);
                } catch (std::bad_alloc const&) {
                    ++refused;
                    CHECK(c.entered == before);  // not entered, and not called either
                    CHECK(c.exited == 0);
                }
            }
            auto popped = s.pop_all();
            popped.close();
        });
        CHECK(c.all_in_order());
        CHECK(c.entered + refused == 60);
        CHECK(count.made == count.freed);
        if (count.fails_at != 0) {
            CHECK(refused == 0);
            break;
        }
        CHECK(refused == 1);
        ++points;
    }
    CHECK(points == 20 + 20 + 1);
}

TEST_CASE("13.1 an enter that allocates and fails: the entry is gone") {
    struct allocates {
        countdown* c;
        int* enter() {
            int* const p = new int(1);
            ++c->entered;
            return p;
        }
        void exit(int*& p) {
            ++c->exited;
            delete p;
        }
    };
    for (int fails_at : {1, 2}) {
        countdown c;
        allocations count;
        count.fails_at = fails_at;
        count_allocations(count, [&] {
            exit_stack<> s;
            CHECK_THROWS_AS(s.enter(allocates{&c}), std::bad_alloc);
            s.enter(allocates{&c});
        });
        CHECK(count.made == count.freed);
        CHECK(c.entered == 1);
        CHECK(c.exited == 1);
    }
}

TEST_CASE("6.2 13.3 no memory for a failure that is set aside: all exits still run") {
    int ran = 0;
    int thrown = -1;
    allocations count;
    count_allocations(count, [&] {
        exit_stack<> s;
        for (int i = 0; i != 10; ++i) {
            s.push([&] { ++ran; });
            s.defer([i] { throw i; });
        }
        count.fails_at = count.made + 1;
        try {
            s.close();
        } catch (int n) {
            thrown = n;
        }
    });
    CHECK(count.fails_at == 0);
    CHECK(thrown == 9);
    CHECK(ran == 10);
    CHECK(count.made == count.freed);
}
