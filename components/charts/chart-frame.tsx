"use client";

import { Button, Text, Title } from "@mantine/core";
import Link from "next/link";
import { type ReactNode, useId, useState } from "react";
import { numberText } from "@/lib/domain/counted";
import { PlainTable } from "../plain-table/plain-table";
import classes from "./charts.module.css";

/** A figure that opens the list behind it. */
interface LinkedFigure {
  value: number;
  href: string;
}
type Cell = string | number | LinkedFigure;
/** What the row is about, then its figures. */
export type ChartRow = readonly [string, ...Cell[]];

interface ChartFrameProps {
  /** Says the finding, not the subject. */
  title: string;
  sentence: string;
  unit: string;
  columns: readonly string[];
  rows: readonly ChartRow[];
  /** The list behind the title's figure. */
  link?: { href: string; label: string };
  children: ReactNode;
}

function shown(cell: Cell): ReactNode {
  if (typeof cell === "string") return cell;
  if (typeof cell === "number") return numberText(cell);
  return <Link href={cell.href}>{numberText(cell.value)}</Link>;
}

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
            <tr key={row[0]}>
              {row.map((cell, n) => (
                <td key={`${columns[n]}`} data-number={n > 0 || undefined}>
                  {shown(cell)}
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
