# SPDX-License-Identifier: BSL-1.0
# One function for every folder of tests/.
include_guard(GLOBAL)

# ambit_add_test(<name> SOURCES <file>...
#                [LIBRARIES <target>...] [OPTIONS <option>...] [LABELS <label>...] [NOEXCEPT])
#
# An executable of Catch2 test cases, linked with the main that is compiled once for all of them,
# and a CTest test of the same name. Each test also carries the name of its folder as a label, so
# that `ctest -L run` runs tests/run.
#
# NOEXCEPT builds it, and a main to match, with -fno-exceptions -fno-rtti (rule 3.9).
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

    add_test(NAME ${name} COMMAND ${name})
    get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR} NAME)
    set_tests_properties(${name} PROPERTIES LABELS "${folder};${arg_LABELS}" TIMEOUT 300)
    # What has several threads also runs under ThreadSanitizer, which has no use for the rest.
    if(threads IN_LIST arg_LABELS)
        if(NOT TARGET threaded-tests)
            add_custom_target(threaded-tests)
        endif()
        add_dependencies(threaded-tests ${name})
    endif()
endfunction()
