// Result<T>: a T, or an Error {code, message}. What can fail returns one; nothing in core/ throws.
//
//   Result<Catalog> catalog = Catalog::FromPack(bytes);
//   if (!catalog.ok()) return catalog.error();
//   Use(*catalog);
//
// Codes are part of the API (a caller acts on them); messages are for developers and never contain
// a member's history.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hearth {

enum class ErrorCode {
  kInvalidArgument,     // a request that can never work as written
  kMalformed,           // bytes or text that are not what they claim to be
  kUnsupportedVersion,  // well formed, but of a format this build does not read
  kNotFound,            // names an item, event or operation that is not there
  kDuplicate,           // already there, byte for byte
  kTooLarge,            // over a stated limit
  kNotReady,            // needs a catalog that was not loaded yet
  kNeedsGrownUp,        // needs the household's code, or that a grown-up was asked
  kInternal,            // our own mistake
};

inline constexpr std::array<std::string_view, 9> kErrorCodeNames = {
    "invalid_argument", "malformed", "unsupported_version", "not_found", "duplicate",
    "too_large",        "not_ready", "needs_grown_up",      "internal"};

constexpr std::string_view Name(ErrorCode code) {
  return kErrorCodeNames[static_cast<size_t>(code)];
}

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
};

inline Error InvalidArgument(std::string message) {
  return {ErrorCode::kInvalidArgument, std::move(message)};
}
inline Error Malformed(std::string message) { return {ErrorCode::kMalformed, std::move(message)}; }
inline Error NotFound(std::string message) { return {ErrorCode::kNotFound, std::move(message)}; }
inline Error TooLarge(std::string message) { return {ErrorCode::kTooLarge, std::move(message)}; }

// What all Results share, so that it is compiled once and not for each type: nothing, or an error.
class [[nodiscard]] Failure {
 public:
  bool ok() const { return !error_.has_value(); }
  const Error& error() const;  // where there is one

 protected:
  Failure() = default;
  explicit Failure(Error&& error) : error_(std::move(error)) {}
  explicit Failure(const Error& error) : error_(error) {}
  void MustBeOk() const;

 private:
  std::optional<Error> error_;
};

template <typename T>
class [[nodiscard]] Result : public Failure {
 public:
  // NOLINTBEGIN(google-explicit-constructor)
  Result(T value) : value_(std::move(value)) {}
  Result(Error&& error) : Failure(std::move(error)) {}
  Result(const Error& error) : Failure(error) {}
  // NOLINTEND(google-explicit-constructor)

  T& operator*() & {
    MustBeOk();
    return *value_;
  }
  const T& operator*() const& {
    MustBeOk();
    return *value_;
  }
  T&& operator*() && {
    MustBeOk();
    return *std::move(value_);
  }
  T* operator->() { return &**this; }
  const T* operator->() const { return &**this; }

 private:
  std::optional<T> value_;
};

template <>
class [[nodiscard]] Result<void> : public Failure {
 public:
  Result() = default;
  // NOLINTBEGIN(google-explicit-constructor)
  Result(Error&& error) : Failure(std::move(error)) {}
  Result(const Error& error) : Failure(error) {}
  // NOLINTEND(google-explicit-constructor)
};

using Status = Result<void>;

}  // namespace hearth
