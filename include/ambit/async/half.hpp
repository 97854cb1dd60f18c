// SPDX-License-Identifier: BSL-1.0
#ifndef AMBIT_ASYNC_HALF_HPP
#define AMBIT_ASYNC_HALF_HPP

#include <ambit/async/cell.hpp>

#include <exception>
#include <type_traits>

AMBIT_BEGIN
namespace detail {

/// Where a manager is kept, as stages are.
template <class M>
struct manager_at {
    M& stage;
};

/// One of two managers that are entered together, in one run: what it entered with, and how that
/// and its exit went.
/// @tparam Form how M is entered.
template <class M, class Form>
class half_base {
public:
    using facts = manager_facts<M, Form>;

    explicit half_base(M& m) noexcept : kept_{m} {}
    half_base(half_base const&) = delete;
    half_base& operator=(half_base const&) = delete;

    [[nodiscard]] bool is_entered() const noexcept { return entered_; }
    [[nodiscard]] ::std::exception_ptr const& error() const noexcept { return error_; }
    /// Its exit ran, and the failure is one that it suppresses.
    [[nodiscard]] bool suppresses([[maybe_unused]] failure* f) const noexcept {
        if constexpr (facts::suppresses) {
            return would_ && f != nullptr && error_ == nullptr && detail::may_suppress<facts>(*f);
        } else {
            return false;
        }
    }
    /// In a handler: the enter or the exit threw.
    void threw() noexcept {
        if (facts::terminates && left_) {
            ::std::terminate();
        }
        error_ = ::std::current_exception();
    }

protected:
    ~half_base() = default;

    manager_at<M> kept_;
    ::std::exception_ptr error_;
    bool entered_ = false;
    bool left_ = false;
    bool would_ = false;
};

template <class M, class Form>
class half;

template <class M>
class half<M, sync_form> : public half_base<M, sync_form> {
public:
    using half_base<M, sync_form>::half_base;
    using awaitables = list<>;
    ~half() { abandon(); }

    void enter() {
        ::std::size_t n = 0;
        untaken nowhere;
        detail::enter_cell<M, false>(cell_, this->kept_, no_factory{nullptr}, n, nowhere);
        this->entered_ = true;
    }
    void exit(outcome const& o) {
        this->entered_ = false;
        this->left_ = true;
        if constexpr (half::facts::returns_bool) {
            this->would_ = detail::exit_slot<M>(cell_.slot, this->kept_, o);
        } else {
            detail::exit_slot<M>(cell_.slot, this->kept_, o);
            this->would_ = true;
        }
    }
    /// In place of an exit that nobody can wait for: exits as cancelled.
    void abandon() noexcept {
        if (this->entered_) {
            failure f(nullptr);
            f.thrown(nullptr, 0);
            AMBIT_TRY { exit(outcome(f)); }
            AMBIT_CATCH {}
        }
    }
    [[nodiscard]] auto* resource() noexcept { return __builtin_addressof(cell_.slot.entered); }

private:
    cell<0, slot_of_manager<M>> cell_;
};

template <class M>
class half<M, async_form> : public half_base<M, async_form> {
    using cell_type = async_cell<0, M, not_made>;
    static constexpr bool is_void = ::std::is_void_v<entered_t<async_form, M>>;

public:
    using half_base<M, async_form>::half_base;
    using awaitables =
        list<decltype(::std::declval<cell_type&>().enter(::std::declval<manager_at<M>&>()))>;
    ~half() { abandon(); }

    /// Makes what the run needs of the manager, told what the run says to its managers.
    template <class Context>
    void begin(Context& context) {
        cell_.begin(this->kept_, no_factory{nullptr}, context);
        begun_ = true;
    }
    [[nodiscard]] decltype(auto) entering() {
        if (!begun_) {
            nothing none;
            begin(none);
        }
        return cell_.enter(this->kept_);
    }
    template <class... X>
    void has_entered(X&&... x) {
        (cell_.entered.set(static_cast<X&&>(x)), ...);
        begun_ = false;
        this->entered_ = true;
    }
    [[nodiscard]] decltype(auto) exiting(outcome const& o) {
        this->entered_ = false;
        this->left_ = true;
        return cell_.exit(this->kept_, o);
    }
    void has_exited(bool would = true) {
        this->left_ = false;
        cell_.leave();
        this->would_ = would;
    }
    /// What it entered with is an error: it counts as not entered.
    void drop() {
        this->entered_ = false;
        cell_.leave();
    }
    void abandon() noexcept {
        AMBIT_TRY {
            if (begun_) {
                begun_ = false;
                cell_.end();
            }
            if (this->left_) {
                this->left_ = false;
                cell_.leave();
            }
            if (this->entered_) {
                this->entered_ = false;
                cell_.abandon(this->kept_);
                cell_.leave();
            }
        }
        AMBIT_CATCH {}
    }
    [[nodiscard]] auto* resource() noexcept { return __builtin_addressof(cell_.entered.get()); }

private:
    cell_type cell_;
    bool begun_ = false;
};

template <class M>
using async_half = half<M, form_in_run<true, M>>;

}  // namespace detail
AMBIT_END

#endif
