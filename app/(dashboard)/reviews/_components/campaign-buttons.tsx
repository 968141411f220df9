"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { AskDialog } from "@/components/form/ask-dialog";
import { MenuLink } from "@/components/popup/menu-item";
import { Popup } from "@/components/popup/popup";
import { useFollow } from "@/components/states/use-follow";
import { cancel, close } from "../actions";

interface CampaignButtonsProps {
  detail: { id: string; name: string; state: string; waiting: number };
  mayRun: boolean;
  mayExport: boolean;
}

export function CampaignButtons({ detail, mayRun, mayExport }: CampaignButtonsProps) {
  const [ask, setAsk] = useState<"close" | "cancel" | null>(null);
  useFollow(detail.state === "preparing" ? 1_000 : null);
  const isLive = detail.state === "open" || detail.state === "preparing";
  const href = (format: string): string =>
    `/api/v1/campaigns/export?campaignId=${detail.id}&format=${format}`;
  const left =
    detail.waiting === 0
      ? "Everything is answered."
      : `${detail.waiting.toLocaleString("en-GB")} items stay unanswered; none of them counts as kept.`;
  return (
    <>
      {mayExport && detail.state !== "preparing" ? (
        <Popup
          label="Export"
          kind="menu"
          align="end"
          width={270}
          renderTrigger={(props) => (
            <Button variant="default" {...props}>
              Export
            </Button>
          )}
        >
          {(shut) => (
            <>
              <MenuLink href={href("csv")} download onSelect={shut}>
                CSV, safe to open in a spreadsheet
              </MenuLink>
              <MenuLink href={href("json")} download onSelect={shut}>
                JSON, with the evidence of each item
              </MenuLink>
            </>
          )}
        </Popup>
      ) : null}
      {mayRun && isLive ? (
        <Button variant="default" onClick={() => setAsk("cancel")}>
          Cancel review
        </Button>
      ) : null}
      {mayRun && detail.state === "open" ? (
        <Button onClick={() => setAsk("close")}>Close review</Button>
      ) : null}
      {ask ? (
        <AskDialog
          ask={{
            title: ask === "close" ? `Close ${detail.name}` : `Cancel ${detail.name}`,
            sentence: `${left} Nothing of this review changes afterwards.`,
            label: ask === "close" ? null : "Why",
            button: ask === "close" ? "Close review" : "Cancel review",
            run: (reason) => {
              const campaignId = detail.id;
              return ask === "close" ? close({ campaignId }) : cancel({ campaignId, reason });
            },
          }}
          onClose={() => setAsk(null)}
        />
      ) : null}
    </>
  );
}
