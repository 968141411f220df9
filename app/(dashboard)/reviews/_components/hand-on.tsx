"use client";

import { Button, Select } from "@mantine/core";
import { useState } from "react";
import { AskDialog } from "@/components/form/ask-dialog";
import { delegate } from "../actions";

interface HandOnProps {
  campaign: { id: string; name: string };
  people: { id: string; name: string }[];
  onDone: () => void;
}

/** Gives everything of one review that waits for oneself to somebody else. */
export function HandOn({ campaign, people, onDone }: HandOnProps) {
  const [open, setOpen] = useState(false);
  const [toPersonId, setTo] = useState<string | null>(null);
  return (
    <>
      <Select
        label="Somebody else knows better"
        placeholder="Hand all of this review to…"
        searchable
        clearable
        mt="md"
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={toPersonId}
        onChange={setTo}
      />
      {toPersonId ? (
        <Button variant="default" mt="xs" onClick={() => setOpen(true)}>
          Hand them on
        </Button>
      ) : null}
      {open && toPersonId ? (
        <AskDialog
          ask={{
            title: `Hand on ${campaign.name}`,
            sentence:
              "Everything of this review that waits for you goes to that person. It is written down who handed it on, and why.",
            label: "Why",
            button: "Hand them on",
            run: (reason) => delegate({ campaignId: campaign.id, toPersonId, reason }),
          }}
          onDone={onDone}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
