import { type BandBar, totalOf } from "@/components/charts/band-bars";
import { listHref } from "@/components/nhi/list-href";
import { counted, numberText } from "@/lib/domain/counted";
import { totalOfAll } from "./titles";

/** So many bars the chart draws. */
const drawn = 10;

interface SourceRisk {
  title: string;
  sentence: string;
  /** Those that are drawn, most identities at risk first. */
  bars: BandBar[];
  /** The list of exactly what the title counts. */
  link?: { href: string; label: string };
}

const atRisk = (bar: BandBar) => bar.bands.critical + bar.bands.high;

/** Which source has most identities at risk, among all of them and not only those that are drawn. */
export function sourceRisk(all: readonly BandBar[]): SourceRisk {
  const ordered = all.toSorted((a, b) => atRisk(b) - atRisk(a) || totalOf(b) - totalOf(a));
  const bars = ordered.slice(0, drawn);
  const sentence =
    all.length > drawn
      ? `Risk by source, most at risk first: ${drawn} of ${numberText(all.length)}.`
      : "Risk by source, most at risk first.";
  const most = ordered[0] ? atRisk(ordered[0]) : 0;
  if (most === 0) return { title: withoutRisk(all), sentence, bars };
  const worst = ordered.filter((bar) => atRisk(bar) === most);
  const sources = `source:${worst.map((bar) => bar.key).join(",")}`;
  return {
    title:
      worst.length === 1
        ? `${worst[0]?.label} has ${numberText(most)} at risk, more than any other source`
        : `${numberText(worst.length)} sources have ${numberText(most)} at risk each, more than any other`,
    sentence,
    bars,
    ...(worst.length > drawn
      ? {}
      : {
          link: {
            href: listHref(`${sources} band:critical,high`),
            label: `Show the ${numberText(most * worst.length)} at risk`,
          },
        }),
  };
}

function withoutRisk(all: readonly BandBar[]): string {
  const unknown = all.reduce((sum, bar) => sum + bar.bands.unknown, 0);
  if (unknown === 0) return "No source has identities at risk";
  return unknown === totalOfAll(all)
    ? "The risk of no source is known"
    : `No source has identities known to be at risk, ${counted(unknown, "is", "are")} unknown`;
}
