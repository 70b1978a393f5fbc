// Days and small words, in British English.
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

const DAY_AND_MONTH = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });

// "24 December", or with the year when it is not within a year from now.
export const shortDay = (time: number, now: number): string =>
  (Math.abs(time - now) < 360 * 86_400_000 ? DAY_AND_MONTH : FULL_DAY).format(time);

const NAME_OF_WEEKDAY = new Intl.DateTimeFormat("en-GB", { weekday: "long" });
const PARTS_OF_DAY = [[5, "night"], [12, "morning"], [18, "afternoon"], [23, "evening"], [24, "night"]] as const;

// "This evening", "Yesterday evening", "Tuesday evening", "3 November, evening".
export function partOfDay(time: number, now: number): string {
  const hour = new Date(time).getHours();
  const part = PARTS_OF_DAY.find(([end]) => hour < end)?.[1] ?? "night";
  const days = Math.round((startOfDay(now) - startOfDay(time)) / 86_400_000);
  if (days === 0) return part === "night" ? "Last night" : `This ${part}`;
  if (days === 1) return `Yesterday ${part}`;
  return days < 7 ? `${NAME_OF_WEEKDAY.format(time)} ${part}` : `${shortDay(time, now)}, ${part}`;
}

// The value of a date input, in local time.
export function dateValue(time: number): string {
  const day = new Date(time);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

// The beginning of that day; null while it is no date.
export function timeOfDate(value: string): number | null {
  const [year, month, day] = value.split("-").map(Number);
  return year && month && day ? new Date(year, month - 1, day).getTime() : null;
}

// What differs in the titles of one item's variants: ["Shirt, small", "Shirt, medium"] is ["small", "medium"]. Whole
// titles where nothing would be left of one.
export function optionsOf(titles: readonly string[]): readonly string[] {
  const words = titles.map((title) => title.split(/(?<=[^\p{L}\p{N}])(?=[\p{L}\p{N}])/u));
  let same = 0;
  while (words.every((each) => same < each.length - 1 && each[same] === words[0]?.[same])) ++same;
  const options = words.map((each) => each.slice(same).join("").trim());
  return new Set(options).size === options.length ? options : titles;
}
