import Link from "next/link";
import { listHref } from "@/components/nhi/list-href";
import { numberText } from "@/lib/domain/counted";
import { changeText, type Figures } from "./figures";
import classes from "./overview.module.css";

const shown = [
  ["identities", "Identities"],
  ["atRisk", "At risk"],
  ["unowned", "Without owner"],
  ["pastRotation", "Past rotation"],
  ["exposed", "Exposed"],
] as const;

/** Five figures with their change since last month, each the way to what it counts. */
export function FigureRow({ figures, today }: { figures: Figures; today: string }) {
  return (
    <ul className={classes.figures} aria-label="Figures">
      {shown.map(([key, label]) => (
        <li key={key}>
          <Link href={listHref(figures[key].query)} className={classes.figure}>
            <span className={classes.label}>{label}</span>
            <span className={classes.value}>{numberText(figures[key].now)}</span>
            <span className={classes.change}>{changeText(figures[key], today)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
