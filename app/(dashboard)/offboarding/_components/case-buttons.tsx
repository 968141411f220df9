"use client";

import { Button, Group } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { type Ask, AskDialog } from "@/components/form/ask-dialog";
import { useFollow } from "@/components/states/use-follow";
import { asksFor } from "./case-asks";
import type { CaseShape } from "./case-shape";
import { NewSecret } from "./new-secret";

interface CaseButtonsProps {
  detail: CaseShape;
  can: {
    decide: boolean;
    undo: boolean;
    report: boolean;
    confirm: boolean;
    withdraw: boolean;
    isRequester: boolean;
  };
}

const working = new Set([
  "requested",
  "approved",
  "disabling",
  "deleting",
  "deleted",
  "undoing",
  "creating",
  "delivered",
  "replacing",
  "disabling_old",
  "deleting_old",
  "destroying",
]);

/** Often while the worker moves the case, now and then while it waits for a person or a date. */
function followMs({ state, closedAt }: CaseShape): number | null {
  if (working.has(state)) return 1_500;
  return closedAt ? null : 15_000;
}

const mayUndo = ({ state, step, canBeMadeAgain }: CaseShape): boolean =>
  state === "watching" ||
  (state === "stuck" && step === "disable") ||
  (state === "verified" && canBeMadeAgain);

/** What may be done with the case now; each decision says what follows from it. */
export function CaseButtons({ detail, can }: CaseButtonsProps) {
  const [ask, setAsk] = useState<Ask | null>(null);
  useFollow(followMs(detail));
  const caseId = detail.id;
  const asks = asksFor(caseId, detail);
  const button = (what: Ask, look: "filled" | "default" | "danger" = "default"): ReactNode => (
    <Button
      key={what.button}
      variant={look === "filled" ? "filled" : "default"}
      color={look === "danger" ? "red.8" : undefined}
      onClick={() => setAsk(what)}
    >
      {what.button}
    </Button>
  );
  const { state } = detail;
  const mayApprove = can.decide && !(detail.otherApprover && can.isRequester);
  const mayConfirm = can.confirm && (detail.isOwner || mayApprove);
  const mayWithdraw = ["requested", "planned", "approved", "confirming", "manual"].includes(state);
  return (
    <Group gap="sm">
      {mayWithdraw && (can.decide || (can.withdraw && can.isRequester))
        ? button(asks.withdraw)
        : null}
      {state === "planned" && can.decide ? button(asks.reject) : null}
      {state === "planned" && mayApprove ? button(asks.approve, "filled") : null}
      {state === "confirming" && can.confirm ? button(asks.refuse) : null}
      {state === "confirming" && mayConfirm ? button(asks.confirm, "filled") : null}
      {can.undo && mayUndo(detail)
        ? button(asks.undo, state === "verified" ? "default" : "filled")
        : null}
      {state === "overlapping" && can.undo ? button(asks.abandon) : null}
      {state === "overlapping" && can.decide ? button(asks.goOn) : null}
      {can.isRequester && detail.rotation ? (
        <NewSecret
          caseId={caseId}
          isOffered={state === "delivering" && detail.rotation.destination.type === "shown_once"}
        />
      ) : null}
      {state === "stuck" && can.decide ? button(asks.handOver) : null}
      {["stuck", "dangling"].includes(state) && can.decide ? button(asks.retry) : null}
      {state === "manual" && can.report ? button(asks.report, "filled") : null}
      {ask ? <AskDialog ask={ask} onClose={() => setAsk(null)} /> : null}
    </Group>
  );
}
