import { type BandBar, totalOf } from "@/components/charts/band-bars";
import { numberText } from "@/lib/domain/counted";
import { shareFirst } from "@/lib/domain/share";

export const isAi = (name: string) => name.startsWith("ai_");
export const totalOfAll = (bars: readonly BandBar[]) =>
  bars.reduce((sum, bar) => sum + totalOf(bar), 0);

const nothing = "No identities yet";
const countOf = (bars: readonly BandBar[], isMeant: (key: string) => boolean) =>
  totalOfAll(bars.filter((bar) => isMeant(bar.key)));

/** How much of everything is an AI credential. */
export function classTitle(bars: readonly BandBar[]): string {
  const all = totalOfAll(bars);
  return all === 0 ? nothing : `${shareFirst(countOf(bars, isAi), all)} are AI credentials`;
}

/** How much is older than a year, of what has a known age; the rest is named, never counted as young. */
export function ageTitle(bars: readonly BandBar[]): string {
  const unknown = countOf(bars, (key) => key === "unknown");
  const known = totalOfAll(bars) - unknown;
  if (known === 0) return unknown === 0 ? nothing : "No age is known";
  const old = shareFirst(
    countOf(bars, (key) => key === "gt_365d"),
    known,
  );
  return unknown === 0
    ? `${old} are older than a year`
    : `${old} of known age are older than a year, ${numberText(unknown)} unknown`;
}

interface Judged {
  /** Past their policy, of the judged ones. */
  past: number;
  judged: number;
  unjudged: number;
}

/** How many secrets are past their policy. `subject` is a plural: `AI keys`. */
export function rotationTitle(subject: string, { past, judged, unjudged }: Judged): string {
  if (judged + unjudged === 0) return `No ${subject} yet`;
  if (judged === 0) return `No age of ${subject} is known`;
  const one = subject.replace(/s$/, "");
  if (past === 0)
    return unjudged === 0
      ? `No ${one} is older than its policy allows`
      : `No ${one} of known age is older than its policy allows`;
  const of = unjudged === 0 ? subject : `the ${numberText(judged)} ${subject} that can be judged`;
  return `${shareFirst(past, judged)} of ${of} are older than their policy allows`;
}
