#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The analysis leaves no trace: a program that enforces rules has the same code and the same data as
one that does not. Names of symbols differ, since rules are part of a block's type, so the contents of
the sections are compared."""
import argparse
import pathlib
import subprocess
import sys
import tempfile

SOURCE = """
#include <ambit/ambit.hpp>
struct my_rule {
    static constexpr char const* code = "my.rule";
    template <class L> static constexpr auto check(L) { return ambit::pass; }
};
int acquire(int); void release(int) noexcept; void undo(int);
template <int I> struct guard { int enter() { return acquire(I); } void exit(int& r) noexcept { release(r); } };
template <int I> struct observer {
    using properties = ambit::properties<ambit::lock_level<I>>;
    int enter() { return acquire(I); }
    void exit(int& r, ambit::outcome const& o) { o.failed() ? undo(r) : release(r); }
};
struct quiet_observer { void enter(); void exit(ambit::outcome const&) noexcept; };
int use(int, int);
int f() {
    auto block = ambit::scope(guard<1>{}, quiet_observer{}, observer<2>{}, observer<3>{}, guard<4>{}) >>
                 [](auto& a, auto&, auto&, auto& b) { return use(a, b); };
#ifdef ENFORCED
    return ambit::run(ambit::check(ambit::enforce<my_rule, ambit::rules::no_lost_errors>(std::move(block))));
#else
    return ambit::run(std::move(block));
#endif
}
"""


def sections(compiler: str, include: str, enforced: bool, folder: pathlib.Path) -> list[str]:
    source = folder / "program.cpp"
    source.write_text(SOURCE)
    object_file = folder / "program.o"
    define = ["-DENFORCED"] if enforced else []
    subprocess.run([compiler, "-std=c++20", "-O2", "-I", include, *define, "-c", source, "-o", object_file],
                   check=True)
    dump = subprocess.run(["objdump", "-d", "-j", ".text", "-j", ".text.unlikely", "--no-show-raw-insn",
                           "--no-addresses", object_file], check=True, capture_output=True, text=True).stdout
    code = [line.split("<")[0].strip() for line in dump.splitlines()[3:]]
    sizes = subprocess.run(["size", "-A", object_file], check=True, capture_output=True, text=True).stdout
    names = (".text", ".data", ".bss", ".rodata", ".init_array", ".gcc_except_table")
    return code + sorted(" ".join(line.split()[:2]) for line in sizes.splitlines()
                         if line.startswith(names))


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--compiler", required=True)
    arguments.add_argument("--include", required=True)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        plain = sections(options.compiler, options.include, False, pathlib.Path(name))
        enforced = sections(options.compiler, options.include, True, pathlib.Path(name))
    if len(plain) < 40:
        sys.exit("there is no code to compare")
    if plain != enforced:
        import difflib
        print("\n".join(difflib.unified_diff(plain, enforced, lineterm="")))
        return 1
    print(f"{len(plain)} lines of code and sizes are the same")
    return 0


if __name__ == "__main__":
    sys.exit(main())
