import type { NoticeMode } from "./notice-data";

/** Minutes since midnight of the person's own day; quiet hours may span midnight. */
export interface PersonSchedule {
  timeZone: string;
  quietFrom: number | null;
  quietTo: number | null;
  digestAt: number;
}

export const defaultSchedule: PersonSchedule = {
  timeZone: "UTC",
  quietFrom: null,
  quietTo: null,
  digestAt: 8 * 60,
};

const dayMinutes = 1_440;

export function isTimeZone(name: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat("en-GB", { timeZone: name }).resolvedOptions();
    return timeZone !== "" && /^[A-Za-z0-9_+/-]+$/.test(name);
  } catch {
    return false;
  }
}

function minuteOfDay(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  return part("hour") * 60 + part("minute");
}

/** The next moment at which the clock in that zone shows this minute; also over a change of summer time. */
export function nextLocalMinute(now: Date, minute: number, timeZone: string): Date {
  const ahead = (minute - minuteOfDay(now, timeZone) + dayMinutes) % dayMinutes || dayMinutes;
  const wholeMinute = Math.floor(now.getTime() / 60_000) * 60_000;
  const first = new Date(wholeMinute + ahead * 60_000);
  // The zone's clock may have been moved on the way.
  const miss = minuteOfDay(first, timeZone) - minute;
  const shift =
    miss > dayMinutes / 2 ? miss - dayMinutes : miss < -dayMinutes / 2 ? miss + dayMinutes : miss;
  const corrected = new Date(first.getTime() - shift * 60_000);
  return minuteOfDay(corrected, timeZone) === minute && corrected > now ? corrected : first;
}

function isQuiet(now: Date, { timeZone, quietFrom, quietTo }: PersonSchedule): boolean {
  if (quietFrom === null || quietTo === null || quietFrom === quietTo) return false;
  const minute = minuteOfDay(now, timeZone);
  return quietFrom < quietTo
    ? minute >= quietFrom && minute < quietTo
    : minute >= quietFrom || minute < quietTo;
}

/** When a notice goes out to a person: at once, after their quiet hours, or with the daily digest. */
export function departure(
  now: Date,
  schedule: PersonSchedule,
  { mode, isUrgent }: { mode: Exclude<NoticeMode, "off">; isUrgent: boolean },
): { state: "waiting" | "collecting"; at: Date } {
  if (mode === "digest" && !isUrgent) {
    return { state: "collecting", at: nextLocalMinute(now, schedule.digestAt, schedule.timeZone) };
  }
  const isHeld = !isUrgent && isQuiet(now, schedule);
  const at = isHeld ? nextLocalMinute(now, schedule.quietTo ?? 0, schedule.timeZone) : now;
  return { state: "waiting", at };
}
