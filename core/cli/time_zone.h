// Time zones by name, from the tz database of this machine.
#pragma once

#include <string>

#include "base/result.h"
#include "input/time_reader.h"

namespace hearth {

// "Europe/London", or an offset as ParseOffset() takes it. Changes of 1970 to 2100. Not to be
// called beside threads that ask for local time. Errors: invalid_argument, also where the machine
// has no tz database.
Result<LocalClock> ReadTimeZone(const std::string& text);

}  // namespace hearth
