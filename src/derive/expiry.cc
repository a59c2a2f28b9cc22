// SPDX-License-Identifier: Apache-2.0
#include "derive/expiry.h"

#include "value/decimal.h"

namespace magneto::internal::derive {

ExpiryWindow::ExpiryWindow(std::int64_t now_ms)
    : oldest_(value::Decimal::from_int(now_ms / 1000 - kOldestExpiry_s).encoded()),
      now_(value::Decimal::from_int(now_ms / 1000).encoded()) {}

bool ExpiryWindow::contains(value::ItemView item, std::string_view attribute) const {
  const std::optional<value::ValueView> time = item.find(attribute);
  if (!time || time->type() != value::Type::kNumber) return false;
  const std::string_view number = time->scalar();
  return oldest_ <= number && number < now_;
}

}  // namespace magneto::internal::derive
