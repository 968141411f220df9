"use client";

import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { finish } from "../actions";
import { AskReason } from "./ask-reason";

export function FinishTask({ taskId, title }: { taskId: string; title: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" size="compact-md" onClick={() => setOpen(true)}>
        Report as done
      </Button>
      {open ? (
        <AskReason
          title={title}
          sentence="The next sync shows what is at the provider then."
          label="What was done"
          button="Report as done"
          run={async (note) => {
            const answer = await finish({ taskId, note });
            router.refresh();
            return answer;
          }}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
