"use client";

import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { methodWords } from "@/components/nhi/words";
import { share } from "@/lib/domain/share";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import { answered } from "@/components/answer/answered";
import type { SentAnswer } from "@/lib/domain/answer";
import { acceptCandidateAction, rejectCandidateAction } from "../../actions";
import classes from "./detail.module.css";
import { MoreButton } from "./more-button";
import { Empty } from "./section";
import { useMore } from "./use-more";

interface OwnerCandidatesProps {
  detail: IdentityDetail;
  mayAssign: boolean;
  onChanged: (sentence: string) => void;
}

/** Who may own it and why we think so; one click confirms, one says no. */
export function OwnerCandidates({ detail, mayAssign, onChanged }: OwnerCandidatesProps) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { identity, candidates, more } = detail;
  const list = useMore(`/api/v1/identities/${identity.id}/owner-candidates`, {
    items: candidates,
    nextCursor: more.candidates.nextCursor,
  });
  const run = async (work: () => Promise<SentAnswer<unknown>>, sentence: string) => {
    setBusy(true);
    const answer = await answered(work());
    setBusy(false);
    if (!answer.ok) return setError(answer.error.message);
    onChanged(sentence);
  };
  const confirm = (candidateId: string) =>
    void run(
      () => acceptCandidateAction({ identityId: identity.id, candidateId }),
      "Owner confirmed.",
    );
  const reject = (candidateId: string) =>
    void run(
      () => rejectCandidateAction({ identityId: identity.id, candidateId }),
      "Candidate rejected.",
    );
  const isOwner = ({ personId }: { personId: string | null }) =>
    personId !== null && personId === identity.owner.id;
  if (list.items.length === 0) {
    return (
      <Empty>
        {identity.owner.state === "confirmed"
          ? `${identity.owner.name ?? "A person"} is confirmed. No other candidate was found.`
          : "Nobody was found: no tag, creator, code owner or similar name points to a person."}
      </Empty>
    );
  }
  return (
    <>
      <ul className={`${classes.list} ${classes.box}`}>
        {list.items.map((one) => (
          <li key={one.id} className={classes.line}>
            {one.rejected ? (
              <>
                <s>{one.candidate}</s>
                <span className={classes.label}>Rejected</span>
              </>
            ) : (
              <strong>{one.candidate}</strong>
            )}
            <span>
              {methodWords[one.method]}, {share(one.confidence, 1)} sure
            </span>
            <span className={classes.small}>{one.evidence}</span>
            {mayAssign && !one.rejected && !isOwner(one) ? (
              <Group gap={6} ml="auto">
                {one.personId ? (
                  <Button size="compact-xs" disabled={busy} onClick={() => confirm(one.id)}>
                    Confirm owner
                  </Button>
                ) : (
                  <span className={classes.small}>Not a person in Muster</span>
                )}
                <Button
                  size="compact-xs"
                  variant="default"
                  disabled={busy}
                  onClick={() => reject(one.id)}
                >
                  Not the owner
                </Button>
              </Group>
            ) : null}
          </li>
        ))}
      </ul>
      <MoreButton list={list} total={more.candidates.total}>
        Show more candidates
      </MoreButton>
      {error ? (
        <p role="alert" className={classes.small}>
          {error}
        </p>
      ) : null}
    </>
  );
}
