// SPDX-License-Identifier: BSL-1.0
// COMPLAINT: something else is diagnosed

[[nodiscard]] int kept();

int main() {
#ifdef FIXED
    return kept();
#else
    kept();  // DISCARDED
    nothing();
#endif
}
