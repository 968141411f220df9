"use client";

import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { type Ask, AskDialog } from "@/components/form/ask-dialog";
import type { ExceptionState } from "@/lib/domain/lifecycle/exception";
import { approve, reject, withdraw } from "../actions";

interface ExceptionButtonsProps {
  detail: { id: string; state: ExceptionState; endsAt: string };
  can: { decide: boolean; approve: boolean; withdraw: boolean };
}

type Verb = "approve" | "reject" | "withdraw" | "end";

const asksFor = (exceptionId: string): Record<Verb, Ask> => ({
  approve: {
    title: "Approve this exception",
    sentence:
      "The controls are checked again now. What it covers shows as excepted until its last day, then it opens again by itself.",
    label: null,
    button: "Approve",
    run: () => approve({ exceptionId }),
    done: "Approved",
  },
  reject: {
    title: "Reject this request",
    sentence: "The finding stays open. The person who asked sees your reason.",
    label: "Reason",
    button: "Reject",
    run: (reason) => reject({ exceptionId, reason }),
    done: "Rejected",
  },
  withdraw: {
    title: "Withdraw this request",
    sentence: "Nothing was excepted yet. To ask again somebody has to begin anew.",
    label: "Reason",
    button: "Withdraw",
    run: (reason) => withdraw({ exceptionId, reason }),
    done: "Withdrawn",
  },
  end: {
    title: "End this exception",
    sentence: "What it covers is open again at once. To except it again somebody has to ask anew.",
    label: "Reason",
    button: "End it now",
    run: (reason) => withdraw({ exceptionId, reason }),
    done: "Ended; what it covered is open again",
  },
});

/** What may be done with the exception now. */
export function ExceptionButtons({ detail, can }: ExceptionButtonsProps) {
  const [verb, setVerb] = useState<Verb | null>(null);
  const { state } = detail;
  const waits = state === "requested";
  const mayEnd = can.withdraw && ["requested", "approved", "active", "expiring"].includes(state);
  return (
    <Group gap="sm">
      {mayEnd ? (
        <Button variant="default" onClick={() => setVerb(waits ? "withdraw" : "end")}>
          {waits ? "Withdraw" : "End it now"}
        </Button>
      ) : null}
      {waits && can.decide ? (
        <Button variant="default" onClick={() => setVerb("reject")}>
          Reject
        </Button>
      ) : null}
      {waits && can.approve ? <Button onClick={() => setVerb("approve")}>Approve</Button> : null}
      {verb ? <AskDialog ask={asksFor(detail.id)[verb]} onClose={() => setVerb(null)} /> : null}
    </Group>
  );
}
