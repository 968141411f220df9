"use client";

import { Anchor, Button, Group } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { Notice } from "@/components/states/notice";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import type { Refusal } from "@/lib/domain/answer";
import { LocalLink as Link } from "@/components/shell/local-link";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import type { ReviewCard } from "@/lib/domain/lifecycle/review-card";
import { exactTime } from "@/components/time/time-text";
import { counted } from "@/lib/domain/counted";
import { answered } from "@/components/answer/answered";
import { decide, mine, undo } from "../actions";
import { type Answer, AnswerDock } from "./answer-dock";
import { Evidence } from "./evidence";
import { HandOn } from "./hand-on";
import { decisionWords } from "./review-words";
import classes from "./reviews.module.css";

interface DeckProps {
  first: { total: number; items: ReviewCard[] };
  people: { id: string; name: string }[];
}

/** One card at a time: what is known, the answer, the next one. */
export function Deck({ first, people }: DeckProps) {
  const [list, setList] = useState(first);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Refusal | null>(null);
  const [last, setLast] = useState<{ id: string; sentence: string; single: boolean } | null>(null);
  const card = list.items[0];
  const again = async () => {
    const answer = await answered(mine({}));
    if (answer.ok) setList(answer.result);
  };
  const send = async ({ decision, reason, newOwnerId, all }: Answer) => {
    if (!card || busy) return;
    setBusy(true);
    const target = all
      ? { campaignId: card.campaign.id, digest: card.digest, expected: card.equal }
      : { ids: [card.id] };
    const given = { ...(reason ? { reason } : {}), ...(newOwnerId ? { newOwnerId } : {}) };
    const answer = await answered(decide({ target, decision, ...given }));
    setFailed(answer.ok ? null : answer.error);
    if (answer.ok) {
      const what = all ? counted(answer.result.count, "credential") : card.name;
      setLast({ id: card.id, sentence: `${decisionWords[decision]}: ${what}`, single: !all });
    }
    await again();
    setBusy(false);
  };
  const takeBack = async () => {
    if (!last?.single || busy) return;
    setBusy(true);
    const answer = await answered(undo({ itemId: last.id }));
    setFailed(answer.ok ? null : answer.error);
    if (answer.ok) setLast(null);
    await again();
    setBusy(false);
  };
  const title =
    list.total === 0
      ? "Nothing needs you"
      : `${counted(list.total, "credential")} ${list.total === 1 ? "needs" : "need"} you`;
  return (
    <>
      <PageHeader
        title={title}
        sentence={card?.dueAt ? `This one is due ${exactTime(card.dueAt)}.` : undefined}
      />
      <div className={classes.said}>
        {last ? (
          <Notice
            kind="good"
            title={last.sentence}
            action={
              last.single ? (
                <Button variant="default" size="compact-md" onClick={() => void takeBack()}>
                  Undo
                </Button>
              ) : null
            }
          />
        ) : null}
        <RefusalNotice title="Not done" refusal={failed} />
      </div>
      {card ? (
        <>
          <Evidence card={card} />
          <HandOn campaign={card.campaign} people={people} onDone={() => void again()} />
          <AnswerDock
            key={card.id}
            card={card}
            people={people}
            busy={busy}
            onAnswer={send}
            onUndo={takeBack}
          />
        </>
      ) : (
        <EmptyState
          icon={<IconCircleCheck size={22} />}
          title="All answered"
          sentence="You are asked again when the next review begins, or when somebody hands one to you."
          action={
            <Group>
              <Anchor component={Link} href="/reviews">
                Show reviews
              </Anchor>
            </Group>
          }
        />
      )}
    </>
  );
}
