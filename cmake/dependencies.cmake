# SPDX-License-Identifier: BSL-1.0
# What ambit is built on. Each is looked for on the system first; only where it is absent does CMake
# fetch it (set FETCHCONTENT_FULLY_DISCONNECTED to forbid that, FETCHCONTENT_SOURCE_DIR_<NAME> to
# name a copy of your own).
include_guard(GLOBAL)
include(FetchContent)

# The package files that Boost itself installs; CMake's own FindBoost is on its way out.
if(POLICY CMP0167)
    cmake_policy(SET CMP0167 NEW)
endif()
# Archives take the time of their extraction, so that an update rebuilds what depends on them.
cmake_policy(SET CMP0135 NEW)

# ambit_require_hana(<target>): the core needs Boost.Hana and nothing else of Boost.
function(ambit_require_hana target)
    # GLOBAL, so that whoever adds ambit as a subdirectory can link it.
    find_package(Boost 1.74 QUIET GLOBAL)
    if(Boost_FOUND)
        target_link_libraries(${target} INTERFACE Boost::headers)
        return()
    endif()
    message(STATUS "ambit: Boost not found, fetching Boost.Hana")
    # Hana's headers stand alone. SOURCE_SUBDIR names no folder: its build files are not wanted, and
    # a target of theirs could not be part of what ambit exports.
    FetchContent_Declare(hana
        URL https://github.com/boostorg/hana/archive/refs/tags/boost-1.81.0.tar.gz
        SOURCE_SUBDIR headers-only)
    FetchContent_MakeAvailable(hana)
    target_include_directories(${target} SYSTEM INTERFACE
        $<BUILD_INTERFACE:${hana_SOURCE_DIR}/include>)
endfunction()

# ambit_require_catch2(): makes Catch2::Catch2 available; version 2 and version 3 both serve.
function(ambit_require_catch2)
    find_package(Catch2 QUIET GLOBAL)
    if(Catch2_FOUND)
        return()
    endif()
    message(STATUS "ambit: Catch2 not found, fetching it")
    FetchContent_Declare(Catch2
        URL https://github.com/catchorg/Catch2/archive/refs/tags/v2.13.10.tar.gz
        SYSTEM)
    FetchContent_MakeAvailable(Catch2)
endfunction()
