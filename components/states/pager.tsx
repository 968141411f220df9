import { IconArrowLeft, IconArrowRight } from "@tabler/icons-react";
import Link from "next/link";
import classes from "./states.module.css";

interface PagerProps {
  firstHref: string | null;
  nextHref: string | null;
  shown: string;
  labels?: { first: string; next: string };
}

const usual = { first: "First page", next: "Next page" };

/** Forward through a list that is read by keyset, and back to its beginning. */
export function Pager({ firstHref, nextHref, shown, labels = usual }: PagerProps) {
  return (
    <nav className={classes.pager} aria-label="Pages">
      <span>{shown}</span>
      {firstHref ? (
        <Link href={firstHref}>
          <IconArrowLeft size={14} aria-hidden="true" /> {labels.first}
        </Link>
      ) : null}
      {nextHref ? (
        <Link href={nextHref}>
          {labels.next} <IconArrowRight size={14} aria-hidden="true" />
        </Link>
      ) : null}
    </nav>
  );
}
