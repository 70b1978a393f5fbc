export { open, type OpenOptions, openWithControl } from "./client/open.js";
export { type BegunOptions, type CallOptions, Hearth, type ShopListener } from "./client/hearth.js";
export { type ChangeListener, HearthControl, type Import } from "./client/hearth-control.js";
export {
  HistoryReading, type ImportOptions, type ImportProgress, type ImportReport, type RecordOptions,
} from "./client/history-reading.js";
export { HISTORY_FIELDS, type HistoryField, type HistoryFound, type ReadOptions, type SkippedRow } from "./shared/import-api.js";
export { HearthShelf, type SelectDetail, type ShelfTexts, type SlateDetail } from "./element/hearth-shelf.js";
export { moneyFormat } from "./element/money.js";
export { ENGLISH, eventPhrase } from "./element/shelf-texts.js";
export { closeWhy, type Explained, showWhy, type WhyOptions } from "./element/why-popover.js";
export { EngineError } from "./shared/errors.js";
export {
  COLOURS, CORE_ERROR_CODES, EVENT_TYPES, HOST_ERROR_CODES, KINDS, LABELS, REASON_CODES, SURFACES, TIERS,
} from "./shared/api.js";
export type {
  Availability, CalendarDate, CatalogStatus, Category, ChangeNotice, CodeKind, Colour, Constants, ErrorCode, EventType,
  Gift, GiftSuggestion, GrownUp, Health, HistoryEvent, HistoryExport, HistoryList, HistorySelection, Household,
  HouseholdSettings, Item, ItemDetails, ItemEvent, ItemList, Kind, Label, Labelled, Limits, Member, MemberTraits, Mode, Page,
  RankedItem, RankRequest, Reason, ReasonCode, Recorded, SearchEvent, Sharing, ShopEvent, ShopNotice, Sitting, Slate,
  Status, StorageState, Surface, Surprised, Tier, Topic, Undoable, UnsignedVisit, Visit, Who, Why, Withheld, YearlyDate,
} from "./shared/api.js";
