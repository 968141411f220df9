"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { AskDialog } from "@/components/form/ask-dialog";
import { stop } from "../actions";

export function StopSeries({ seriesId, name }: { seriesId: string; name: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        size="compact-md"
        aria-label={`Stop ${name}`}
        onClick={() => setOpen(true)}
      >
        Stop
      </Button>
      {open ? (
        <AskDialog
          ask={{
            title: `Stop ${name}`,
            sentence:
              "It opens nothing more by itself. What is open now stays open until it is answered or closed.",
            label: null,
            button: "Stop repeating",
            run: () => stop({ seriesId }),
          }}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
