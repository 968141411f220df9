"use client";

import { SourceNotice } from "@/components/nhi/source-notice";
import { counted } from "@/lib/domain/counted";
import type { ReactNode } from "react";
import { Section } from "./section";
import { CheckList, checksNote } from "./check-list";
import { CredentialList } from "./credential-list";
import classes from "./detail.module.css";
import { FactList } from "./fact-list";
import { IdentityHeader } from "./identity-header";
import { OwnerCandidates } from "./owner-candidates";
import { OwnershipBox } from "./ownership-box";
import { FindingList } from "./finding-list";
import { findingsNote } from "./finding-text";
import { ReachList } from "./reach-list";
import { Timeline } from "./timeline";
import { TrustList } from "./trust-list";
import { WhyThisScore } from "./why-this-score";
import type { DetailMay } from "../bulk-target";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";

interface IdentityViewProps {
  detail: IdentityDetail;
  may: DetailMay;
  onChanged: (sentence: string) => void;
  /** On a page of its own there is room for jumps to the sections. */
  page?: boolean;
}

interface Part {
  id: string;
  title: string;
  note: string | null;
  body: ReactNode;
}

/** On a wide page these stand beside the rest. */
const besides = new Set(["owner", "facts"]);

const shown = ({ id, title, note, body }: Part) => (
  <Section key={id} id={id} title={title} note={note}>
    {body}
  </Section>
);

/** All that is known of one identity, the same beside the list and on a page of its own. */
export function IdentityView({ detail, may, onChanged, page }: IdentityViewProps) {
  const sections: Part[] = [
    {
      id: "why",
      title: "Why this score",
      note: "Points of each factor, and the fact behind them",
      body: <WhyThisScore detail={detail} />,
    },
    {
      id: "owner",
      title: "Owner",
      note: null,
      body: (
        <>
          <OwnershipBox detail={detail} mayAssign={may.assign} onChanged={onChanged} />
          <OwnerCandidates detail={detail} mayAssign={may.assign} onChanged={onChanged} />
        </>
      ),
    },
    {
      id: "credentials",
      title: "Credentials",
      note: counted(detail.more.credentials.total, "credential", "credentials"),
      body: <CredentialList detail={detail} mayOffboard={may.offboard} />,
    },
    {
      id: "reach",
      title: "Reach",
      note: counted(detail.grantCount, "grant, privileged first", "grants, privileged first"),
      body: <ReachList detail={detail} />,
    },
    {
      id: "trust",
      title: "Who can use it",
      note: null,
      body: <TrustList detail={detail} />,
    },
    {
      id: "findings",
      title: "Findings",
      note: findingsNote(detail.findingCounts),
      body: <FindingList detail={detail} />,
    },
    {
      id: "checks",
      title: "Checks",
      note: checksNote(detail.checks),
      body: <CheckList detail={detail} mayOpenSource={may.sources} />,
    },
    {
      id: "timeline",
      title: "Timeline",
      note: "Newest first",
      body: <Timeline id={detail.identity.id} first={detail.timeline} />,
    },
    {
      id: "facts",
      title: "Raw facts",
      note: "Value, source and time, or why unknown",
      body: <FactList detail={detail} />,
    },
  ];
  return (
    <article className={classes.view}>
      <IdentityHeader detail={detail} may={may} onChanged={onChanged} level={page ? 1 : 2} />
      <SourceNotice
        coverage={detail.coverage}
        source={detail.identity.source}
        mayOpen={may.sources}
      />
      {page ? (
        <nav className={classes.jump} aria-label="Sections">
          {sections.map(({ id, title }) => (
            <a key={id} href={`#${id}`}>
              {title}
            </a>
          ))}
        </nav>
      ) : null}
      {page ? (
        <div className={classes.columns}>
          <div>{sections.filter(({ id }) => !besides.has(id)).map(shown)}</div>
          <div>{sections.filter(({ id }) => besides.has(id)).map(shown)}</div>
        </div>
      ) : (
        sections.map(shown)
      )}
    </article>
  );
}
