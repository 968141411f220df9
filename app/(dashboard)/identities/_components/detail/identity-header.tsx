"use client";

import { Button, Group } from "@mantine/core";
import dynamic from "next/dynamic";
import { useState } from "react";
import { StatusDot } from "@/components/nhi/fact-value";
import { KindIcon } from "@/components/nhi/kind-icon";
import { OwnerAvatar } from "@/components/nhi/owner-avatar";
import { RelativeTime } from "@/components/nhi/relative-time";
import { BandTag } from "@/components/nhi/risk-badge";
import { bandWords, classWords, environmentWords, kindWords } from "@/components/nhi/words";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import classes from "./detail.module.css";

const OwnerModal = dynamic(() => import("../owner-modal").then((module) => module.OwnerModal));
const LabelsModal = dynamic(() => import("../labels-modal").then((module) => module.LabelsModal));

interface IdentityHeaderProps {
  detail: IdentityDetail;
  mayAssign: boolean;
  onChanged: (sentence: string) => void;
  level: 1 | 2;
}

/** What it is, how risky and whose; with the two things to do now. */
export function IdentityHeader({ detail, mayAssign, onChanged, level }: IdentityHeaderProps) {
  const [open, setOpen] = useState<"owner" | "labels" | null>(null);
  const { identity } = detail;
  const Title = level === 1 ? "h1" : "h2";
  const trend = detail.riskTrend.at(-1);
  const target = { ids: [identity.id] };
  const close = () => setOpen(null);
  return (
    <header>
      <Title className={classes.title}>
        <KindIcon kind={identity.kind} size={22} />
        {identity.name}
      </Title>
      <div className={classes.id}>{identity.externalId}</div>
      <div className={classes.sub}>
        {identity.missingSince ? (
          <BandTag band="medium">{`No longer listed since ${identity.missingSince.slice(0, 10)}`}</BandTag>
        ) : (
          <StatusDot status={identity.status} />
        )}
        <span>{kindWords[identity.kind]}</span>
        <span>{classWords[identity.identityClass]}</span>
        <span>Environment: {environmentWords[identity.environment].toLowerCase()}</span>
        <span>
          {identity.source.name}
          {detail.container ? ` · ${detail.container}` : ""}
        </span>
      </div>
      {detail.description ? <p className={classes.small}>{detail.description}</p> : null}
      <div className={classes.summary}>
        <div>
          <p className={classes.caption}>Risk</p>
          <div className={classes.score}>
            <strong>{identity.risk.score}</strong>
            <span className={classes.small}>of 100</span>
            <BandTag band={identity.risk.band}>{bandWords[identity.risk.band]}</BandTag>
          </div>
          <div className={classes.small}>
            {trend ? (
              <>
                {trend.summary}, <RelativeTime at={trend.at} />
              </>
            ) : (
              "Band unchanged since first seen"
            )}
          </div>
        </div>
        <div>
          <p className={classes.caption}>Owner</p>
          <OwnerAvatar owner={identity.owner} />
          <div className={classes.small}>
            {identity.owner.state === "inferred" ? "Inferred: confirm or choose below" : null}
          </div>
        </div>
        <div>
          <p className={classes.caption}>Labels</p>
          <div className={classes.small}>
            {identity.labels.length > 0 ? identity.labels.join(", ") : "None"}
          </div>
        </div>
      </div>
      {mayAssign ? (
        <Group gap={8} mt={12}>
          <Button size="compact-md" onClick={() => setOpen("owner")}>
            {identity.owner.state === "confirmed" ? "Change owner" : "Set owner"}
          </Button>
          <Button size="compact-md" variant="default" onClick={() => setOpen("labels")}>
            Change labels
          </Button>
        </Group>
      ) : null}
      {open === "owner" ? <OwnerModal target={target} onClose={close} onDone={onChanged} /> : null}
      {open === "labels" ? (
        <LabelsModal target={target} onClose={close} onDone={onChanged} />
      ) : null}
    </header>
  );
}
