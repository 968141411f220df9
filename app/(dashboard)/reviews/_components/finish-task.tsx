"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { AskDialog } from "@/components/form/ask-dialog";
import { finish } from "../actions";

export function FinishTask({ taskId, title }: { taskId: string; title: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" size="compact-md" onClick={() => setOpen(true)}>
        Report as done
      </Button>
      {open ? (
        <AskDialog
          ask={{
            title,
            sentence: "The next sync shows what is at the provider then.",
            label: "What was done",
            button: "Report as done",
            run: (note) => finish({ taskId, note }),
          }}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
