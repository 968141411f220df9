"use client";

import { Anchor, Button, FileInput, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { PlainTable } from "@/components/plain-table/plain-table";
import { LocalLink as Link } from "@/components/shell/local-link";
import { Notice } from "@/components/states/notice";
import { counted } from "@/lib/domain/counted";
import type { ImportPlan } from "@/lib/use-cases/directory/import-people";
import { answered } from "@/components/answer/answered";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import type { Refusal } from "@/lib/domain/answer";
import { importPeopleAction, previewImportAction } from "../actions";
import classes from "./people.module.css";

const shownLines = 200;
const changeWords = { new: "New", changed: "Changed", same: "As before" } as const;

/** Reads a file, shows what it would change, and does exactly that. */
export function ImportForm() {
  const [csv, setCsv] = useState("");
  const [plan, setPlan] = useState<ImportPlan | null>(null);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const preview = async (file: File | null) => {
    setPlan(null);
    setDone(null);
    setFailed(null);
    if (!file) return;
    setBusy(true);
    const text = await file.text();
    setCsv(text);
    const answer = await answered(previewImportAction({ csv: text }));
    setBusy(false);
    if (answer.ok) setPlan(answer.result);
    else setFailed(answer.error);
  };
  const take = async () => {
    if (!plan) return;
    setBusy(true);
    const answer = await answered(importPeopleAction({ csv, digest: plan.digest }));
    setBusy(false);
    if (!answer.ok) return setFailed(answer.error);
    const { added, changed, teams } = answer.result;
    setPlan(null);
    setDone(
      `${counted(added, "person", "people")} added, ${changed} changed, ${counted(teams, "team")} made.`,
    );
  };
  return (
    <Stack gap="md">
      <FileInput
        label="CSV file"
        description="Columns: email, name; if you like title, manager_email, teams (separated by ;) and status (active or disabled). People who are not in the file stay as they are."
        placeholder="Choose a file"
        accept=".csv,text/csv"
        clearable
        clearButtonProps={{ "aria-label": "Remove the file" }}
        disabled={busy}
        onChange={(file) => void preview(file)}
      />
      <RefusalNotice refusal={failed} />
      {done ? (
        <Notice
          kind="good"
          title={done}
          action={
            <Anchor component={Link} href="/people">
              Show people
            </Anchor>
          }
        />
      ) : null}
      {plan ? <Preview plan={plan} busy={busy} onTake={() => void take()} /> : null}
    </Stack>
  );
}

interface PreviewProps {
  plan: ImportPlan;
  busy: boolean;
  onTake: () => void;
}

function Preview({ plan, busy, onTake }: PreviewProps) {
  const changes = plan.lines.filter(({ change }) => change !== "same");
  if (plan.errors.length > 0) {
    return (
      <>
        <Notice kind="error" title={`${counted(plan.errors.length, "line")} cannot be taken`}>
          Nothing is done until the file is right as a whole.
        </Notice>
        <PlainTable label="Lines with errors" columns={["Line", "What is wrong"]}>
          {plan.errors.slice(0, shownLines).map((error) => (
            <tr key={`${error.line} ${error.message}`}>
              <td>{error.line}</td>
              <td>{error.message}</td>
            </tr>
          ))}
        </PlainTable>
      </>
    );
  }
  return (
    <>
      <Group justify="space-between">
        <span>
          {changes.length} of {counted(plan.lines.length, "person", "people")} change
          {plan.newTeams.length > 0 ? `; new teams: ${plan.newTeams.join(", ")}` : ""}
        </span>
        <Button loading={busy} disabled={changes.length === 0} onClick={onTake}>
          Import {counted(changes.length, "person", "people")}
        </Button>
      </Group>
      {changes.length > 0 ? (
        <PlainTable label="What will change" columns={["Person", "Line", "Change", "Details"]}>
          {changes.slice(0, shownLines).map((line) => (
            <tr key={line.line}>
              <td>
                {line.name}
                <div className={classes.quiet}>{line.email}</div>
              </td>
              <td>{line.line}</td>
              <td>{changeWords[line.change]}</td>
              <td>{line.details.join("; ") || "Nothing else"}</td>
            </tr>
          ))}
        </PlainTable>
      ) : null}
    </>
  );
}
