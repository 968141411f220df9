import Link from "next/link";
import type { ReactNode } from "react";
import { listHref } from "@/components/nhi/list-href";
import { DatedText } from "@/components/time/dated-text";
import { TimeAgo } from "@/components/time/time-ago";
import { numberText } from "@/lib/domain/counted";
import { shareFirst } from "@/lib/domain/share";
import type { Figures } from "./figures";
import { silenceOf, type SourceReading } from "./reading";
import classes from "./overview.module.css";

interface FigureStripProps {
  figures: Figures;
  coverage: readonly SourceReading[];
}

/** Smaller figures in one line: shares, what nobody uses, and how fresh and whole all this is. */
export function FigureStrip({ figures, coverage }: FigureStripProps) {
  const sum = (of: "streams" | "complete") => coverage.reduce((total, one) => total + one[of], 0);
  const oldest = coverage[0];
  const silence = silenceOf(coverage);
  const among = oldest && coverage.length > 1 ? `, ${oldest.sourceName}` : "";
  const items: [label: string, href: string, value: ReactNode][] = [
    ["AI share", listHref(figures.ai.query), shareFirst(figures.ai.now, figures.identities.now)],
    ["Unused for 90 days", listHref(figures.stale.query), numberText(figures.stale.now)],
    ["Never rotated", listHref(figures.neverRotated.query), numberText(figures.neverRotated.now)],
    ["Streams read whole", "/sources", `${sum("complete")} of ${sum("streams")}`],
    [
      "Last read to the end",
      oldest ? `/sources/${oldest.sourceId}` : "/sources",
      <>
        {oldest?.lastCompleteAt ? <TimeAgo at={oldest.lastCompleteAt} /> : "Never"}
        {among}
      </>,
    ],
  ];
  if (silence)
    items.push(["Not answering", silence.href, <DatedText key="silence" text={silence.short} />]);
  return (
    <ul className={classes.strip} aria-label="More figures">
      {items.map(([label, href, value]) => (
        <li key={label}>
          <Link href={href}>
            <span className={classes.label}>{label}</span> <b>{value}</b>
          </Link>
        </li>
      ))}
    </ul>
  );
}
