// SPDX-License-Identifier: BSL-1.0
// Line 13 ought to warn and does not, line 15 warns and ought not to.
// COMPLAINT: line 13: no warning about the discarded result
// COMPLAINT: line 15: an unexpected warning

[[nodiscard]] int kept();
int dropped();

int main() {
#ifdef FIXED
    return kept() + dropped();
#else
    dropped();  // DISCARDED
    kept();     // DISCARDED
    kept();
#endif
}
