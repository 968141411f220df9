"use client";

import { Button, Checkbox, Group, Select, Text, Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import type { ReviewCard } from "@/lib/domain/lifecycle/review-card";
import { needsReason, type ReviewDecision } from "@/lib/domain/lifecycle/review-item";
import { decisionWords, followsWords } from "./review-words";
import classes from "./reviews.module.css";

export interface Answer {
  decision: ReviewDecision;
  reason: string;
  newOwnerId: string | null;
  all: boolean;
}

interface AnswerDockProps {
  card: ReviewCard;
  people: { id: string; name: string }[];
  busy: boolean;
  onAnswer: (answer: Answer) => Promise<void>;
  onUndo: () => Promise<void>;
}

const keys: Record<ReviewDecision, string> = {
  keep: "K",
  rotate: "R",
  change_owner: "O",
  reduce_scope: "S",
  remove: "X",
  do_not_know: "N",
};
const order = Object.keys(keys) as ReviewDecision[];
const fewest = 5;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, [role=listbox]") !== null;

/** Keys choose an answer; Z takes the last one back. Off while somebody types. */
function useAnswerKeys(choose: (decision: ReviewDecision) => void, onUndo: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const pressed = event.key.toUpperCase();
      const decision = order.find((one) => keys[one] === pressed);
      if (!decision && pressed !== "Z") return;
      event.preventDefault();
      if (decision) choose(decision);
      else onUndo();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });
}

/** The six answers, then the reason where one is needed, and what follows. */
export function AnswerDock({ card, people, busy, onAnswer, onUndo }: AnswerDockProps) {
  const [decision, setDecision] = useState<ReviewDecision | null>(null);
  const [reason, setReason] = useState("");
  const [newOwnerId, setNewOwnerId] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  useAnswerKeys(setDecision, () => void onUndo());
  if (decision === null) {
    return (
      <fieldset className={classes.dock} style={{ border: 0, margin: 0, minWidth: 0 }}>
        <legend className={classes.quiet}>Is it still needed?</legend>
        <div className={classes.answers}>
          {order.map((one) => (
            <Button
              key={one}
              variant={one === "keep" ? "filled" : "default"}
              disabled={busy}
              onClick={() => setDecision(one)}
            >
              {decisionWords[one]}
              <span className={classes.key} aria-hidden="true">
                {one === "keep" ? "" : keys[one]}
              </span>
            </Button>
          ))}
        </div>
      </fieldset>
    );
  }
  const mustSay = needsReason(decision) || all;
  const isReady =
    (!mustSay || reason.trim().length >= fewest) &&
    (decision !== "change_owner" || newOwnerId !== null);
  return (
    <form
      className={classes.dock}
      onSubmit={(event) => {
        event.preventDefault();
        void onAnswer({ decision, reason: reason.trim(), newOwnerId, all });
      }}
    >
      <Text size="sm">{followsWords[decision]}</Text>
      {decision === "change_owner" ? (
        <Select
          label="New owner"
          searchable
          data={people.map(({ id, name }) => ({ value: id, label: name }))}
          value={newOwnerId}
          onChange={setNewOwnerId}
        />
      ) : null}
      <Textarea
        label={mustSay ? "Why" : "Why, if you like"}
        description={mustSay ? `At least ${fewest} characters` : null}
        data-autofocus
        // The answer was just chosen: the next thing anybody does is to type.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={mustSay}
        autosize
        minRows={2}
        maxLength={1000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {card.equal > 1 ? (
        <Checkbox
          label={`Answer all ${card.equal.toLocaleString("en-GB")} with the same evidence`}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
      ) : null}
      <Group justify="space-between">
        <Button variant="default" onClick={() => setDecision(null)}>
          Go back
        </Button>
        <Button type="submit" loading={busy} disabled={!isReady}>
          {decisionWords[decision]}
        </Button>
      </Group>
    </form>
  );
}
