#include "base/result.h"

#include <cassert>

namespace hearth {

const Error& Failure::error() const {
  assert(!ok());
  return *error_;
}

void Failure::MustBeOk() const { assert(ok()); }

}  // namespace hearth
