import { counted } from "@/lib/domain/counted";
import { exactTime } from "@/components/time/time-text";

/** What the overview knows of one source's readings. Times in ISO 8601; null is never. */
export interface SourceReading {
  sourceId: string;
  sourceName: string;
  streams: number;
  /** Streams that the last sync read whole. */
  complete: number;
  whole: boolean;
  /** False where the last sync got nothing at all. */
  answers: boolean;
  lastReadAt: string | null;
  lastCompleteAt: string | null;
}

interface Silence {
  /** `1 source has not answered since 2026-10-30 04:10 UTC` */
  sentence: string;
  /** The same as the value of a figure. */
  short: string;
  href: string;
}

/** The source's page where it is one, else the list of all. */
export const sourcesHref = (sources: readonly SourceReading[]): string =>
  sources.length === 1 && sources[0] ? `/sources/${sources[0].sourceId}` : "/sources";

/** The sources that do not answer, since when, and the way to them; null when all do. */
export function silenceOf(sources: readonly SourceReading[]): Silence | null {
  const silent = sources.filter((source) => !source.answers);
  if (silent.length === 0) return null;
  const [first] = silent.flatMap(({ lastReadAt }) => lastReadAt ?? []).toSorted();
  const count = counted(silent.length, "source");
  const since = first === undefined ? null : exactTime(first);
  return {
    sentence: sentenceOf(silent.length, count, since),
    short: since === null ? `${count}, never did` : `${count}, since ${since}`,
    href: sourcesHref(silent),
  };
}

function sentenceOf(silent: number, count: string, since: string | null): string {
  if (silent === 1)
    return since === null
      ? `${count} has never answered`
      : `${count} has not answered since ${since}`;
  return since === null
    ? `${count} have never answered`
    : `${count} do not answer, the first since ${since}`;
}

/** The title over all sources. Those that fail are not read whole, whatever was read before. */
export function wholeTitle(sources: readonly SourceReading[]): string {
  const whole = sources.filter((source) => source.whole).length;
  if (whole === sources.length) return "Every source is read whole";
  return whole === 0
    ? "No source is read whole"
    : `${whole} of ${counted(sources.length, "source")} are read whole`;
}

/** What the inventory lacks of a source that does not name it stream by stream. */
export function unseenText({ whole, answers, complete, lastReadAt }: SourceReading): string {
  if (!answers)
    return lastReadAt === null
      ? "Everything: it has never answered"
      : `Whatever changed since ${exactTime(lastReadAt)}`;
  if (whole) return "Nothing is left out";
  return complete === 0 && lastReadAt === null
    ? "Everything: not read yet"
    : "A part: the last sync left something out";
}
