# SPDX-License-Identifier: BSL-1.0
# Installs the headers and a package: find_package(ambit) gives ambit::ambit.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# Headers fit every architecture, so the package goes to share/.
set(ambit_package_dir ${CMAKE_INSTALL_DATADIR}/cmake/ambit)

install(TARGETS ambit EXPORT ambit-targets FILE_SET HEADERS FILE_SET asio_headers)
install(EXPORT ambit-targets NAMESPACE ambit:: DESTINATION ${ambit_package_dir})

configure_package_config_file(cmake/ambit-config.cmake.in ambit-config.cmake
    INSTALL_DESTINATION ${ambit_package_dir}
    NO_SET_AND_CHECK_MACRO)
# Before 1.0 a new minor version may break what a user wrote.
write_basic_package_version_file(ambit-config-version.cmake
    COMPATIBILITY SameMinorVersion
    ARCH_INDEPENDENT)
install(FILES
    ${CMAKE_CURRENT_BINARY_DIR}/ambit-config.cmake
    ${CMAKE_CURRENT_BINARY_DIR}/ambit-config-version.cmake
    DESTINATION ${ambit_package_dir})
