// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <utility>

#include "encryption/public_names.h"
#include "magneto/encryption/provider_store.h"

namespace magneto::encryption {
namespace {

using Clock = CachingMostRecentProvider::Clock;

/// Behind its time to live an entry is used for so much longer, while one caller asks.
constexpr std::chrono::milliseconds kGraceTime{500};

enum class Age : std::uint8_t { kLive, kGrace, kExpired };

}  // namespace

/// What all calls share. One caller at a time asks the store; others wait for it, or go on with what
/// there is. A call that must not block asks by itself instead of waiting.
struct CachingMostRecentProvider::State {
  struct Entry {
    std::int64_t version;
    Clock::time_point since;
    Provider provider;
  };

  Options options;
  std::mutex mutex;
  std::condition_variable done;
  bool asking = false;
  std::list<Entry> cache;  // the last used first
  std::optional<std::int64_t> current;
  std::optional<Clock::time_point> last_check;

  // All of these: with the mutex held.
  Age age(std::optional<Clock::time_point> since) const {
    if (!since) return Age::kExpired;
    const std::chrono::duration<double> passed = options.now() - *since;
    if (passed < options.version_ttl) return Age::kLive;
    return passed < options.version_ttl + kGraceTime ? Age::kGrace : Age::kExpired;
  }
  Entry* find(std::optional<std::int64_t> version) {
    const auto at = std::find_if(cache.begin(), cache.end(), [version](const Entry& entry) {
      return entry.version == version;
    });
    if (at == cache.end()) return nullptr;
    cache.splice(cache.begin(), cache, at);
    return &cache.front();
  }
  void evict(std::optional<std::int64_t> version) {
    cache.remove_if([version](const Entry& entry) { return entry.version == version; });
  }
  void keep(std::int64_t version, Provider provider) {
    evict(version);
    cache.push_front({version, options.now(), std::move(provider)});
    while (cache.size() > std::max<std::size_t>(options.cache_size, 1)) cache.pop_back();
  }
  /// Whether this call may ask. False: use `find(version)`, or look again.
  bool may_ask(std::unique_lock<std::mutex>& lock, Age how_old, bool cached, bool blocking) {
    if (!asking) return true;
    if (how_old == Age::kGrace && cached) return false;
    if (!blocking) return true;
    done.wait(lock, [this] { return !asking; });
    return false;
  }
};

namespace {

/// Ends the asking of one caller, however it ends.
template <class State>
class Asking {
 public:
  /// With the mutex held.
  explicit Asking(std::shared_ptr<State> state) : state_(std::move(state)) {
    owns_ = !std::exchange(state_->asking, true);
  }
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;
  ~Asking() {
    if (!owns_) return;
    const std::lock_guard lock(state_->mutex);
    state_->asking = false;
    state_->done.notify_all();
  }

 private:
  std::shared_ptr<State> state_;
  bool owns_ = false;
};

}  // namespace

CachingMostRecentProvider::CachingMostRecentProvider(Options options)
    : state_(std::make_shared<State>()) {
  state_->options = std::move(options);
}

Call<CachingMostRecentProvider::Provider> CachingMostRecentProvider::newest(
    std::shared_ptr<State> state) {
  const bool blocking = (co_await this_call()).blocking;
  std::optional<Asking<State>> asking;
  for (;;) {
    std::unique_lock lock(state->mutex);
    const Age age = state->age(state->last_check);
    if (age == Age::kExpired) state->evict(state->current);
    State::Entry* const entry = state->find(state->current);
    if (age == Age::kLive && entry != nullptr) co_return entry->provider;
    const Age effective = entry == nullptr ? Age::kExpired : age;
    if (state->may_ask(lock, effective, entry != nullptr, blocking)) {
      asking.emplace(state);
      break;
    }
    if (effective == Age::kGrace) co_return entry->provider;
  }

  const std::string name = state->options.material_name;
  const Result<std::int64_t> newest = co_await state->options.store->max_version(name);
  if (!newest && failure_of(newest.error()) != Failure::kNoKnownVersion) co_return newest.error();
  const std::int64_t version = newest ? *newest : 0;
  Provider provider;
  {
    const std::lock_guard lock(state->mutex);
    // One that was read long ago is read again, for a permission may have been taken away.
    const State::Entry* const entry = state->find(version);
    if (entry != nullptr && state->age(entry->since) != Age::kExpired) provider = entry->provider;
  }
  if (!provider && newest) {
    // Making one that is there already would cost a data key of AWS KMS for nothing.
    Result<Provider> loaded = co_await state->options.store->provider(name, version);
    if (!loaded) co_return loaded.error();
    provider = std::move(*loaded);
  } else if (!provider) {
    Result<Provider> made = co_await state->options.store->get_or_create_provider(name, version);
    if (!made) co_return made.error();
    provider = std::move(*made);
  }
  const std::lock_guard lock(state->mutex);
  state->keep(version, provider);
  state->current = version;
  state->last_check = state->options.now();
  co_return provider;
}

Call<CachingMostRecentProvider::Provider> CachingMostRecentProvider::of_version(
    std::shared_ptr<State> state, std::int64_t version) {
  const bool blocking = (co_await this_call()).blocking;
  std::optional<Asking<State>> asking;
  for (;;) {
    std::unique_lock lock(state->mutex);
    State::Entry* entry = state->find(version);
    const Age age = entry == nullptr ? Age::kExpired : state->age(std::optional(entry->since));
    if (age == Age::kLive) co_return entry->provider;
    if (age == Age::kExpired) state->evict(version);
    if (state->may_ask(lock, age, age == Age::kGrace, blocking)) {
      asking.emplace(state);
      break;
    }
    if (age == Age::kGrace) co_return entry->provider;
  }

  const std::string name = state->options.material_name;
  Result<Provider> provider = co_await state->options.store->provider(name, version);
  if (!provider) co_return provider.error();
  const std::lock_guard lock(state->mutex);
  state->keep(version, *provider);
  co_return *provider;
}

namespace {

template <class Newest>
Call<EncryptionMaterials> materials_to_encrypt(Newest newest, EncryptionContext context) {
  auto call = newest();
  const auto provider = co_await call;
  if (!provider) co_return provider.error();
  Result<EncryptionMaterials> materials =
      co_await (*provider)->encryption_materials(std::move(context));
  co_return materials;
}

Error no_materials(const Error& error) {
  return make_error(Failure::kNoMaterials,
                    "no decryption materials are available: " + error.message());
}

template <class OfVersion>
Call<DecryptionMaterials> materials_to_decrypt(OfVersion of_version, EncryptionContext context) {
  auto call = of_version();
  const auto provider = co_await call;
  if (!provider) {
    const bool none = failure_of(provider.error()) == Failure::kInvalidVersion;
    co_return none ? no_materials(provider.error()) : provider.error();
  }
  Result<DecryptionMaterials> materials =
      co_await (*provider)->decryption_materials(std::move(context));
  co_return materials;
}

}  // namespace

Call<EncryptionMaterials> CachingMostRecentProvider::encryption_materials(
    EncryptionContext context) {
  const auto newest_one = [state = state_] { return newest(state); };
  return materials_to_encrypt(newest_one, std::move(context));
}

Call<DecryptionMaterials> CachingMostRecentProvider::decryption_materials(
    EncryptionContext context) {
  const Result<std::int64_t> version =
      state_->options.store->version_from_material_description(context.material_description);
  if (!version) return Call<DecryptionMaterials>::ready(no_materials(version.error()));
  const auto that_one = [state = state_, number = *version] { return of_version(state, number); };
  return materials_to_decrypt(that_one, std::move(context));
}

void CachingMostRecentProvider::refresh() {
  const std::lock_guard lock(state_->mutex);
  state_->cache.clear();
  state_->current.reset();
  state_->last_check.reset();
}

}  // namespace magneto::encryption
