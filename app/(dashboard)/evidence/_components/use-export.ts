"use client";

import { notifications } from "@mantine/notifications";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { answered } from "@/components/answer/answered";
import { request } from "../actions";

/** Asks for a pack; whoever is not yet where it grows is taken there. Says whether it was begun. */
export function useExport(goTo?: string) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const ask = async (input: Parameters<typeof request>[0]): Promise<boolean> => {
    setBusy(true);
    const answer = await answered(request(input));
    setBusy(false);
    if (answer.ok) {
      if (goTo) router.push(goTo);
      else router.refresh();
    } else {
      const { message } = answer.error;
      notifications.show({ title: "Not exported", message, color: "red", autoClose: 12_000 });
    }
    return answer.ok;
  };
  return { ask, busy };
}
