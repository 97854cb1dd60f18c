# SPDX-License-Identifier: BSL-1.0
# How our own tests, examples and benchmarks are compiled. Nothing here reaches a user's target.
include_guard(GLOBAL)

# Repeated builds are cheap where ccache is installed.
if(PROJECT_IS_TOP_LEVEL AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(AMBIT_CCACHE ccache)
    mark_as_advanced(AMBIT_CCACHE)
    if(AMBIT_CCACHE)
        # Without these it would not cache what uses a precompiled header.
        set(CMAKE_CXX_COMPILER_LAUNCHER
            ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${AMBIT_CCACHE})
    endif()
endif()

set(CMAKE_CXX_EXTENSIONS OFF)

# The library has to be silent under these, in whatever is built from here on, each header alone
# included.
set(AMBIT_WARNINGS -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
add_compile_options(${AMBIT_WARNINGS})

# ambit_add_program(<name> SOURCES <file>... [LIBRARIES <target>...] [OPTIONS <option>...])
# An executable that uses ambit.
function(ambit_add_program name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES;OPTIONS")
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE ambit::ambit ${arg_LIBRARIES})
    target_compile_options(${name} PRIVATE ${arg_OPTIONS})
endfunction()
