"use client";

import { notifications } from "@mantine/notifications";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { answered } from "@/components/answer/answered";
import { request } from "../actions";

/** Asks for a pack; whoever is not yet where it grows is taken there. */
export function useExport(goTo?: string) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const ask = async (input: Parameters<typeof request>[0]): Promise<void> => {
    setBusy(true);
    const answer = await answered(request(input));
    setBusy(false);
    if (answer.ok) return goTo ? router.push(goTo) : router.refresh();
    const { message } = answer.error;
    notifications.show({ title: "Not exported", message, color: "red", autoClose: 12_000 });
  };
  return { ask, busy };
}
