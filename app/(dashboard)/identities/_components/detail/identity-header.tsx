"use client";

import { Anchor, Button, Group } from "@mantine/core";
import dynamic from "next/dynamic";
import { useState } from "react";
import { StatusDot } from "@/components/nhi/fact-value";
import { KindIcon } from "@/components/nhi/kind-icon";
import { ReadAt } from "@/components/nhi/read-at";
import { RelativeTime } from "@/components/nhi/relative-time";
import { LocalLink as Link } from "@/components/shell/local-link";
import { BandTag } from "@/components/nhi/risk-badge";
import { bandWords, classWords, environmentWords, kindWords } from "@/components/nhi/words";
import { exactTime } from "@/components/time/time-text";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import { isWebPage } from "@/lib/domain/inventory/web-page";
import type { DetailMay } from "../bulk-target";
import classes from "./detail.module.css";
import { OwnerBox } from "./owner-box";
import { RiskTrend } from "./risk-trend";

const OwnerModal = dynamic(() => import("../owner-modal").then((module) => module.OwnerModal));
const LabelsModal = dynamic(() => import("../labels-modal").then((module) => module.LabelsModal));
const ClassifyModal = dynamic(() =>
  import("../classify-modal").then((module) => module.ClassifyModal),
);

interface IdentityHeaderProps {
  detail: IdentityDetail;
  may: DetailMay;
  onChanged: (sentence: string) => void;
  level: 1 | 2;
}

/** Class and environment, and whose word they are. */
function Classification({ detail }: { detail: IdentityDetail }) {
  const { identity, override } = detail;
  return (
    <div>
      <p className={classes.caption}>Class and environment</p>
      <div>{classWords[identity.identityClass]}</div>
      <div>
        {identity.environment === "unknown"
          ? "Environment unknown"
          : environmentWords[identity.environment]}
      </div>
      <div className={classes.small}>
        {override ? (
          <>
            Set by {override.by}, <RelativeTime at={override.at} />
          </>
        ) : (
          "From its kind, name, tags and place"
        )}
      </div>
    </div>
  );
}

/** What it is, how risky and whose; with the things to do now. */
export function IdentityHeader({ detail, may, onChanged, level }: IdentityHeaderProps) {
  const [open, setOpen] = useState<"owner" | "labels" | "class" | null>(null);
  const { identity } = detail;
  const Title = level === 1 ? "h1" : "h2";
  const target = { ids: [identity.id] };
  const close = () => setOpen(null);
  const done = { onClose: close, onDone: onChanged };
  return (
    <header>
      <Title className={classes.title}>
        <KindIcon kind={identity.kind} size={22} />
        {identity.name}
      </Title>
      <div className={classes.id}>{identity.externalId}</div>
      <div className={classes.sub}>
        {identity.missingSince ? (
          <BandTag band="medium">{`No longer listed since ${exactTime(identity.missingSince)}`}</BandTag>
        ) : (
          <StatusDot status={identity.status} />
        )}
        <span>{kindWords[identity.kind]}</span>
        <span>
          {identity.source.name}
          {detail.container ? ` · ${detail.container}` : ""}
        </span>
        <span>
          <ReadAt coverage={detail.coverage} />
        </span>
        {isWebPage(detail.url) ? (
          <Anchor href={detail.url} target="_blank" rel="noreferrer noopener" inherit>
            Open at the provider
          </Anchor>
        ) : null}
        {identity.labels.map((label) => (
          <span key={label} className={classes.label}>
            {label}
          </span>
        ))}
      </div>
      {detail.description ? <p className={classes.small}>{detail.description}</p> : null}
      <div className={classes.summary}>
        <div>
          <p className={classes.caption}>Risk</p>
          <div className={classes.score}>
            <strong>{identity.risk.score}</strong>
            <span className={classes.of}>of 100</span>
            <BandTag band={identity.risk.band}>{bandWords[identity.risk.band]}</BandTag>
          </div>
          <div className={classes.small}>
            {detail.breakdown.length === 0
              ? "Not scored yet"
              : `Based on ${identity.risk.confidence} % of the facts`}
          </div>
          <RiskTrend detail={detail} />
        </div>
        <OwnerBox detail={detail} mayAssign={may.assign} onChanged={onChanged} />
        <Classification detail={detail} />
      </div>
      {may.assign || may.classify || may.label || may.offboard ? (
        <Group gap={8} mt={12}>
          {may.assign ? (
            <Button size="compact-md" onClick={() => setOpen("owner")}>
              {identity.owner.state === "confirmed" ? "Change owner" : "Set owner"}
            </Button>
          ) : null}
          {may.classify ? (
            <Button size="compact-md" variant="default" onClick={() => setOpen("class")}>
              Classify
            </Button>
          ) : null}
          {may.label ? (
            <Button size="compact-md" variant="default" onClick={() => setOpen("labels")}>
              Change labels
            </Button>
          ) : null}
          {may.offboard ? (
            <Button
              size="compact-md"
              variant="default"
              component={Link}
              href={`/offboarding/new?identity=${identity.id}`}
            >
              Offboard
            </Button>
          ) : null}
          {may.offboard && identity.rotationState !== "not_applicable" ? (
            <Button
              size="compact-md"
              variant="default"
              component={Link}
              href={`/offboarding/rotate?identity=${identity.id}`}
            >
              Rotate
            </Button>
          ) : null}
        </Group>
      ) : null}
      {open === "owner" ? (
        <OwnerModal target={target} hasOwner={identity.owner.state !== "none"} {...done} />
      ) : null}
      {open === "labels" ? <LabelsModal target={target} {...done} /> : null}
      {open === "class" ? <ClassifyModal detail={detail} {...done} /> : null}
    </header>
  );
}
