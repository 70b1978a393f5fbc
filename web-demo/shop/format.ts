// Money, days and small words, in British English.
import type { CatalogStatus, EventType, HistoryEvent } from "hearth";

export function moneyFormat(catalog: CatalogStatus): (amount_minor: number) => string {
  const { currency, minorDigits } = catalog;
  const format = new Intl.NumberFormat("en-GB", {
    style: "currency", currency, minimumFractionDigits: minorDigits, maximumFractionDigits: minorDigits,
  });
  return (amount_minor) => format.format(amount_minor / 10 ** minorDigits);
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;

const WEEKDAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const FULL_DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export const clockTime = (time: number): string => CLOCK.format(time);

// "Today", "Yesterday", "Monday, 3 March", or with the year when that is another one.
export function dayName(time: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(time)) / 86_400_000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const same_year = new Date(time).getFullYear() === new Date(now).getFullYear();
  return (same_year ? WEEKDAY : FULL_DAY).format(time);
}

export const startOfDay = (time: number): number => new Date(time).setHours(0, 0, 0, 0);

const SENTENCES: Readonly<Record<EventType, string>> = {
  impression: "You were shown",
  view: "You looked at",
  basket_add: "You put in your basket",
  basket_remove: "You took out of your basket",
  wish: "You wished for",
  buy: "You bought",
  return: "You returned",
  dismiss: "You said “not for me” to",
  like: "You liked",
};

// "You bought 6 ×": the item's title follows.
export function sentence({ type, quantity }: HistoryEvent): string {
  const counted = type === "buy" || type === "basket_add" || type === "basket_remove" || type === "return";
  return SENTENCES[type] + (counted && quantity > 1 ? ` ${quantity} ×` : "");
}
