#include "history/event_log.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <optional>
#include <set>
#include <string>

#include "base/bytes.h"
#include "base/sort.h"

namespace hearth {

void PutEvent(ByteWriter& out, const Event& event) {
  out.Put(event.time);
  out.Put(event.item);
  out.Put(event.description);
  out.Put(event.session);
  out.Put(event.price_minor);
  out.Put(event.quantity);
  out.Put(static_cast<uint8_t>(static_cast<uint8_t>(event.type) | static_cast<uint8_t>(event.label)
                                                                      << 4));
  out.Put(event.owner);
}

Result<Event> GetEvent(ByteReader& in) {
  Event event;
  event.time = in.Get<Time>();
  event.item = in.Get<ItemKey>();
  event.description = in.Get<uint32_t>();
  event.session = in.Get<SessionId>();
  event.price_minor = in.Get<int32_t>();
  event.quantity = in.Get<uint16_t>();
  const auto type_and_label = in.Get<uint8_t>();
  event.owner = in.Get<MemberId>();
  if ((type_and_label & 15) >= kEventTypeNames.size() ||
      (type_and_label >> 4) >= kLabelNames.size()) {
    return Malformed("history: an event of unknown type or label");
  }
  event.type = static_cast<EventType>(type_and_label & 15);
  event.label = static_cast<Label>(type_and_label >> 4);
  if (Status status = Check(event); !status.ok()) {
    return Malformed("history: an event's " + status.error().message);
  }
  return event;
}

void PutTexts(ByteWriter& out, const ItemDescription& text) {
  for (const std::string* part : {&text.sku, &text.title, &text.category, &text.brand}) {
    out.Put(static_cast<uint16_t>(part->size()));
  }
  for (const std::string* part : {&text.sku, &text.title, &text.category, &text.brand}) {
    out.PutText(*part);
  }
}

ItemDescription GetTexts(ByteReader& in) {
  std::array<uint16_t, 4> sizes;
  for (uint16_t& size : sizes) size = in.Get<uint16_t>();
  ItemDescription text;
  std::array<std::string*, 4> parts = {&text.sku, &text.title, &text.category, &text.brand};
  for (size_t i = 0; i < parts.size(); ++i) *parts[i] = in.GetText(sizes[i]);
  return text;
}

namespace {

using TextKey = std::tuple<MemberId, ItemKey, uint32_t>;

constexpr size_t kHeaderBytes = 8;
constexpr size_t kMaxDecodedEvents = 1u << 24;
constexpr size_t kEncodedEventBytes = 32;
constexpr size_t kEncodedDescriptionBytes = 1 + 8 + 4 + 4 * 2;

void PutDescription(ByteWriter& out, const TextKey& key, const ItemDescription& text) {
  const auto& [owner, item, hash] = key;
  out.Put(owner);
  out.Put(item);
  out.Put(hash);
  PutTexts(out, text);
}

size_t SizeOf(const ItemDescription& text) {
  return kEncodedDescriptionBytes + text.sku.size() + text.title.size() + text.category.size() +
         text.brand.size();
}

// The description, whose key is checked against its text.
Result<std::pair<TextKey, ItemDescription>> GetDescription(ByteReader& in, bool names_owner) {
  const MemberId owner = names_owner ? in.Get<MemberId>() : kFirstMember;
  const auto item = in.Get<ItemKey>();
  const auto hash = in.Get<uint32_t>();
  ItemDescription text = GetTexts(in);
  if (!in.ok()) return Malformed("history: truncated in a description");
  if (Status status = Check(text); !status.ok()) {
    return Malformed("history: a description's " + status.error().message);
  }
  if (text.Key() != item || text.Hash() != hash) {
    return Malformed("history: a description does not match its key");
  }
  return std::pair{TextKey{owner, item, hash}, std::move(text)};
}

// The label does not make an event another one.
bool ComesBefore(const Event& a, const Event& b) { return !SameEvent(a, b) && a < b; }

}  // namespace

Error AtEvent(size_t index, size_t count, Error error) {
  if (count > 1) error.message = "events[" + std::to_string(index) + "]: " + error.message;
  return error;
}

Status EventLog::CheckAppend(std::span<const DescribedEvent> batch) const {
  if (batch.size() + events_.size() > kMaxEvents) {
    return TooLarge("a history holds at most 1000000 events");
  }
  std::set<Event> fresh;
  std::map<DescriptionKey, const ItemDescription*> texts;
  size_t bytes = EncodedBytes() + batch.size() * kEncodedEventBytes;
  for (size_t i = 0; i < batch.size(); ++i) {
    const auto& [event, text] = batch[i];
    if (Status s = Check(event, text); !s.ok()) return AtEvent(i, batch.size(), s.error());
    if (Contains(event) || !fresh.insert(WithoutLabel(event)).second) {
      return AtEvent(i, batch.size(),
                     {ErrorCode::kDuplicate, "this event is in the history already"});
    }
    const ItemDescription* known = FindDescription(event);
    if (known == nullptr) {
      const auto [at, is_new] = texts.try_emplace(KeyOfText(event), &text);
      known = at->second;
      if (is_new) bytes += SizeOf(text);
    }
    if (*known != text) {
      return AtEvent(i, batch.size(),
                     InvalidArgument("this item's text collides with an earlier one"));
    }
  }
  return bytes <= max_bytes_
             ? Status()
             : TooLarge("a history holds at most " + std::to_string(max_bytes_ >> 20) + " MiB");
}

Status EventLog::Append(std::vector<DescribedEvent> batch) {
  for (size_t i = 0; i < batch.size(); ++i) {
    auto& [event, text] = batch[i];
    event.item = text.Key();
    event.description = text.Hash();
  }
  const Status status = CheckAppend(batch);
  if (status.ok()) Merge(std::move(batch));
  return status;
}

void EventLog::Merge(std::vector<DescribedEvent> batch) {
  std::set<Event> fresh;
  std::map<DescriptionKey, ItemDescription> texts;
  std::vector<Event> added;
  for (DescribedEvent& each : batch) {
    Event& event = each.event;
    const ItemDescription& text = each.description;
    event.item = text.Key();
    event.description = text.Hash();
    if (!Check(event, text).ok() || Contains(event)) continue;
    if (!fresh.insert(WithoutLabel(event)).second) continue;
    const ItemDescription* stored = FindDescription(event);
    const ItemDescription& known =
        stored != nullptr ? *stored : texts.try_emplace(KeyOfText(event), text).first->second;
    if (known == text) added.push_back(event);
  }
  for (const auto& [key, text] : texts) description_bytes_ += SizeOf(text);
  descriptions_.merge(texts);
  Sort(added);
  // From the latest back, so that only what is later than the batch moves.
  size_t old = events_.size(), left = added.size();
  events_.resize(old + left);
  while (left > 0) {
    const bool take_old = old > 0 && added[left - 1] < events_[old - 1];
    events_[old + left - 1] = take_old ? events_[old - 1] : added[left - 1];
    --(take_old ? old : left);
  }
}

size_t EventLog::EraseIf(EventMatcher matches) {
  const size_t erased =
      std::erase_if(events_, [&](const Event& event) { return matches(event, Describe(event)); });
  if (erased > 0) DropUnusedDescriptions();
  return erased;
}

bool EventLog::Contains(const Event& event) const {
  const auto at = std::lower_bound(events_.begin(), events_.end(), WithoutLabel(event));
  return at != events_.end() && SameEvent(*at, event);
}

std::vector<DescribedEvent> EventLog::Take(EventMatcher matches) {
  std::vector<DescribedEvent> taken;
  EraseIf([&](const Event& event, const ItemDescription& text) {
    const bool match = matches(event, text);
    if (match) taken.push_back({event, text});
    return match;
  });
  return taken;
}

const ItemDescription* EventLog::FindDescription(const Event& event) const {
  const auto found = descriptions_.find(KeyOfText(event));
  return found == descriptions_.end() ? nullptr : &found->second;
}

const ItemDescription& EventLog::Describe(const Event& event) const {
  const ItemDescription* found = FindDescription(event);
  assert(found != nullptr);
  return *found;
}

void EventLog::DropUnusedDescriptions() {
  std::set<DescriptionKey> used;
  for (const Event& event : events_) used.insert(KeyOfText(event));
  std::erase_if(descriptions_, [&](const auto& entry) { return !used.contains(entry.first); });
  description_bytes_ = 0;
  for (const auto& [key, text] : descriptions_) description_bytes_ += SizeOf(text);
}

size_t EventLog::EncodedBytes() const {
  return kHeaderBytes + events_.size() * kEncodedEventBytes + description_bytes_;
}

std::vector<uint8_t> EventLog::Encode() const {
  ByteWriter out;
  out.Put(static_cast<uint32_t>(events_.size()));
  out.Put(static_cast<uint32_t>(descriptions_.size()));
  for (const Event& event : events_) PutEvent(out, event);
  for (const auto& [key, text] : descriptions_) PutDescription(out, key, text);
  return out.Take();
}

Result<EventLog> EventLog::Decode(std::span<const uint8_t> bytes, size_t max_bytes) {
  return DecodeAs(bytes, max_bytes, true);
}

Result<EventLog> EventLog::DecodeVersion1(std::span<const uint8_t> bytes) {
  return DecodeAs(bytes, kMaxLogBytes, false);
}

Result<EventLog> EventLog::DecodeAs(std::span<const uint8_t> bytes, size_t max_bytes,
                                    bool names_owners) {
  ByteReader in(bytes);
  const auto event_count = in.Get<uint32_t>();
  const auto description_count = in.Get<uint32_t>();
  if (!in.ok()) return Malformed("history: shorter than its header");
  if (event_count > kMaxDecodedEvents) return TooLarge("a history of more than 16 million events");
  const size_t min_text = kEncodedDescriptionBytes - (names_owners ? 0 : 1);
  if (description_count > event_count ||
      event_count * kEncodedEventBytes + description_count * min_text > in.left()) {
    return Malformed("history: shorter than its counts require");
  }
  EventLog log(max_bytes);
  log.events_.reserve(event_count);
  for (uint32_t i = 0; i < event_count; ++i) {
    Result<Event> event = GetEvent(in);
    if (!event.ok()) return event.error();
    if (i > 0 && !ComesBefore(log.events_.back(), *event)) {
      return Malformed("history: events out of order or duplicated");
    }
    log.events_.push_back(*event);
  }
  for (uint32_t i = 0; i < description_count; ++i) {
    auto entry = GetDescription(in, names_owners);
    if (!entry.ok()) return entry.error();
    if (!log.descriptions_.empty() && entry->first <= log.descriptions_.rbegin()->first) {
      return Malformed("history: descriptions out of order or duplicated");
    }
    log.descriptions_.insert(log.descriptions_.end(), *std::move(entry));
  }
  if (!in.AtEnd()) return Malformed("history: longer than its counts require");
  const size_t stored = log.descriptions_.size();
  for (const Event& event : log.events_) {
    const ItemDescription* text = log.FindDescription(event);
    if (text == nullptr) return Malformed("history: an event without its description");
    if (IsSearch(event) != text->sku.empty()) {
      return Malformed("history: a search with an item, or another event without one");
    }
  }
  log.DropUnusedDescriptions();
  if (log.descriptions_.size() != stored) {
    return Malformed("history: a description without an event");
  }
  return log;
}

}  // namespace hearth
