"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { OwnerAvatar } from "@/components/nhi/owner-avatar";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import { answered } from "@/components/answer/answered";
import { assignOwnerAction } from "../../actions";
import classes from "./detail.module.css";

interface OwnerBoxProps {
  detail: IdentityDetail;
  mayAssign: boolean;
  onChanged: (sentence: string) => void;
}

/** Who answers for it; a guess can be confirmed here when it names a person of Muster. */
export function OwnerBox({ detail, mayAssign, onChanged }: OwnerBoxProps) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { identity, candidates } = detail;
  const guess =
    identity.owner.state === "inferred"
      ? candidates.find((one) => !one.rejected && one.candidate === identity.owner.name)
      : undefined;
  const confirm = async (personId: string) => {
    setBusy(true);
    const answer = await answered(assignOwnerAction({ target: { ids: [identity.id] }, personId }));
    setBusy(false);
    if (!answer.ok) return setError(answer.error.message);
    onChanged("Owner confirmed.");
  };
  return (
    <div>
      <p className={classes.caption}>Owner</p>
      <OwnerAvatar owner={identity.owner} />
      {guess ? (
        <div className={classes.small}>
          {guess.personId ? guess.evidence : `${guess.evidence}. Not a person in Muster yet.`}
        </div>
      ) : null}
      {guess?.personId && mayAssign ? (
        <Button
          size="compact-xs"
          mt={6}
          loading={busy}
          onClick={() => void confirm(guess.personId ?? "")}
        >
          Confirm {guess.candidate}
        </Button>
      ) : null}
      {error ? (
        <p role="alert" className={classes.small}>
          {error}
        </p>
      ) : null}
    </div>
  );
}
