// SPDX-License-Identifier: Apache-2.0
//
// Calls as operations of Asio (Boost.Asio, or Asio by itself), with any completion token:
//
//   auto song = co_await async_call(songs.get(key), asio::use_awaitable);      // Result<...>
//   async_call(songs.put(item), asio::bind_executor(strand, [](Result<void> put) { ... }));
//   std::future<Result<TableInfo>> info = async_call(songs.info(), asio::use_future);
//
// A header of its own: the rest of the library does not know Asio, and magneto.h does not include
// this one. The call is made on the client's event loop (event_loop.h); the handler is then posted
// to its associated executor, whose context counts it as outstanding work until it has run.
#pragma once

#if __has_include(<boost/asio/async_result.hpp>) && !defined(ASIO_STANDALONE)
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
namespace magneto::detail {
namespace asio = boost::asio;
}
#else
#include <asio/associated_executor.hpp>
#include <asio/async_result.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
namespace magneto::detail {
namespace asio = ::asio;
}
#endif

#include <utility>

#include "magneto/call.h"

namespace magneto {

namespace detail {

/// What Asio is told to begin an operation with.
struct StartCall {
  template <class Handler, class T>
  void operator()(Handler handler, Call<T> call) const {
    auto work = asio::make_work_guard(asio::get_associated_executor(handler));
    std::move(call).then([handler = std::move(handler),
                          work = std::move(work)](Result<T> result) mutable {
      const auto executor = work.get_executor();
      asio::post(executor,
                 [handler = std::move(handler), work = std::move(work),
                  result = std::move(result)]() mutable { std::move(handler)(std::move(result)); });
    });
  }
};

}  // namespace detail

/// The signature of the operation is void(Result<T>).
template <class T, class Token>
auto async_call(Call<T> call, Token&& token) {
  return detail::asio::async_initiate<Token, void(Result<T>)>(detail::StartCall(), token,
                                                              std::move(call));
}

/// Of a builder: `songs.get(key)`, `songs.update(key).set(...)`.
template <class Derived, class T, class Token>
auto async_call(CallBuilder<Derived, T>&& builder, Token&& token) {
  return async_call(static_cast<Derived&>(builder).call(), std::forward<Token>(token));
}
template <class Derived, class T, class Token>
auto async_call(CallBuilder<Derived, T>& builder, Token&& token) {
  return async_call(static_cast<Derived&>(builder).call(), std::forward<Token>(token));
}

}  // namespace magneto
