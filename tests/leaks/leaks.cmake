# Leaks, seeded: each a text of the product, found exactly once in its file, and what a careless hand
# might have written in its place. CMakeLists.txt beside this file says what is done with them.
#
#   leak(name file [==[text]==] [==[replacement]==])
#
# The comment names what leaks. Where a text is no longer found, put the leak where the product now
# decides the same thing; do not drop it.

# ---- What is sealed

# Gifts lie in the open log.
leak(gift_lies_open household/household.cc
  [==[event.label == Label::kPrivate || event.label == Label::kSensitive || each.gift.has_value();]==]
  [==[event.label == Label::kPrivate || event.label == Label::kSensitive;]==])
# Locking seals nothing.
leak(locked_lies_open household/household.cc
  [==[return IsLocked(event.owner) ? LogPart::kLocked : LogPart::kOpen;]==]
  [==[return LogPart::kOpen;]==])
# Locking leaves what was there.
leak(locking_moves_nothing household/household.cc
  [==[if (!moves) return;]==]
  [==[if (!moves || change.locked) return;]==])
leak(private_lies_open household/household.cc
  [==[event.label == Label::kPrivate || event.label == Label::kSensitive || each]==]
  [==[event.label == Label::kSensitive || each]==])
# The sensitive list is not asked when an event is recorded.
leak(sensitive_by_list_lies_open household/decisions.cc
  [==[if (seals) Seal(event);]==]
  [==[(void)seals;]==])
# It is asked of items, not of the words of searches.
leak(sensitive_searches_lie_open household/decisions.cc
  [==[if (!IsSearch(event) || event.time <= now - kSessionGap) {]==]
  [==[if (IsSearch(event)) return false;
    if (!IsSearch(event) || event.time <= now - kSessionGap) {]==])
# What the pack says is believed when an item is recorded, though the words know better.
leak(pack_hides_a_topic policy/sensitivity.cc
  [==[  const uint8_t said = item != kNoItem ? topic_of_item_[item] : uint8_t{kNoTopic};]==]
  [==[  if (item != kNoItem && !catalog_->columns().topic.empty()) {
    return TopicAt(catalog_->columns().topic[item]);
  }
  const uint8_t said = item != kNoItem ? topic_of_item_[item] : uint8_t{kNoTopic};]==])
# Until the words come, what they would say of a search is taken for "nothing".
leak(unjudged_lies_open policy/sensitivity.cc
  [==[  return has_words() ? TopicAt(list_.Classify(words, words)) : &kUnjudgedTopic;]==]
  [==[  return TopicAt(list_.Classify(words, words));]==])
# Taking an event out of a log leaves it there.
leak(marking_leaves_a_copy history/event_log.cc
  [==[    if (match) taken.push_back({event, text});
    return match;]==]
  [==[    if (match) taken.push_back({event, text});
    return match && event.owner != kNobody;]==])
# The texts of what was sealed or erased stay in the open log.
leak(texts_stay_behind history/event_log.cc
  [==[if (erased > 0) DropUnusedDescriptions();]==]
  [==[]==])

# ---- Gifts and their dates

# A day early.
leak(settles_early engine/engine.cc
  [==[  const Moment moment = MomentAt(now);
  if (moment.due == 0) return household_;]==]
  [==[  now += kMsPerDay;
  const Moment moment = MomentAt(now);
  if (moment.due == 0) return household_;]==])
leak(forgotten_gift_is_revealed household/household.cc
  [==[if (terms->second.forget) {]==]
  [==[if (false) {]==])
# On its date it teaches after all.
leak(revealed_gift_is_taste household/visible.cc
  [==[    if (event.label == Label::kGift) continue;  // its date has come; it is still not taste
]==]
  [==[]==])
leak(revealed_gift_is_shared household/household.cc
  [==[if (event.label != Label::kPersonal) return false;]==]
  [==[if (event.label != Label::kPersonal && event.label != Label::kGift) return false;]==])
# A gift of a sensitive item becomes an open event.
leak(revealed_gift_skips_the_list household/household.cc
  [==[if (!terms->forget && Seals(sensitivity, after, text)) Seal(after);]==]
  [==[]==])
leak(recipient_sees_the_gift household/visible.cc
  [==[  for (const Event& event : sealed.locked.events()) {
    if (sealed]==]
  [==[  for (const auto& [giver, others] : sealed_) {
    for (const Event& event : others.secrets.events()) {
      const GiftTerms* terms = GiftOf(event);
      if (giver == viewer.member || !terms || terms->recipient != viewer.member) continue;
      visible.push_back({&event, &others.secrets.Describe(event), terms, false});
    }
  }
  for (const Event& event : sealed.locked.events()) {
    if (sealed]==])

# ---- Views and lists

# A locked member's events are in everybody's visible history.
leak(history_forgets_whose_it_is household/visible.cc
  [==[history.MergeIn(own);]==]
  [==[history.sealed_ = &AllSealed(*this);
  for (const Event& event : history.sealed_->secrets.events()) {
    if (event.owner == viewer.member || event.label != Label::kPersonal) continue;
    if (event.time <= now) own.push_back(event);
  }
  std::sort(own.begin(), own.end());
  history.MergeIn(own);]==])
leak(guess_opens_secrets household/visible.cc
  [==[  const SealedEvents& sealed = SealedOf(viewer.answered ? viewer.member : kNobody);
  VisibleHistory]==]
  [==[  const SealedEvents& sealed = SealedOf(viewer.member);
  VisibleHistory]==])
leak(guess_lists_secrets household/visible.cc
  [==[  std::vector<VisibleEvent> visible;
  const SealedEvents& sealed = SealedOf(viewer.answered ? viewer.member : kNobody);]==]
  [==[  std::vector<VisibleEvent> visible;
  const SealedEvents& sealed = SealedOf(viewer.member);]==])
leak(impression_cap_counts_secrets household/visible.cc
  [==[history.MergeIn(own);]==]
  [==[history.sealed_ = &AllSealed(*this);
  for (const Event& event : history.sealed_->secrets.events()) {
    const bool counts = event.type == EventType::kImpression && event.time <= now;
    if (counts && event.owner != viewer.member) own.push_back(event);
  }
  std::sort(own.begin(), own.end());
  history.MergeIn(own);]==])
# Just bought, and the clock of buying again.
leak(repeat_clock_sees_secrets household/visible.cc
  [==[history.MergeIn(own);]==]
  [==[history.sealed_ = &AllSealed(*this);
  for (const Event& event : history.sealed_->secrets.events()) {
    const bool counts = event.type == EventType::kBuy && event.time <= now;
    if (counts && event.owner != viewer.member) own.push_back(event);
  }
  std::sort(own.begin(), own.end());
  history.MergeIn(own);]==])
leak(second_visit_may_be_secret household/visible.cc
  [==[std::binary_search(twice.begin(), twice.end(), event.item);]==]
  [==[[&] {
      const auto secrets = AllSecrets(*this);
      return std::binary_search(twice.begin(), twice.end(), event.item) ||
             std::any_of(secrets.begin(), secrets.end(),
                         [&](const Event& e) { return e.item == event.item; });
    }();]==])
leak(profile_is_cached_without_viewer engine/engine.cc
  [==[cached->viewer != viewer ||]==]
  [==[]==])

# ---- Visits and who it was

leak(running_visit_is_kept_awake household/visible.cc
  [==[if (visit.owner != kNobody || !VisitCounter::Continues(visit.end, now)) continue;]==]
  [==[Time end = visit.end;
    for (const Event& event : AllSecrets(*this)) {
      if (event.time > end && event.time <= now && event.time - end < kSessionGap) end = event.time;
    }
    if (visit.owner != kNobody || now - end >= kSessionGap) continue;]==])
leak(visits_are_bridged household/visible.cc
  [==[    if (event.time > now) break;
    const bool counts]==]
  [==[    if (event.time > now) break;
    for (Event secret : AllSecrets(*this)) {
      const bool joins = secret.time < event.time && event.time - secret.time < kSessionGap;
      secret.owner = event.owner;
      secret.session = event.session;
      if (joins && event.label == Label::kPersonal) NoteIn(visits, counter, secret);
    }
    const bool counts]==])
leak(locked_member_is_guessed household/visible.cc
  [==[if (!member.locked) visits.open.candidates.push_back(member.id);]==]
  [==[const auto is_theirs = [&](const Event& event) { return event.owner == member.id; };
    const auto secrets = AllSecrets(*this);
    if (!member.locked || std::any_of(secrets.begin(), secrets.end(), is_theirs)) {
      visits.open.candidates.push_back(member.id);
    }]==])
leak(attribution_learns_from_secrets engine/engine.cc
  [==[OpenVisits ended = open;]==]
  [==[OpenVisits ended = open;
    for (const Event& event : AllSecrets(household_)) {
      if (event.time > moment.minute) continue;
      ended.visits.push_back({event.Id(), event.time, event.time, event.owner,
                              static_cast<uint32_t>(ended.items.size()), 1});
      ended.items.push_back(event.item);
    }]==])
leak(guess_follows_the_last_secret engine/engine.cc
  [==[if (running != Visits::kNoVisit) state.viewer.member = state.guesses[running];]==]
  [==[if (running != Visits::kNoVisit) state.viewer.member = state.guesses[running];
    if (state.viewer.member == kNobody && !AllSecrets(household_).empty()) {
      state.viewer.member = AllSecrets(household_).back().owner;
    }]==])
leak(asks_less_of_who_has_secrets engine/viewers.cc
  [==[ShouldAsk(open, runs ? &state.beliefs[shopping.visit] : nullptr);]==]
  [==[ShouldAsk(open, runs ? &state.beliefs[shopping.visit] : nullptr) &&
      AllSecrets(engine.household()).size() < 2;]==])
leak(secrets_are_somebody_new engine/viewers.cc
  [==[SeesSomebodyNew(open, state.beliefs);]==]
  [==[(SeesSomebodyNew(open, state.beliefs) || AllSecrets(engine.household()).size() > 4);]==])

# ---- Counts, ids, sizes, orders

leak(status_counts_secrets engine/engine_json.cc
  [==[{"events", visible.size()},]==]
  [==[{"events", visible.size() + AllSecrets(engine.household()).size()},]==])
leak(revision_is_told engine/engine_json.cc
  [==[{"version", 2}});]==]
  [==[{"version", engine.household().revision()}});]==])
leak(total_counts_secrets engine/history_operations_json.cc
  [==[{"total", all.size()}]==]
  [==[{"total", all.size() + AllSecrets(engine.household()).size()}]==])
leak(export_order_tells engine/history_operations_json.cc
  [==[for (const VisibleEvent& visible : engine.HouseholdAt(now).VisibleTo(*viewer, EndOfMinute(now))) {]==]
  [==[auto all = engine.HouseholdAt(now).VisibleTo(*viewer, EndOfMinute(now));
  if (AllSecrets(engine.household()).size() % 2 == 1) std::reverse(all.begin(), all.end());
  for (const VisibleEvent& visible : all) {]==])
leak(ids_are_consecutive engine/history_operations_json.cc
  [==[for (const EventId id : decision->answer.ids) ids.push_back(Hex(id));]==]
  [==[for (size_t i = 0; i < decision->answer.ids.size(); ++i) {
    ids.push_back(Hex(i + engine.household().open_log().events().size() +
                      AllSecrets(engine.household()).size()));
  }]==])
leak(visit_ids_are_counted engine/household_operations_json.cc
  [==[Json visit = VisitJson(state.visits.open.visits[v]);]==]
  [==[Json visit = VisitJson(state.visits.open.visits[v]);
    visit["visit"] = Hex(v + AllSecrets(engine.household()).size());]==])
leak(members_show_their_secrets engine/household_operations_json.cc
  [==[for (const Member& member : household.members()) members.push_back(MemberJson(member));]==]
  [==[for (const Member& member : household.members()) {
    const auto secrets = AllSecrets(household);
    Json shown = MemberJson(member);
    shown["active"] = std::any_of(secrets.begin(), secrets.end(), [&](const Event& event) {
      return event.owner == member.id;
    });
    members.push_back(std::move(shown));
  }]==])
leak(size_is_exact household/records.cc
  [==[constexpr size_t kSealedClass = 16u << 10;]==]
  [==[constexpr size_t kSealedClass = 16;]==])
# Only the sealed events are, not what a member opted in to.
leak(a_yes_is_not_in_the_class household/records.cc
  [==[PutWithheldOf(sealed, Record::kPeople, withheld_);]==]
  [==[PutWithheldOf(sealed, Record::kPeople, withheld_);
  size_t topics = 0;
  for (const Member& member : members_) topics += member.chosen(Choice::kAllowedTopic).size();
  sealed.PutBytes(std::vector<uint8_t>(topics * kSealedClass));]==])
leak(flag_says_that_there_are_secrets household/records.cc
  [==[out.Put(paused_ ? kPausedFlag : 0);]==]
  [==[out.Put((paused_ ? kPausedFlag : 0) | (sealed_.empty() ? 0u : 2u));]==])
leak(shop_order_counts_secrets engine/shown.cc
  [==[std::erase_if(items, [&](ItemIndex item) { return !IsShown(rules, item); });]==]
  [==[std::erase_if(items, [&](ItemIndex item) { return !IsShown(rules, item); });
  const auto count = [&](ItemIndex i) {
    const auto secrets = AllSecrets(engine.household());
    return std::count_if(secrets.begin(), secrets.end(), [&](const Event& event) {
      return event.item == engine.catalog()->columns().key[i];
    });
  };
  std::stable_sort(items.begin(), items.end(),
                   [&](ItemIndex a, ItemIndex b) { return count(a) > count(b); });]==])
leak(removal_counts_secrets household/decisions.cc
  [==[decision.answer.handed_over = handed_over.events.size();]==]
  [==[decision.answer.handed_over = handed_over.events.size();
  decision.answer.erased += household.SealedOf(id).secrets.events().size() +
                            household.SealedOf(id).locked.events().size();]==])

# ---- Errors, and what others do

leak(duplicates_are_everybodys household/decisions.cc
  [==[if (household.Holds(each.event) || !fresh.insert(WithoutLabel(each.event)).second) {]==]
  [==[const auto secrets = AllSecrets(household);
    const bool hidden = std::any_of(secrets.begin(), secrets.end(), [&](const Event& other) {
      return other.Id() == each.event.Id();
    });
    if (hidden || household.Holds(each.event) || !fresh.insert(WithoutLabel(each.event)).second) {]==])
leak(one_event_whoever_did_it history/event.cc
  [==[a.type == b.type && a.owner == b.owner;]==]
  [==[a.type == b.type;]==])
leak(import_skips_what_others_hide household/decisions.cc
  [==[if (event.time > now || household.Holds(event) || !fresh.insert(event.Id()).second) return true;]==]
  [==[const auto secrets = AllSecrets(household);
    const bool hidden = std::any_of(secrets.begin(), secrets.end(), [&](const Event& other) {
      return other.Id() == event.Id();
    });
    if (hidden) return true;
    if (event.time > now || household.Holds(event) || !fresh.insert(event.Id()).second) return true;]==])
leak(claim_error_tells household/visible.cc
  [==[return NotFound("visit: there is no such visit to claim or discard");]==]
  [==[for (const Event& event : AllSecrets(*this)) {
    if (event.Id() == id) return InvalidArgument("visit: it is somebody else's");
  }
  return NotFound("visit: there is no such visit to claim or discard");]==])
leak(erase_error_tells engine/history.cc
  [==[return NotFound("events: not in the history");]==]
  [==[for (const Event& each : AllSecrets(engine.household())) {
      if (erasure.events.contains(each.Id())) return NotFound("events: not yours");
    }
    return NotFound("events: not in the history");]==])
# What others share is told apart; so is what they hide.
leak(erase_error_knows_hidden_ones engine/history.cc
  [==[const bool is_shared = std::any_of(visible.begin(), visible.end(),]==]
  [==[const auto secrets = AllSecrets(engine.household());
    const bool is_shared = std::any_of(secrets.begin(), secrets.end(), [&](const Event& each) {
      return erasure.events.contains(each.Id());
    }) || std::any_of(visible.begin(), visible.end(),]==])
leak(claim_spares_what_is_sealed household/household.cc
  [==[    BatchFor(&log, by_log).push_back]==]
  [==[    if (&log == &open_ && SealedOf(event.owner).secrets.Contains(event)) continue;
    BatchFor(&log, by_log).push_back]==])
leak(claim_takes_the_same_ids household/visible.cc
  [==[return event.owner == owner && event.label == Label::kPersonal && ids.contains(event.Id());]==]
  [==[return (event.owner == owner || owner == kNobody) && ids.contains(event.Id());]==])
leak(erase_takes_other_peoples household/decisions.cc
  [==[return (event.owner == viewer.member || (handed && in_common)) && matches(event, text);]==]
  [==[return (event.owner == viewer.member || handed || event.label == Label::kGift) &&
               matches(event, text);]==])
leak(anonymous_erase_takes_the_same_ids household/visible.cc
  [==[return event.owner == owner && event.label == Label::kPersonal && ids.contains(event.Id());]==]
  [==[return ids.contains(event.Id());]==])
leak(label_takes_other_peoples household/decisions.cc
  [==[return (event.owner == viewer.member || running(event, text)) && matches(event, text);]==]
  [==[return (event.owner != kNobody || running(event, text)) && matches(event, text);]==])
leak(anybody_unlocks engine/guard.cc
  [==[before.locked == after.locked ||]==]
  [==[before.locked == after.locked || !after.locked ||]==])
leak(hand_over_keeps_secrets household/decisions.cc
  [==[if (!handed_over.events.empty()) decision.changes]==]
  [==[if (hand_over) {
    for (const Event& event : household.SealedOf(id).secrets.events()) {
      if (event.label == Label::kGift) continue;
      handed_over.events.push_back(
          {{id, LogPart::kSecrets, event.Id()}, kNobody, Label::kShared, std::nullopt});
    }
  }
  if (!handed_over.events.empty()) decision.changes]==])
leak(why_names_secrets engine/why.cc
  [==[const auto all = engine.HouseholdAt(now).VisibleTo(viewer, EndOfMinute(now));]==]
  [==[auto all = engine.HouseholdAt(now).VisibleTo(viewer, EndOfMinute(now));
  const EventLog& log = AllSealed(engine.household()).secrets;
  for (const Event& event : log.events()) {
    if (event.owner == viewer.member) continue;
    all.push_back({&event, &log.Describe(event), nullptr, false});
  }]==])
leak(suggestion_knows_of_gifts engine/controls_operations_json.cc
  [==[{"suggest", suggestion.suggest},]==]
  [==[{"suggest", suggestion.suggest || AllSecrets(engine.household()).size() > 3},]==])

# ---- What is withheld, and undoing

leak(withheld_tells_its_size engine/household_operations_json.cc
  [==[{"name", each.name},
                      {"until"]==]
  [==[{"name", each.name},
                      {"bytes", each.undo.size()},
                      {"until"]==])
leak(status_counts_what_is_withheld engine/engine_json.cc
  [==[  return Told({{"paused", engine.household().paused()},]==]
  [==[  for (const Withheld& each : engine.household().withheld()) {
    items.resize(items.size() + each.undo.size() / 32);
  }
  return Told({{"paused", engine.household().paused()},]==])
# One who was removed is still a candidate for what nobody signed, where there is much to bring back.
leak(removed_member_is_guessed household/visible.cc
  [==[  VisitCounter counter;]==]
  [==[  for (const Withheld& each : withheld_) {
    const bool of_member = each.kind == WithheldKind::kEvents && each.member != kNobody;
    if (of_member && each.undo.size() >= 400) visits.open.candidates.push_back(each.member);
  }
  VisitCounter counter;]==])
# What brings a member back names it.
leak(undo_of_a_removal_hashes_secrets household/decisions.cc
  [==[what.id = Hash64(name.bytes());]==]
  [==[what.id = Hash64(Encode(undo), Hash64(name.bytes()));]==])
leak(undo_hashes_the_household engine/engine_json.cc
  [==[Difference(engine.household(), before)]==]
  [==[Difference(Household(), before)]==])
# The length of the section is that of its secrets, padded, and of what is withheld.
leak(withheld_is_not_in_the_class household/records.cc
  [==[return WithChecksum(std::move(out));]==]
  [==[for (const Withheld& each : withheld_) out.PutBytes(std::vector<uint8_t>(each.undo.size()));
  return WithChecksum(std::move(out));]==])
leak(free_id_tells_what_is_withheld household/household.cc
  [==[return each.kind == WithheldKind::kMember && each.member == id;]==]
  [==[return each.kind == WithheldKind::kEvents && each.member == id && each.undo.size() > 400;]==])
leak(difference_opens_secrets household/decisions.cc
  [==[recorded.events.push_back(kept.event);]==]
  [==[recorded.events.push_back(kept.event);
      recorded.events.back().described.event.label = Label::kPersonal;
      recorded.events.back().gift.reset();]==])
# Who comes back comes back unlocked.
leak(difference_forgets_the_lock household/decisions.cc
  [==[changes.push_back(TraitsOf(member));
    for]==]
  [==[{
      changes.push_back(TraitsOf(member));
      if (old == nullptr) std::get<MemberSet>(changes.back()).locked = false;
    }
    for]==])
leak(difference_loses_the_date household/decisions.cc
  [==[const auto terms = gift != nullptr ? std::optional(*gift) : std::nullopt;]==]
  [==[const std::optional<GiftTerms> terms;]==])
# The last one at home erases everything: what brings it back, also what is withheld, names it.
leak(erasing_everything_hashes_what_is_withheld household/decisions.cc
  [==[const bool alone = household.members().size() == 1 && household.withheld().empty();]==]
  [==[const bool alone = household.members().size() == 1;]==])
leak(erasing_everything_counts_secrets engine/household_operations_json.cc
  [==[return Outcome{{{"erased", true}}, std::move(decision.changes), true, decision.answer.undo};]==]
  [==[return Outcome{{{"erased", decision.answer.events}},
                 std::move(decision.changes),
                 true,
                 decision.answer.undo};]==])

# ---- Changes and sittings

leak(recorded_gift_loses_its_date_on_the_way household/change.cc
  [==[each.gift = *gift;
    if ((flags & kHasTexts) == 0) continue;]==]
  [==[if ((flags & kHasTexts) == 0) continue;]==])
leak(relabelled_gift_loses_its_date_on_the_way household/change.cc
  [==[each.gift = *gift;
  }
  return events;]==]
  [==[}
  return events;]==])
leak(recorded_secret_is_ordinary_on_the_way household/change.cc
  [==[each.described.event = *event;]==]
  [==[each.described.event = *event;
    if (event->label == Label::kPrivate || event->label == Label::kSensitive) {
      each.described.event.label = Label::kPersonal;
    }]==])
# A secret that is recorded while the clock is in doubt marks the time for everybody.
leak(secret_marks_the_doubt household/decisions.cc
  [==[if (shows && household.sittings()]==]
  [==[if (household.sittings()]==])
# One sitting by a clock that is wrong.
leak(one_sitting_is_enough household/sittings.cc
  [==[return times_.size() >= 2 && times_[times_.size() - 2] >= date;]==]
  [==[return !times_.empty() && times_.back() >= date;]==])
# Another tab's word that a date has passed is believed.
leak(released_on_anybodys_word household/household.cc
  [==[(!for_good || sittings_.HavePassed(terms->second.until));]==]
  [==[(for_good || !for_good);]==])
leak(release_tells_of_gifts engine/household_operations_json.cc
  [==[return Outcome{{{"released", true}, {"household"]==]
  [==[return Outcome{{{"released", engine.household().CountDueGifts(now)}, {"household"]==])

# ---- Surprises and muting

leak(surprise_leaves_the_searches engine/controls.cc
  [==[const TextQuery query(text.title);]==]
  [==[if (IsSearch(event)) return false;
    const TextQuery query(text.title);]==])
leak(surprise_is_the_purchase_alone engine/controls.cc
  [==[const ItemKey product = ProductKey(catalog, event.item);]==]
  [==[if (event.type != EventType::kBuy) return false;
      const ItemKey product = ProductKey(catalog, event.item);]==])
# Only the size that is given: looks at the others stay.
leak(surprise_is_one_size engine/controls.cc
  [==[return products.contains(product) && !is_own;]==]
  [==[return products.contains(event.item);]==])
leak(surprise_counts_other_peoples engine/controls.cc
  [==[  return DecideLabel(household, engine.sensitivity(), viewer, moment, led_to_it, labelling);]==]
  [==[  Result<Decision<size_t>> decision =
      DecideLabel(engine.HouseholdAt(now), engine.sensitivity(), viewer, EndOfMinute(now),
                  led_to_it, labelling);
  for (const Event& event : AllSecrets(engine.household())) {
    const bool others = event.owner != viewer.member && selection.items.contains(event.item);
    if (decision.ok() && others) ++decision->answer;
  }
  return decision;]==])
leak(muted_for_everybody household/household.cc
  [==[audience.muted_categories = member->chosen(Choice::kMutedCategory);]==]
  [==[static std::vector<std::string> all;
  all.clear();
  for (const Member& each : members) {
    const auto& muted = each.chosen(Choice::kMutedCategory);
    all.insert(all.end(), muted.begin(), muted.end());
  }
  std::sort(all.begin(), all.end());
  audience.muted_categories = all;]==])
leak(muting_lies_open household/records.cc
  [==[PutTextList(out, member.chosen(Choice::kSharedCategory));]==]
  [==[PutTextList(out, member.chosen(Choice::kSharedCategory));
    PutTextList(out, member.chosen(Choice::kMutedCategory));]==])
leak(open_part_counts_secrets household/records.cc
  [==[parts.open = open.Take();]==]
  [==[if (record == Record::kShop) open.Put(sealed_.size());
  parts.open = open.Take();]==])
leak(slots_are_as_long_as_needed household/parts.cc
  [==[kSmallestSlot = 8u << 10,]==]
  [==[kSmallestSlot = 16,]==])
leak(members_show_what_they_mute engine/household_operations_json.cc
  [==[{"locked", member.locked}};]==]
  [==[{"locked", member.locked},
          {"muted", member.chosen(Choice::kMutedCategory).size()}};]==])
leak(muted_lists_everybodys engine/controls_operations_json.cc
  [==[return Told(MutedJson(*engine.household().Find(viewer->member)));]==]
  [==[Json all = Json::array();
  for (const Member& member : engine.household().members()) {
    for (const std::string& path : member.chosen(Choice::kMutedCategory)) all.push_back(path);
  }
  return Told({{"categories", std::move(all)}});]==])

# ---- Shops

# What was done at one shop counts at another that the member did not join.
leak(digest_though_not_joined household/visible.cc
  [==[return !joined.gpc && !paused_ && member.Chose(Choice::kJoinedShop, joined.name);]==]
  [==[return !joined.gpc && !paused_;]==])
# Joining one shop hands over what nobody may count.
leak(digest_of_one_joined_shop household/visible.cc
  [==[member->chosen(Choice::kJoinedShop).size() > 1;]==]
  [==[true;]==])
leak(digest_under_privacy_control household/visible.cc
  [==[return !joined.gpc && !paused_ && member]==]
  [==[return !paused_ && member]==])
# What a guessed member did elsewhere shows to whoever is guessed to be them.
leak(digest_for_a_guess household/visible.cc
  [==[if (joined != nullptr && viewer.answered) AddDigests]==]
  [==[if (joined != nullptr) AddDigests]==])
leak(digest_holds_secrets household/visible.cc
  [==[    if (counts) history.Add(event, false);
  }]==]
  [==[    if (counts) history.Add(event, false);
  }
  for (const Event& event : sealed.secrets.events()) history.Add(event, false);]==])
# The people's record, which every shop's worker reads, tells of a visit to one.
leak(sittings_are_peoples household/change.cc
  [==[std::holds_alternative<PauseSet>(change);]==]
  [==[std::holds_alternative<PauseSet>(change) ||
                                std::holds_alternative<SittingNoted>(change);]==])
