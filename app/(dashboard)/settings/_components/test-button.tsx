"use client";

import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { SentAnswer } from "@/lib/domain/answer";
import { useGuarded } from "./use-guarded";

interface TestButtonProps {
  name: string;
  /** A tracker is only asked whether its credential works. */
  isCheck?: boolean;
  send: () => Promise<SentAnswer<{ ok: boolean; recipient: string; answer: string }>>;
}

function titleOf(isCheck: boolean, { ok, recipient }: { ok: boolean; recipient: string }): string {
  if (isCheck) return ok ? `${recipient} can be reached` : `${recipient} refuses`;
  return ok ? `Delivered to ${recipient}` : `Not delivered to ${recipient}`;
}

/** Sends one message now and says what the receiver really answered. */
export function TestButton({ name, isCheck = false, send }: TestButtonProps) {
  const { run, busy } = useGuarded();
  const test = async () => {
    const got = await run(name, send);
    if (!got) return;
    notifications.show({
      title: titleOf(isCheck, got),
      message: `The answer: ${got.answer}`,
      color: got.ok ? "teal" : "red",
      autoClose: 12_000,
    });
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={busy !== null}
      aria-label={isCheck ? `Check ${name}` : `Send a test to ${name}`}
      onClick={() => void test()}
    >
      {isCheck ? "Check" : "Send a test"}
    </Button>
  );
}
