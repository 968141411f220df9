import { Anchor, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { LocalLink as Link } from "@/components/shell/local-link";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { EmptyState } from "@/components/states/empty-state";
import { type AuditParams, olderHref } from "../search-params";

interface Line {
  seq: string;
  at: string;
  actorType: string;
  actorName: string;
  event: string;
  outcome: string;
  targetType: string | null;
  targetId: string | null;
  detail: object;
  ip: string | null;
}

const outcomeColour: Record<string, string> = {
  refused: "var(--muster-band-medium-text)",
  failed: "var(--muster-band-high-text)",
};

function Row({ line }: { line: Line }) {
  const detail = JSON.stringify(line.detail);
  return (
    <tr>
      <td className={`${cells.quiet} ${cells.mono}`} data-number>
        {line.seq}
      </td>
      <td className={cells.nowrap}>
        <time dateTime={line.at}>{`${line.at.slice(0, 10)} ${line.at.slice(11, 19)} UTC`}</time>
      </td>
      <td>
        {line.actorName} <span className={cells.quiet}>{line.actorType}</span>
      </td>
      <td className={cells.mono}>{line.event}</td>
      <td style={{ color: outcomeColour[line.outcome] }}>{line.outcome}</td>
      <td className={cells.quiet}>
        {line.targetType ?? "none"}
        {line.targetId ? <span className={cells.mono}> {line.targetId.slice(0, 13)}</span> : null}
      </td>
      <td className={cells.mono} style={{ maxWidth: 360, overflowWrap: "anywhere" }}>
        {detail === "{}" ? "" : detail.slice(0, 300)}
      </td>
    </tr>
  );
}

interface AuditTableProps {
  items: readonly Line[];
  nextCursor: string | null;
  params: AuditParams;
}

export function AuditTable({ items, nextCursor, params }: AuditTableProps) {
  if (items.length === 0) {
    return (
      <EmptyState
        icon={<IconHistory size={22} />}
        title="No entry matches"
        sentence="Change the filter. Entries are never deleted, so what you look for was not recorded under these conditions."
      />
    );
  }
  return (
    <>
      <PlainTable
        label="Audit log"
        columns={[
          { label: "Entry", number: true },
          "Time",
          "Who",
          "Event",
          "Outcome",
          "Target",
          "Detail",
        ]}
      >
        {items.map((line) => (
          <Row key={line.seq} line={line} />
        ))}
      </PlainTable>
      {nextCursor ? (
        <Text mt="md">
          <Anchor component={Link} href={olderHref(params, nextCursor)}>
            Older entries
          </Anchor>
        </Text>
      ) : null}
    </>
  );
}
