# SPDX-License-Identifier: BSL-1.0
# One function for every folder of tests/.
include_guard(GLOBAL)

# What ccache asks for where headers are precompiled: texts that say which, and no times in them.
function(ambit_cacheable_headers name)
    target_compile_options(${name} PRIVATE
        $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
        "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endfunction()

# ambit_add_test(<name> SOURCES <file>...
#                [LIBRARIES <target>...] [OPTIONS <option>...] [LABELS <label>...] [NOEXCEPT])
#
# An executable of Catch2 test cases, linked with the main that is compiled once for all of them,
# and a CTest test of the same name. Each test also carries the name of its folder as a label, so
# that `ctest -L run` runs tests/run.
#
# NOEXCEPT builds it, and a main to match, with -fno-exceptions -fno-rtti (rule 3.9).
#
# What all tests include, Catch2 above all, is compiled once, as a precompiled header: for tests in
# asio/ with Boost.Asio, and not for tests that are compiled with options of their own. Nor where
# g++ optimises: it then warns of what it makes of precompiled system headers.
function(ambit_add_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "NOEXCEPT" "" "SOURCES;LIBRARIES;OPTIONS;LABELS")
    set(main ambit_test_main)
    if(arg_NOEXCEPT)
        set(main ambit_test_main_noexcept)
    endif()
    ambit_add_program(${name}
        SOURCES ${arg_SOURCES}
        LIBRARIES ${main} ${arg_LIBRARIES}
        OPTIONS ${arg_OPTIONS})

    get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR} NAME)
    if(NOT arg_NOEXCEPT AND NOT arg_OPTIONS
            AND NOT (CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_BUILD_TYPE MATCHES "^Rel"))
        set(precompiled ambit_test_headers)
        if(folder STREQUAL asio)
            set(precompiled ambit_test_asio_headers)
        endif()
        target_precompile_headers(${name} REUSE_FROM ${precompiled})
        ambit_cacheable_headers(${name})
    endif()

    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${folder};${arg_LABELS}" TIMEOUT 300)
    # What has several threads also runs under ThreadSanitizer, which has no use for the rest.
    if(threads IN_LIST arg_LABELS)
        if(NOT TARGET threaded-tests)
            add_custom_target(threaded-tests)
        endif()
        add_dependencies(threaded-tests ${name})
    endif()
endfunction()
