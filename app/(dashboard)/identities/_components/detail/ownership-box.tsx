"use client";

import { Button } from "@mantine/core";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import classes from "./detail.module.css";

const OwnershipModal = dynamic(() =>
  import("../ownership-modal").then((module) => module.OwnershipModal),
);

interface OwnershipBoxProps {
  detail: IdentityDetail;
  mayAssign: boolean;
  onChanged: (sentence: string) => void;
}

/** Who answers beside the owner, and what it is for. */
export function OwnershipBox({ detail, mayAssign, onChanged }: OwnershipBoxProps) {
  const [opened, setOpened] = useState(false);
  const { backup, team, purpose, vendorName, vendorEndsOn } = detail.ownership;
  const lines: [label: string, value: string][] = [
    ["Backup owner", backup ? `${backup.name}${backup.active ? "" : " (left)"}` : "Nobody"],
    ["Team", team ? `${team.name}, led by ${team.manager ?? "nobody"}` : "None"],
    ["Business purpose", purpose ?? "Nobody has said"],
    [
      "Vendor",
      vendorName || vendorEndsOn
        ? `${vendorName ?? detail.vendor ?? "Unnamed"}${vendorEndsOn ? ` until ${vendorEndsOn}` : ", no end date"}`
        : (detail.vendor ?? "None"),
    ],
  ];
  return (
    <div className={classes.box} style={{ marginBottom: 12, padding: 12 }}>
      <dl className={classes.ownership}>
        {lines.map(([label, value]) => (
          <div key={label}>
            <dt className={classes.caption}>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {mayAssign ? (
        <Button size="compact-xs" variant="default" mt={8} onClick={() => setOpened(true)}>
          Change who answers
        </Button>
      ) : null}
      {opened ? (
        <OwnershipModal
          target={{ ids: [detail.identity.id] }}
          before={detail.ownership}
          onClose={() => setOpened(false)}
          onDone={onChanged}
        />
      ) : null}
    </div>
  );
}
