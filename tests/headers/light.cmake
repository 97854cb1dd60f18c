# SPDX-License-Identifier: BSL-1.0
# cmake -DCOMPILER=<c++> -DINCLUDES=<dir>|<dir> -DSOURCE=<file> -P light.cmake
# Fails if SOURCE pulls in, at any depth, a header that the core promises to keep clear of.
cmake_minimum_required(VERSION 3.25)
set(heavy "/(functional|memory|string|iostream|atomic|ranges|boost/hana\\.hpp)$")

string(REPLACE "|" ";-I" include_options "-I${INCLUDES}")
execute_process(
    COMMAND ${COMPILER} -std=c++20 -M ${include_options} ${SOURCE}
    OUTPUT_VARIABLE rule
    COMMAND_ERROR_IS_FATAL ANY)

# What -M prints is a make rule: `probe.o: file file \ file ...`.
string(REGEX REPLACE "[ \\\n]+" ";" files "${rule}")
if(NOT files MATCHES "/ambit/ambit\\.hpp;")
    message(FATAL_ERROR "not a list of included files:\n${rule}")
endif()

list(FILTER files INCLUDE REGEX "${heavy}")
if(files)
    list(JOIN files "\n  " files)
    message(FATAL_ERROR "${SOURCE} pulls in:\n  ${files}")
endif()
