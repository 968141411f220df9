import { IconChevronRight } from "@tabler/icons-react";
import Link from "next/link";
import { ConnectorMark } from "./connector-mark";
import classes from "./sources.module.css";

interface Choice {
  id: string;
  name: string;
  summary: string;
  streams: readonly unknown[];
  schedulable: boolean;
}

const howText = ({ streams, schedulable }: Choice) =>
  `${streams.length} ${streams.length === 1 ? "stream" : "streams"}, ${schedulable ? "read on a schedule" : "read from files that you drop"}`;

export function ConnectorChoices({ items }: { items: readonly Choice[] }) {
  return (
    <ul className={classes.choices}>
      {items.map((item) => (
        <li key={item.id}>
          <Link href={`/sources/new?connector=${item.id}`} className={classes.choice}>
            <ConnectorMark id={item.id} />
            <span className={classes.choiceWords}>
              <strong>{item.name}</strong>
              <span className={classes.quiet}>{item.summary}</span>
              <span className={classes.under}>{howText(item)}</span>
            </span>
            <IconChevronRight size={18} aria-hidden="true" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
