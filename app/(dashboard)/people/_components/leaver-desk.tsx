"use client";

import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { BandBadge } from "@/components/nhi/band-badge";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { LocalLink as Link } from "@/components/shell/local-link";
import { EmptyState } from "@/components/states/empty-state";
import { counted } from "@/lib/domain/counted";
import type { LeaverDetail, LeaverItemRow } from "@/lib/use-cases/leavers/list-leavers";
import { answered } from "@/components/answer/answered";
import { useRefreshAfter } from "@/components/answer/use-refresh-after";
import type { SentAnswer } from "@/lib/domain/answer";
import { PersonSelect } from "../../identities/_components/person-select";
import { decideLeaverAction } from "../actions";
import { LeaverOffboard } from "./leaver-offboard";
import { bulkWords, decisionWords, tieWords } from "./leaver-words";
import classes from "./people.module.css";

interface Decided {
  decided: number;
  skipped: number;
  left: number;
}

/** What was done, in one sentence. */
function told({ decided, skipped, left }: Decided) {
  const still = skipped > 0 ? ` ${skipped} could not be: choose a person for them.` : "";
  return `${decided} decided.${still} ${left === 0 ? "Nothing is left." : `${left} left.`}`;
}

/** Everything that was tied to a leaver, to be decided one by one or at once. */
export function LeaverDesk({ leaver, mayDecide }: { leaver: LeaverDetail; mayDecide: boolean }) {
  const refreshAfter = useRefreshAfter();
  const [chosen, setChosen] = useState<string[]>([]);
  const [heir, setHeir] = useState<{ id: string; label: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const open = leaver.items.filter(({ decision }) => decision === null);
  const ids = open.map((item) => item.identityId).filter((id) => chosen.includes(id));
  const canDecide = mayDecide && leaver.closedAt === null;
  const run = async (work: () => Promise<SentAnswer<Decided>>) => {
    setBusy(true);
    const answer = await answered(work());
    setBusy(false);
    notifications.show(
      answer.ok
        ? { message: told(answer.result), color: "indigo" }
        : { title: "Not done", message: answer.error.message, color: "red", autoClose: 12_000 },
    );
    if (answer.ok) setChosen([]);
    refreshAfter(answer);
  };
  const decide = (decision: "reassign" | "keep") =>
    void run(() =>
      decideLeaverAction({
        leaverId: leaver.id,
        decision,
        ...(ids.length > 0 ? { identityIds: ids } : {}),
        ...(decision === "reassign" && heir ? { personId: heir.id } : {}),
      }),
    );
  // With nothing ticked one click is about everything, shown or not.
  const ask = (decision: "reassign" | "keep", button: string) =>
    ids.length > 0
      ? decide(decision)
      : modals.openConfirmModal({
          title: `${button}?`,
          children: (
            <Text size="sm">
              This is about {counted(leaver.undecided, "identity", "identities")}.{" "}
              {bulkWords(decision, leaver.person.name, heir?.label ?? null)} A decision cannot be
              taken back here.
            </Text>
          ),
          labels: { confirm: button, cancel: "Go back" },
          onConfirm: () => decide(decision),
        });
  const scope = ids.length > 0 ? `${ids.length} selected` : `all ${leaver.undecided}`;
  return (
    <Stack gap="md" mt="md">
      {canDecide ? (
        <div className={classes.bar}>
          <PersonSelect
            label="Reassign to"
            placeholder="Each identity's backup owner"
            value={heir?.id ?? null}
            onChange={(id, label) => setHeir(id ? { id, label: label ?? id } : null)}
          />
          <Group gap="sm">
            <Button loading={busy} onClick={() => ask("reassign", `Reassign ${scope}`)}>
              Reassign {scope}
            </Button>
            <Button variant="default" disabled={busy} onClick={() => ask("keep", `Leave ${scope}`)}>
              Leave {scope} with the owner they have
            </Button>
            <LeaverOffboard leaverId={leaver.id} ids={ids} run={run} />
          </Group>
        </div>
      ) : null}
      <ItemTable
        items={leaver.items}
        chosen={canDecide ? chosen : null}
        onChoose={(id, on) =>
          setChosen((before) => (on ? [...before, id] : before.filter((one) => one !== id)))
        }
      />
      {leaver.total > leaver.items.length ? (
        <p className={classes.quiet}>
          {leaver.items.length} of {leaver.total.toLocaleString("en-GB")} are shown, undecided
          first. A decision about all includes the others.
        </p>
      ) : null}
    </Stack>
  );
}

interface ItemTableProps {
  items: readonly LeaverItemRow[];
  /** Null where nothing can be chosen. */
  chosen: readonly string[] | null;
  onChoose: (id: string, on: boolean) => void;
}

function ItemTable({ items, chosen, onChoose }: ItemTableProps) {
  if (items.length === 0) {
    return (
      <EmptyState
        title="Nothing was tied to them"
        sentence="They owned, created, approved and held nothing that Muster knows."
      />
    );
  }
  return (
    <PlainTable
      label="Identities of this person"
      columns={["Identity", "Risk", "How", "Owner now", "Backup", "Decision"]}
    >
      {items.map((item) => (
        <tr key={item.identityId}>
          <td>
            <Group gap="sm" wrap="nowrap">
              {chosen && item.decision === null ? (
                <Checkbox
                  aria-label={`Select ${item.name}`}
                  checked={chosen.includes(item.identityId)}
                  onChange={(event) => onChoose(item.identityId, event.currentTarget.checked)}
                />
              ) : null}
              <div>
                <Link href={`/identities/${item.identityId}`}>{item.name}</Link>
                <div className={cells.quiet}>
                  {item.source}
                  {item.missing ? ", not listed now" : ""}
                </div>
              </div>
            </Group>
          </td>
          <td>
            <BandBadge {...item.risk} />
          </td>
          <td>{item.ties.map((tie) => tieWords[tie] ?? tie).join(", ")}</td>
          <td>
            {item.owner ? `${item.owner.name}${item.owner.active ? "" : " (left)"}` : "Nobody"}
          </td>
          <td>{item.backup?.active ? item.backup.name : "Nobody"}</td>
          <td>
            <Decision item={item} />
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}

function Decision({ item }: { item: LeaverItemRow }) {
  if (item.decision === null) return "To decide";
  const words = decisionWords[item.decision] ?? item.decision;
  return (
    <>
      {item.caseId ? <Link href={`/offboarding/${item.caseId}`}>{words}</Link> : words}
      <div className={cells.quiet}>by {item.decidedBy}</div>
    </>
  );
}
