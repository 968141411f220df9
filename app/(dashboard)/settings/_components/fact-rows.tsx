import type { ReactNode } from "react";
import { PlainTable } from "@/components/plain-table/plain-table";

/** Names and values, one a row. */
export function FactRows({ label, rows }: { label: string; rows: [string, ReactNode][] }) {
  return (
    <PlainTable label={label} columns={["What", "Value"]}>
      {rows.map(([name, value]) => (
        <tr key={name}>
          <td>{name}</td>
          <td>{value}</td>
        </tr>
      ))}
    </PlainTable>
  );
}
