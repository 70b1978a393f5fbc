export { open, type OpenOptions } from "./client/open.js";
export { type CallOptions, type ChangeListener, Hearth } from "./client/hearth.js";
export { HearthShelf, type SelectDetail, type ShelfTexts, type SlateDetail } from "./element/hearth-shelf.js";
export { moneyFormat } from "./element/money.js";
export { ENGLISH, eventPhrase } from "./element/shelf-texts.js";
export { closeWhy, type Explained, showWhy, type WhyOptions } from "./element/why-popover.js";
export { EngineError } from "./shared/errors.js";
export {
  CORE_ERROR_CODES, EVENT_TYPES, HOST_ERROR_CODES, LABELS, REASON_CODES, SURFACES,
} from "./shared/api.js";
export type {
  Availability, CatalogStatus, Category, ChangeNotice, Constants, ErrorCode, EventType, Health,
  HistoryEvent, HistoryExport, HistoryList, HistorySelection, Item, ItemList, Label, Page,
  RankedItem, RankRequest, Reason, ReasonCode, Recorded, ShopEvent, Slate, Status, Surface, Why,
} from "./shared/api.js";
