# SPDX-License-Identifier: BSL-1.0
# SQLite::SQLite3 from the system, or built from SQLite's single source file where there is none.
include_guard(GLOBAL)

find_package(SQLite3 QUIET)
if(NOT SQLite3_FOUND)
    message(STATUS "ambit: SQLite not found, fetching it")
    enable_language(C)
    include(FetchContent)
    FetchContent_Declare(sqlite URL https://sqlite.org/2022/sqlite-amalgamation-3400100.zip)
    FetchContent_MakeAvailable(sqlite)

    find_package(Threads REQUIRED)
    add_library(ambit_sqlite3 STATIC ${sqlite_SOURCE_DIR}/sqlite3.c)
    target_compile_options(ambit_sqlite3 PRIVATE -w)  # our warnings are not its business
    target_include_directories(ambit_sqlite3 SYSTEM PUBLIC ${sqlite_SOURCE_DIR})
    target_link_libraries(ambit_sqlite3 PUBLIC Threads::Threads ${CMAKE_DL_LIBS})
    add_library(SQLite::SQLite3 ALIAS ambit_sqlite3)
endif()
