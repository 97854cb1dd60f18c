// SPDX-License-Identifier: BSL-1.0
// Empty: CMake wants a source to compile precompiled headers for.
