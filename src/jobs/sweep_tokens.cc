// SPDX-License-Identifier: Apache-2.0
#include "jobs/sweep_tokens.h"

namespace magneto::internal::jobs {

Result<std::uint64_t> sweep_expired_tokens(const JobContext& work) {
  std::uint64_t erased = 0;
  store::SpaceWalk walk = store::SpaceWalk::tokens();
  while (!walk.at_end() && !work.stopped()) {
    const Step step(work);
    MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t now_erased,
                             work.store.erase_expired_tokens(walk, {.records = 1024}));
    erased += now_erased;
  }
  return erased;
}

}  // namespace magneto::internal::jobs
