"use client";

import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import type { Refusal } from "@/lib/domain/answer";
import { LiveForm } from "@/components/form/live-form";
import { dayMs } from "@/lib/domain/days";
import type { OverdueDefault, ReviewerRule, TwoPeopleRule } from "@/lib/domain/lifecycle/campaign";
import { answered } from "@/components/answer/answered";
import { create, preview } from "../actions";
import { type DueDraft, DueFields } from "./due-fields";
import { type Preview, PreviewTable } from "./preview-table";
import { choicesOf, overdueWords, reviewerWords, twoPeopleWords } from "./option-words";
import { type RepeatDraft, RepeatFields } from "./repeat-fields";

interface NewReviewProps {
  q: string;
  people: { id: string; name: string }[];
  views: { id: string; name: string; q: string }[];
}

interface Draft extends RepeatDraft, DueDraft {
  name: string;
  q: string;
  /** The view that the filter is of, as long as nobody changed it. */
  viewId: string | undefined;
  reviewer: ReviewerRule;
  personId: string | null;
  twoPeople: TwoPeopleRule;
  overdueDefault: OverdueDefault;
}

/** Fields that change nothing of what the preview says. */
const unseen = ["name", "days", "remindDays", "repeats", "triggers", "riskLine"];

const isReady = (draft: Draft, seen: Preview): boolean =>
  draft.repeats === "on_event" ? draft.triggers.length > 0 : seen.items > 0;

const startWords = (draft: Draft, seen: Preview): string =>
  draft.repeats === "on_event"
    ? "Start asking at each event"
    : `Start the review of ${seen.items.toLocaleString("en-GB")} items`;

/** Scope, who is asked and until when; the preview comes before anything is written. */
export function NewReview({ q, people, views }: NewReviewProps) {
  const router = useRouter();
  const [draft, setDraft] = useState<Draft>({
    name: "",
    q,
    reviewer: "owner",
    personId: null,
    twoPeople: "privileged",
    overdueDefault: "ask_analysts",
    days: 14,
    remindDays: [3, 1],
    viewId: undefined,
    repeats: "never",
    triggers: [],
    riskLine: "high",
  });
  const [seen, setSeen] = useState<Preview | null>(null);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (changes: Partial<Draft>) => {
    setDraft({ ...draft, ...changes });
    if (!unseen.some((field) => field in changes)) setSeen(null);
  };
  const { name, days, remindDays, repeats, triggers, riskLine, ...scope } = draft;
  const isOnEvent = repeats === "on_event";
  const look = async () => {
    setBusy(true);
    setFailed(null);
    const answer = await answered(preview(scope));
    setBusy(false);
    if (answer.ok) setSeen(answer.result);
    else setFailed(answer.error);
  };
  const start = async () => {
    setBusy(true);
    const dueAt = new Date(Date.now() + days * dayMs).toISOString();
    const remind = remindDays.filter((before) => before < days);
    const asked = { ...scope, name, dueAt, remindDays: remind, repeats, triggers, riskLine };
    const answer = await answered(create(asked));
    if (answer.ok) return router.push(`/reviews/${answer.result.campaignId}`);
    setBusy(false);
    setFailed(answer.error);
    return undefined;
  };
  return (
    <LiveForm onSubmit={() => (seen ? start() : look())}>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="Reviewers read it."
          required
          minLength={3}
          maxLength={120}
          value={name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <ScopeFields draft={draft} change={change} views={views} />
        <RepeatFields draft={draft} change={change} />
        <DueFields draft={draft} isOnEvent={isOnEvent} change={change} />
        <PeopleFields draft={draft} change={change} people={people} />
        <RefusalNotice title="Not started" refusal={failed} />
        {seen ? <PreviewTable preview={seen} /> : null}
        <Group>
          <Button type="submit" loading={busy} disabled={seen !== null && !isReady(draft, seen)}>
            {seen ? startWords(draft, seen) : "Preview"}
          </Button>
        </Group>
      </Stack>
    </LiveForm>
  );
}

interface FieldsProps {
  draft: Draft;
  change: (changes: Partial<Draft>) => void;
}

function ScopeFields({ draft, change, views }: FieldsProps & Pick<NewReviewProps, "views">) {
  return (
    <>
      {views.length > 0 ? (
        <Select
          label="Saved view"
          placeholder="Choose one, or write the filter below"
          data={views.map((view, at) => ({ value: String(at), label: view.name }))}
          onChange={(value) => {
            const view = value === null ? undefined : views[Number(value)];
            change({ q: view?.q ?? "", viewId: view?.id });
          }}
          clearable
        />
      ) : null}
      <TextInput
        label="Filter"
        description="As on the identities list, for example source:aws risk:>70. Empty is everything."
        value={draft.q}
        onChange={(event) => change({ q: event.currentTarget.value, viewId: undefined })}
      />
    </>
  );
}

function PeopleFields({ draft, change, people }: FieldsProps & Pick<NewReviewProps, "people">) {
  const mustName = draft.reviewer === "person" || draft.overdueDefault === "escalate";
  return (
    <>
      <Select
        label="Who is asked first"
        data={choicesOf(reviewerWords)}
        allowDeselect={false}
        value={draft.reviewer}
        onChange={(value) => change({ reviewer: value ?? "owner" })}
      />
      <Select
        label="Named person"
        description={
          mustName ? "Needed for this choice." : "Asked last, before the analysts. May stay empty."
        }
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        clearable
        value={draft.personId}
        onChange={(personId) => change({ personId })}
      />
      <Select
        label="Two people must agree to keep what its owner would keep alone"
        data={choicesOf(twoPeopleWords)}
        allowDeselect={false}
        value={draft.twoPeople}
        onChange={(value) => change({ twoPeople: value ?? "privileged" })}
      />
      <Select
        label="When nobody answers in time"
        description="Everybody in line is asked first. Silence never keeps anything."
        data={choicesOf(overdueWords)}
        allowDeselect={false}
        value={draft.overdueDefault}
        onChange={(value) => change({ overdueDefault: value ?? "ask_analysts" })}
      />
    </>
  );
}
