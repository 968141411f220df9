"use client";

import { Anchor } from "@mantine/core";
import { LocalLink as Link } from "@/components/shell/local-link";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { useFollow } from "@/components/states/use-follow";
import { exactTime } from "@/components/time/time-text";
import { isBeingMade, type PackRow } from "@/lib/domain/evidence-pack/pack-row";
import classes from "./evidence.module.css";

const size = (bytes: number): string =>
  bytes < 1_048_576 ? `${Math.ceil(bytes / 1_024)} KiB` : `${(bytes / 1_048_576).toFixed(1)} MiB`;

function progress({ state, doneRows, totalRows, error }: PackRow): string {
  if (state === "queued") return "Waiting for the worker";
  if (state === "failed") return `Failed: ${error ?? "no reason was kept"}`;
  const rows = doneRows.toLocaleString("en");
  return totalRows ? `${rows} of ${totalRows.toLocaleString("en")} rows` : `${rows} rows`;
}

function State({ pack }: { pack: PackRow }) {
  if (pack.state !== "done") return progress(pack);
  if (!pack.kept)
    return <span className={cells.quiet}>Made; its file was removed after 30 days</span>;
  return (
    <Anchor href={`/api/v1/evidence/${pack.id}/file`} download inherit>
      Download, {size(pack.bytes ?? 0)}
    </Anchor>
  );
}

const pages: Record<string, string> = { offboarding_case: "/offboarding", campaign: "/reviews" };

function Title({ pack: { subject, subjectId, title } }: { pack: PackRow }) {
  const page = pages[subject];
  return page && subjectId ? <Link href={`${page}/${subjectId}`}>{title}</Link> : title;
}

interface PackTableProps {
  items: readonly PackRow[];
  /** On the page of the thing itself its name is not said again. */
  ofOne?: boolean;
}

/** Packs with their progress, then their file and digest. */
export function PackTable({ items, ofOne = false }: PackTableProps) {
  useFollow(items.some(isBeingMade) ? 1_000 : null);
  const time = (pack: PackRow) => <td className={cells.nowrap}>{exactTime(pack.createdAt)}</td>;
  const columns = ofOne
    ? ["Asked for", "Pack", "Asked by", "SHA-256"]
    : ["Of what", "Pack", "Asked by", "Asked for", "SHA-256"];
  return (
    <PlainTable label="Evidence packs" columns={columns}>
      {items.map((pack) => (
        <tr key={pack.id}>
          {ofOne ? (
            time(pack)
          ) : (
            <td>
              <Title pack={pack} />
            </td>
          )}
          <td>
            <State pack={pack} />
          </td>
          <td className={cells.nowrap}>{pack.requestedBy}</td>
          {ofOne ? null : time(pack)}
          <td className={classes.digest}>
            {pack.digest ?? <span className={cells.quiet}>Known once it is made</span>}
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
