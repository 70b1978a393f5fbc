// The double that a written number stands for, the same on every machine.
#pragma once

#include <string_view>

namespace hearth {

// The nearest double, of two equally near the even one; infinite beyond the largest. `number` is
// written as JSON writes numbers ("-12.5e-3"), of any length. Fast where it has at most 15 digits
// and a small exponent, like prices; else by long division.
double NearestDouble(std::string_view number);
// Whether that is infinite; seldom more than a glance.
bool IsBeyondDouble(std::string_view number);

}  // namespace hearth
