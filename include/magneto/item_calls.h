// SPDX-License-Identifier: Apache-2.0
//
// What Table's get, put, update and remove return: a call that can still be told more, and is made
// as any Call is: get(), value(), co_await, then().
//
//   songs.get(key).consistent().projection({"Title", "Year"}).value();
//   songs.put(song).when(attr("Title").not_exists()).get();
//   songs.update(key).add(attr("Plays"), 1).returning(ReturnValues::kAllNew).value();
//
// `output()` is the same call with all that the service answers (consumed capacity among it),
// `input()` the request, `explain()` its text; neither of the last two sends anything. What is
// wrong with an expression is an error of the call. Not thread safe.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "magneto/client.h"
#include "magneto/operations.h"
#include "magneto/projection.h"
#include "magneto/update_actions.h"

namespace magneto {

using ReturnValues = model::ReturnValue;

/// Of the request as it would be sent: "GetItem", and the JSON. `explain` gives both in one text.
template <class Operation>
Result<std::string> explain(const typename Operation::Input& input);

/// The attributes of these names alone, where they are there: the key that is in an item.
///
///   songs.remove(pick(song, {"Artist", "Title"})).value();
Item pick(const Item& item, std::initializer_list<std::string_view> names);

class GetCall : public CallBuilder<GetCall, std::optional<Item>> {
 public:
  GetCall(Client client, std::string table, Item key);

  /// Sees all writes that were acknowledged before; costs twice as much.
  GetCall& consistent(bool consistent = true);
  GetCall& projection(Projection projection);
  /// What the call consumed, in output().consumed_capacity.
  GetCall& capacity(model::ReturnConsumedCapacity detail = model::ReturnConsumedCapacity::kTotal);

  /// Nothing where there is no such item.
  Call<std::optional<Item>> call() const;
  Call<model::GetItemOutput> output() const;
  Result<model::GetItemInput> input() const;
  Result<std::string> explain() const;

 private:
  Client client_;
  model::GetItemInput input_;
  Projection projection_;
};

namespace internal::table {

/// What the three writes have in common. `Input` is the operation's.
template <class Operation>
struct Write {
  Client client;
  typename Operation::Input input = {};
  Condition condition = {};
  UpdateActions actions = {};

  Result<typename Operation::Input> complete() const;
  Call<typename Operation::Output> output() const;
  Call<void> nothing() const;
  Call<std::optional<Item>> attributes() const;
};

}  // namespace internal::table

/// A write whose result is `T`: void, or std::optional<Item> once it is `returning`.
template <class Operation, class T>
class WriteCall;

template <class Derived, class Operation, class T>
class WriteClauses : public CallBuilder<Derived, T> {
 public:
  using Output = typename Operation::Output;
  using Input = typename Operation::Input;
  using Returning = WriteCall<Operation, std::optional<Item>>;

  explicit WriteClauses(internal::table::Write<Operation> write) : write_(std::move(write)) {}

  /// Only if the item, as it is before, fulfils the condition: else kConditionalCheckFailed.
  Derived& when(Condition condition) {
    write_.condition = std::move(condition);
    return derived();
  }
  /// With kConditionalCheckFailed the error has the item as it was: Error::item().
  Derived& item_on_failure() {
    write_.input.return_values_on_condition_check_failure =
        model::ReturnValuesOnConditionCheckFailure::kAllOld;
    return derived();
  }
  Derived& capacity(model::ReturnConsumedCapacity detail = model::ReturnConsumedCapacity::kTotal) {
    write_.input.return_consumed_capacity = detail;
    return derived();
  }
  /// The sizes of item collections, in output().item_collection_metrics.
  Derived& collection_metrics() {
    write_.input.return_item_collection_metrics = model::ReturnItemCollectionMetrics::kSize;
    return derived();
  }
  /// The call's result is then the item that the service returns; nothing where it has none.
  Returning returning(ReturnValues values) const {
    Returning returning(write_);
    returning.write_.input.return_values = values;
    return returning;
  }

  Call<T> call() const {
    if constexpr (std::is_void_v<T>) {
      return write_.nothing();
    } else {
      return write_.attributes();
    }
  }
  Call<Output> output() const { return write_.output(); }
  Result<Input> input() const { return write_.complete(); }
  Result<std::string> explain() const {
    Result<Input> complete = write_.complete();
    if (!complete) return complete.error();
    return magneto::explain<Operation>(*complete);
  }

 protected:
  template <class, class, class>
  friend class WriteClauses;
  internal::table::Write<Operation> write_;

 private:
  Derived& derived() { return static_cast<Derived&>(*this); }
};

template <class Operation, class T>
class WriteCall : public WriteClauses<WriteCall<Operation, T>, Operation, T> {
 public:
  using WriteClauses<WriteCall, Operation, T>::WriteClauses;
};

/// And the words of updates. set() and the like may come behind returning() too.
template <class T>
class WriteCall<operation::UpdateItem, T>
    : public WriteClauses<WriteCall<operation::UpdateItem, T>, operation::UpdateItem, T>,
      public UpdateClauses<WriteCall<operation::UpdateItem, T>> {
 public:
  using WriteClauses<WriteCall, operation::UpdateItem, T>::WriteClauses;
  UpdateActions& actions() { return this->write_.actions; }
};

using PutCall = WriteCall<operation::PutItem, void>;
using UpdateCall = WriteCall<operation::UpdateItem, void>;
using RemoveCall = WriteCall<operation::DeleteItem, void>;

}  // namespace magneto
