# SPDX-License-Identifier: BSL-1.0
"""Writes the programs whose compilation is measured: pipelines of distinct stages, their twins."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent  # what programs include from, beside the library


def include(*names):
    return "".join(f"#include <{name}>\n" for name in names)


INCLUDE = include("ambit/ambit.hpp")
# What the include is compared with.
REFERENCE = ("exception", "optional", "coroutine", "tuple")
REFERENCE_INCLUDE = include(*REFERENCE)
REFERENCE_WORDS = ", ".join(f"<{name}>" for name in REFERENCE)
RULE_INCLUDE = include("ambit/ambit.hpp", "boost/hana/type.hpp", "boost/hana/unpack.hpp",
                       "type_traits")
ASYNC_INCLUDE = include("ambit/coroutine.hpp")
TASK_INCLUDE = include("ambit/async/task.hpp")
STD_TUPLE_INCLUDE = include("naive/std_tuple.hpp")
HANA_TUPLE_INCLUDE = include("naive/hana_tuple.hpp")

OPAQUE = """\
int acquire(int id);
void release(int handle) noexcept;
void settle(int handle, bool failed) noexcept;
int work(int handle);
"""

HELD = """\
struct m{0} {{
    int enter() {{ return acquire({0}); }}
    void exit(int& handle) noexcept {{ release(handle); }}
}};
"""

SETTLED = """\
struct m{0} {{
    int enter() {{ return acquire({0}); }}
    void exit(int& handle, ambit::outcome const& how) noexcept {{ settle(handle, how.failed()); }}
}};
"""

# One awaiter serves all stages: what is measured is the run.
AWAITERS = """\
struct acquiring {
    int id;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    int await_resume() const { return acquire(id); }
};
struct settling {
    int handle;
    bool failed;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    void await_resume() const noexcept { settle(handle, failed); }
};
"""

AWAITED = """\
struct m{0} {{
    acquiring async_enter() {{ return {{{0}}}; }}
    settling async_exit(int& handle, ambit::outcome const& how) noexcept {{
        return {{handle, how.failed()}};
    }}
}};
"""

# An exit that returns bool and does not say what it may suppress: ambit.suppression.
UNDECLARED = """\
struct m{0} {{
    int enter() {{ return acquire({0}); }}
    bool exit(int& handle) noexcept {{ release(handle); return false; }}
}};
"""

GUARD = """\
struct g{0} {{
    int handle = acquire({0});
    g{0}() = default;
    g{0}(g{0} const&) = delete;
    g{0}& operator=(g{0} const&) = delete;
    ~g{0}() {{ release(handle); }}
}};
"""

# A rule of one's own, which looks at every stage: at most one resource is a char.
RULE = """\
struct one_char {
    static constexpr char const* code = "one_char";
    template <class Stages>
    static constexpr auto check(Stages stages) {
        auto verdict = ambit::pass;
        int found = 0;
        auto look = [&]<class Stage>(boost::hana::basic_type<Stage>) {
            if (std::is_same_v<typename Stage::resource_type, char> && ++found > 1)
                verdict = ambit::fail(Stage::index, "there is one already");
        };
        boost::hana::unpack(stages, [&](auto... s) { (look(s), ...); });
        return verdict;
    }
};
"""

BODY = "[](auto& first, auto&...) { return work(first); }"


def _managers(kinds, header=INCLUDE):
    return header + OPAQUE + "".join(kind.format(index) for index, kind in enumerate(kinds))


def _scopes(stages, library="ambit"):
    return " |\n        ".join(f"{library}::scope(m{index}{{}})" for index in range(stages))


def _program(expression):
    return f"int program() {{\n    return {expression};\n}}\n"


def _run(kinds):
    block = f"{_scopes(len(kinds))} >>\n        {BODY}"
    return _managers(kinds) + _program(f"ambit::run({block})")


def guards(stages):
    return _run([HELD] * stages)


def _enforced(stages, rules):
    pipeline = f"ambit::enforce<{', '.join(rules)}>(\n        {_scopes(stages)})"
    return _program(f"ambit::run({pipeline} >>\n        {BODY})")


def enforced(stages):
    """Guards, held to the rules of the library that do not always hold."""
    rules = ("ambit::rules::nothrow_exits", "ambit::rules::no_lost_errors")
    return _managers([HELD] * stages) + _enforced(stages, rules)


def own_rule(stages):
    """Guards, held to a rule of one's own."""
    return _managers([HELD] * stages, RULE_INCLUDE) + RULE + _enforced(stages, ("one_char",))


def std_tuple(stages):
    """Guards, composed as in naive/std_tuple.hpp."""
    run = f"std_tuple::run({_scopes(stages, 'std_tuple')},\n        {BODY})"
    return _managers([HELD] * stages, STD_TUPLE_INCLUDE) + _program(run)


def hana_tuple(stages):
    """Guards, composed as in naive/hana_tuple.hpp."""
    run = f"hana_tuple::run({_scopes(stages, 'hana_tuple')},\n        {BODY})"
    return _managers([HELD] * stages, HANA_TUPLE_INCLUDE) + _program(run)


def mixed(stages):
    """Every second stage looks at the outcome; the guards among them take turns with it."""
    return _run([HELD if index % 2 == 0 else SETTLED for index in range(stages)])


def awaited(stages):
    """All stages are awaited, by one coroutine."""
    text = ASYNC_INCLUDE + OPAQUE + AWAITERS
    text += "".join(AWAITED.format(index) for index in range(stages))
    block = f"{_scopes(stages)} >>\n        {BODY}"
    return text + f"ambit::task<int> program() {{\n    return ambit::async_run({block});\n}}\n"


def hand_awaited(stages):
    """The same in a single coroutine, of the same type."""
    text = TASK_INCLUDE + OPAQUE + AWAITERS
    text += "ambit::task<int> program() {\n    int entered = 0;\n    int result = 0;\n"
    text += "    std::exception_ptr failure;\n"
    text += "".join(f"    int h{index} = 0;\n" for index in range(stages)) + "    try {\n"
    for index in range(stages):
        text += f"        h{index} = co_await acquiring{{{index}}};\n        ++entered;\n"
    text += "        result = work(h0);\n"
    text += "    } catch (...) { failure = std::current_exception(); }\n"
    for index in reversed(range(stages)):
        text += f"    if (entered > {index}) co_await settling{{h{index}, failure != nullptr}};\n"
    text += "    if (failure != nullptr) std::rethrow_exception(failure);\n"
    return text + "    co_return result;\n}\n"


def rejected(stages):
    """Guards of which the last may suppress without saying so."""
    return _run([HELD] * (stages - 1) + [UNDECLARED])


def checked(stages, check):
    """A pipeline's type, and the verdict on it where `check` says so; no code at all."""
    text = _managers([HELD] * stages) + f"using pipeline = decltype({_scopes(stages)});\n"
    return text + ("static_assert(ambit::well_formed<pipeline>);\n" if check else "")


def hand_guards(stages):
    text = OPAQUE + "".join(GUARD.format(index) for index in range(stages)) + "int program() {\n"
    text += "".join(f"    g{index} const h{index};\n" for index in range(stages))
    return text + "    return work(h0.handle);\n}\n"


def hand_handlers(stages):
    text = OPAQUE + "int program() {\n    int result;\n"
    for index in range(stages):
        text += f"    int const h{index} = acquire({index});\n    try {{\n"
    text += "    result = work(h0);\n"
    for index in reversed(range(stages)):
        text += f"    }} catch (...) {{ settle(h{index}, true); throw; }}\n"
        text += f"    settle(h{index}, false);\n"
    return text + "    return result;\n}\n"
