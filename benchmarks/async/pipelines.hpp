// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_BENCHMARKS_ASYNC_PIPELINES_HPP
#define AMBIT_BENCHMARKS_ASYNC_PIPELINES_HPP

#include "../shapes/resources.hpp"
#include "shapes.hpp"

#include <ambit/coroutine.hpp>

/// A resource as a stage.
template <class Kind>
class opened {
public:
    explicit opened(int id) noexcept : resource_(id) {}
    auto async_enter() const noexcept { return resource_.open(); }
    auto async_exit(int& handle, ambit::outcome const& how) const noexcept {
        return resource_.close(handle, how.failed());
    }

private:
    typename Kind::resource resource_;
};

template <class Kind>
typename Kind::task pipelines<Kind>::of_1() {
    using ambit::scope;
    using r = opened<Kind>;
    return ambit::async_run(scope(r(0)) >> [](int& a) { return work(a); });
}

template <class Kind>
typename Kind::task pipelines<Kind>::of_2() {
    using ambit::scope;
    using r = opened<Kind>;
    return ambit::async_run(scope(r(0)) | scope(r(1)) >> [](int& a, int& b) { return work(a, b); });
}

template <class Kind>
typename Kind::task pipelines<Kind>::of_4() {
    using ambit::scope;
    using r = opened<Kind>;
    return ambit::async_run(scope(r(0)) | scope(r(1)) | scope(r(2)) |
                            scope(r(3)) >>
                                [](int& a, int& b, int& c, int& d) { return work(a, b, c, d); });
}

template <class Kind>
typename Kind::task pipelines<Kind>::of_8() {
    using ambit::scope;
    using r = opened<Kind>;
    return ambit::async_run(scope(r(0)) | scope(r(1)) | scope(r(2)) | scope(r(3)) | scope(r(4)) |
                            scope(r(5)) | scope(r(6)) |
                            scope(r(7)) >> [](int& a, int& b, int& c, int& d, int& e, int& f,
                                              int& g,
                                              int& h) { return work(a, b, c, d, e, f, g, h); });
}

template <class Kind>
typename Kind::task pipelines<Kind>::of_16() {
    using ambit::scope;
    using r = opened<Kind>;
    return ambit::async_run(scope(r(0)) | scope(r(1)) | scope(r(2)) | scope(r(3)) | scope(r(4)) |
                            scope(r(5)) | scope(r(6)) | scope(r(7)) | scope(r(8)) | scope(r(9)) |
                            scope(r(10)) | scope(r(11)) | scope(r(12)) | scope(r(13)) |
                            scope(r(14)) |
                            scope(r(15)) >> [](auto&... handle) { return work(handle...); });
}

#endif
