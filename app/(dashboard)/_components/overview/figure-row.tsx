import Link from "next/link";
import { changeText, type Figures, listHref, number } from "./figures";
import classes from "./overview.module.css";

const shown = [
  { key: "identities", label: "Identities", query: "" },
  { key: "atRisk", label: "At risk", query: "band:critical,high" },
  { key: "unowned", label: "Without owner", query: "owner:none" },
  { key: "overRotation", label: "Past rotation", query: "rotation:over_policy" },
] as const;

/** Five figures with their change since last month, each the way to what it counts. */
export function FigureRow({ figures }: { figures: Figures }) {
  return (
    <ul className={classes.figures}>
      {shown.map(({ key, label, query }) => (
        <FigureCell
          key={key}
          label={label}
          href={query ? listHref(query) : "/identities"}
          value={figures[key].now}
          change={changeText(figures[key])}
        />
      ))}
      <FigureCell
        label="Exposed"
        href="/findings?severity=critical"
        value={figures.exposed.now}
        change={changeText(figures.exposed)}
      />
    </ul>
  );
}

interface FigureCellProps {
  label: string;
  href: string;
  value: number | null;
  change: string;
}

function FigureCell({ label, href, value, change }: FigureCellProps) {
  return (
    <li>
      <Link href={href} className={classes.figure}>
        <span className={classes.label}>{label}</span>
        <span className={classes.value}>{value === null ? "Unknown" : number(value)}</span>
        <span className={classes.change}>{change}</span>
      </Link>
    </li>
  );
}
