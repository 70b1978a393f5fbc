export { open, type OpenOptions } from "./client/open.js";
export { type CallOptions, type ChangeListener, Hearth } from "./client/hearth.js";
export { HearthShelf, type SelectDetail, type ShelfTexts, type SlateDetail } from "./element/hearth-shelf.js";
export { moneyFormat } from "./element/money.js";
export { ENGLISH, eventPhrase } from "./element/shelf-texts.js";
export { closeWhy, type Explained, showWhy, type WhyOptions } from "./element/why-popover.js";
export { EngineError } from "./shared/errors.js";
export {
  COLOURS, CORE_ERROR_CODES, EVENT_TYPES, HOST_ERROR_CODES, KINDS, LABELS, REASON_CODES, SURFACES, TIERS,
} from "./shared/api.js";
export type {
  Availability, CalendarDate, CatalogStatus, Category, ChangeNotice, Colour, Constants, ErrorCode, EventType, Gift,
  GiftSuggestion, Health, HistoryEvent, HistoryExport, HistoryList, HistorySelection, Household,
  HouseholdSettings, Item, ItemEvent, ItemList, Kind, Label, Labelled, Member, MemberTraits, Mode, Page,
  RankedItem, RankRequest, Reason, ReasonCode, Recorded, SearchEvent, Sharing, ShopEvent, Sitting, Slate, Status,
  Surface, Tier, Topic, UnsignedVisit, Visit, Who, Why, YearlyDate,
} from "./shared/api.js";
