// SPDX-License-Identifier: BSL-1.0
// Python: `with open(path) as text: return text`, and reading it later.
// EXPECT: [ambit.escape]
// EXPECT: the body returns `std::basic_fstream<char>
// EXPECT: which may refer to the resource of stage 0
// EXPECT: that ends with the run: return a value, or say acknowledges<rules::escape>

#include <ambit/ambit.hpp>
#include <ambit/managers/file.hpp>

int main() {
    auto opened = ambit::scope(ambit::file("note.txt", std::ios::in));
#ifdef FIXED
    return ambit::run(std::move(opened) >> [](std::fstream& text) { return text.get(); });
#else
    auto& text = ambit::run(std::move(opened) >> [](std::fstream& f) -> auto& { return f; });
    return text.get();
#endif
}
