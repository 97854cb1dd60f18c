# SPDX-License-Identifier: BSL-1.0
include_guard(GLOBAL)
include(CheckCXXSourceCompiles)

# ambit_compiles_as_cxx23(<variable> <source>)
# Whether this compiler, with its standard library, takes the source as C++23.
function(ambit_compiles_as_cxx23 variable source)
    if("cxx_std_23" IN_LIST CMAKE_CXX_COMPILE_FEATURES)
        set(CMAKE_CXX_STANDARD 23)
        check_cxx_source_compiles("${source}" ${variable})
    else()
        set(${variable} FALSE CACHE INTERNAL "")
    endif()
endfunction()

# ambit_as_cxx23(<test>): compiles it so; headers were precompiled as C++20.
function(ambit_as_cxx23 name)
    target_compile_features(${name} PRIVATE cxx_std_23)
    set_target_properties(${name} PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
endfunction()
