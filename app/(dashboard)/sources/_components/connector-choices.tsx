import { IconChevronRight } from "@tabler/icons-react";
import Link from "next/link";
import classes from "./sources.module.css";

export function ConnectorChoices({
  items,
}: {
  items: readonly { id: string; name: string; summary: string }[];
}) {
  return (
    <ul className={classes.choices}>
      {items.map((item) => (
        <li key={item.id}>
          <Link href={`/sources/new?connector=${item.id}`} className={classes.choice}>
            <span>
              <strong>{item.name}</strong>
              <span className={classes.quiet}>{item.summary}</span>
            </span>
            <IconChevronRight size={18} aria-hidden="true" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
