"use client";

import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useGuarded } from "./use-guarded";

interface TestButtonProps {
  name: string;
  send: () => Promise<
    | { ok: true; result: { ok: boolean; recipient: string; answer: string } }
    | { ok: false; error: { code: string; message: string } }
  >;
}

/** Sends one message now and says what the receiver really answered. */
export function TestButton({ name, send }: TestButtonProps) {
  const { run, busy } = useGuarded();
  const test = async () => {
    const got = await run(name, send);
    if (!got) return;
    notifications.show({
      title: got.ok ? `Delivered to ${got.recipient}` : `Not delivered to ${got.recipient}`,
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
      aria-label={`Send a test to ${name}`}
      onClick={() => void test()}
    >
      Send a test
    </Button>
  );
}
