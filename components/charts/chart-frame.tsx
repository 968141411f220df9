"use client";

import { Button, Text, Title } from "@mantine/core";
import Link from "next/link";
import { type ReactNode, useId, useState } from "react";
import { PlainTable } from "../plain-table/plain-table";
import classes from "./charts.module.css";

interface ChartFrameProps {
  /** Says the finding, not the subject. */
  title: string;
  sentence: string;
  unit: string;
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  /** The list behind the title's figure. */
  link?: { href: string; label: string };
  children: ReactNode;
}

const format = (cell: string | number) =>
  typeof cell === "number" ? cell.toLocaleString("en-GB") : cell;

/** A chart with its finding in words beside it and the same numbers as a table. */
export function ChartFrame({
  title,
  sentence,
  unit,
  columns,
  rows,
  link,
  children,
}: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <section className={classes.frame} aria-labelledby={id}>
      <div className={classes.head}>
        <Title order={2} size="h3" id={id}>
          {title}
        </Title>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? "Show chart" : "Show table"}
        </Button>
      </div>
      <Text size="sm" c="dimmed" mb="sm">
        {sentence} <span className={classes.unit}>Unit: {unit}.</span>
      </Text>
      {asTable ? (
        <PlainTable
          label={`${title}, as a table`}
          columns={columns.map((label, n) => (n === 0 ? label : { label, number: true as const }))}
        >
          {rows.map((row) => (
            <tr key={String(row[0])}>
              {row.map((cell, n) => (
                <td key={`${columns[n]}`} data-number={n > 0 || undefined}>
                  {format(cell)}
                </td>
              ))}
            </tr>
          ))}
        </PlainTable>
      ) : (
        children
      )}
      {link ? (
        <p className={classes.foot}>
          <Link href={link.href}>{link.label}</Link>
        </p>
      ) : null}
    </section>
  );
}
