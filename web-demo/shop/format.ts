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
