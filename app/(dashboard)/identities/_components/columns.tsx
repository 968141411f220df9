import type { MouseEvent } from "react";
import type { Column } from "@/components/data-table/columns";
import { StatusDot, UnknownMark } from "@/components/nhi/fact-value";
import { ClippedName } from "@/components/nhi/clipped-name";
import { KindIcon } from "@/components/nhi/kind-icon";
import { OwnerAvatar } from "@/components/nhi/owner-avatar";
import { RelativeTime } from "@/components/nhi/relative-time";
import { BandTag, RiskBadge } from "@/components/nhi/risk-badge";
import {
  classWords,
  environmentWords,
  kindWords,
  privilegeWords,
  rotationWords,
} from "@/components/nhi/words";
import { unknownReasonText } from "@/lib/domain/evidence";
import type { DatedFact, IdentityRow } from "@/lib/domain/inventory/identity-row";
import classes from "./inventory.module.css";

export const usualColumns = [
  "name",
  "source",
  "class",
  "owner",
  "risk",
  "privilege",
  "created",
  "lastUsed",
  "rotation",
  "findings",
];

export type OpenRow = (event: MouseEvent<HTMLAnchorElement>, id: string) => void;

export function whyUnknown(fact: Pick<DatedFact, "reason" | "detail">): string {
  const reason = fact.reason ? unknownReasonText[fact.reason] : "No reason given";
  return fact.detail ? `${reason}: ${fact.detail}` : reason;
}

function When({ fact, never, age }: { fact: DatedFact; never: string; age?: boolean }) {
  if (fact.state === "unknown") return <UnknownMark because={whyUnknown(fact)} />;
  if (fact.at === null)
    return <span data-hint={fact.source ? `From ${fact.source}` : undefined}>{never}</span>;
  return <RelativeTime at={fact.at} source={fact.source} age={age} />;
}

/** Cut off where the column is too narrow, whole on hover. */
function Words({ children }: { children: string }) {
  return (
    <span className={classes.clip} data-hint-if-clipped="">
      {children}
    </span>
  );
}

function Name({ row, open }: { row: IdentityRow; open: OpenRow }) {
  return (
    <a
      href={`/identities/${row.id}`}
      className={classes.name}
      aria-label={`${kindWords[row.kind]} ${row.name} ${row.externalId}`}
      data-hint-if-clipped={`${row.name} · ${row.externalId}`}
      onClick={(event) => open(event, row.id)}
    >
      <KindIcon kind={row.kind} />
      <span className={classes.nameText}>
        <ClippedName name={row.name} />
      </span>
      <span className={classes.externalId}>{row.externalId}</span>
    </a>
  );
}

const privilegeBand = {
  admin: "critical",
  high: "high",
  write: "medium",
  read: "low",
  none: "unknown",
} as const;

function Privilege({ row }: { row: IdentityRow }) {
  if (row.privilege === "unknown") {
    const reason = row.privilegeReason as DatedFact["reason"];
    return <UnknownMark because={whyUnknown({ reason, detail: null })} />;
  }
  return <BandTag band={privilegeBand[row.privilege]}>{privilegeWords[row.privilege]}</BandTag>;
}

function Rotation({ row }: { row: IdentityRow }) {
  if (row.rotationState === "unknown") return <UnknownMark because={whyUnknown(row.lastRotated)} />;
  const hint = row.lastRotated.at
    ? `Last rotated ${row.lastRotated.at.slice(0, 10)} UTC`
    : undefined;
  return (
    <span data-hint={hint} className={classes.rotation} data-state={row.rotationState}>
      {rotationWords[row.rotationState]}
    </span>
  );
}

export const identityColumns = (open: OpenRow): Column<IdentityRow>[] => [
  {
    id: "name",
    title: "Name",
    width: 232,
    sortKey: "name",
    firstDirection: "asc",
    cell: (row) => <Name row={row} open={open} />,
  },
  {
    id: "source",
    title: "Source",
    width: 112,
    cell: (row) => <Words>{row.source.name}</Words>,
  },
  {
    id: "class",
    title: "Class",
    width: 146,
    cell: (row) => <Words>{classWords[row.identityClass]}</Words>,
  },
  { id: "owner", title: "Owner", width: 122, cell: (row) => <OwnerAvatar owner={row.owner} /> },
  {
    id: "risk",
    title: "Risk",
    width: 146,
    sortKey: "risk",
    cell: (row) => <RiskBadge {...row.risk} />,
  },
  {
    id: "privilege",
    title: "Privilege",
    width: 76,
    sortKey: "privilege",
    cell: (row) => <Privilege row={row} />,
  },
  {
    id: "created",
    title: "Age",
    width: 62,
    align: "right",
    sortKey: "created",
    firstDirection: "asc",
    cell: (row) => <When fact={row.created} never="None" age />,
  },
  {
    id: "lastUsed",
    title: "Last used",
    width: 86,
    sortKey: "last_used",
    firstDirection: "asc",
    cell: (row) => <When fact={row.lastUsed} never="Never" />,
  },
  {
    id: "rotation",
    title: "Rotation",
    width: 124,
    sortKey: "last_rotated",
    firstDirection: "asc",
    cell: (row) => <Rotation row={row} />,
  },
  {
    id: "findings",
    title: "Findings",
    width: 74,
    align: "right",
    sortKey: "findings",
    cell: (row) => (
      <span data-none={row.openFindings === 0 || undefined} className={classes.count}>
        {row.openFindings}
      </span>
    ),
  },
  { id: "kind", title: "Kind", width: 150, cell: (row) => <Words>{kindWords[row.kind]}</Words> },
  {
    id: "environment",
    title: "Environment",
    width: 110,
    cell: (row) => <Words>{environmentWords[row.environment]}</Words>,
  },
  { id: "status", title: "Status", width: 104, cell: (row) => <StatusDot status={row.status} /> },
  {
    id: "labels",
    title: "Labels",
    width: 180,
    cell: (row) => <Words>{row.labels.join(", ")}</Words>,
  },
];

/** A row where columns do not fit: two lines that answer what, whose, how risky, how fresh. */
export const condensedRow = (open: OpenRow) =>
  function CondensedRow(row: IdentityRow) {
    return (
      <div className={classes.card}>
        <a
          href={`/identities/${row.id}`}
          className={classes.cardName}
          aria-label={`${kindWords[row.kind]} ${row.name}`}
          data-hint-if-clipped={row.name}
          onClick={(event) => open(event, row.id)}
        >
          <KindIcon kind={row.kind} />
          <span className={classes.nameText}>
            <ClippedName name={row.name} />
          </span>
        </a>
        <RiskBadge {...row.risk} />
        <span className={classes.cardLine} data-hint-if-clipped="">
          {row.owner.state === "none" ? "No owner" : (row.owner.name ?? "Owner")} ·{" "}
          {row.source.name}
        </span>
        <span className={classes.cardUse}>
          <When fact={row.lastUsed} never="Never used" />
        </span>
      </div>
    );
  };
