"use client";

import { Anchor } from "@mantine/core";
import { LocalLink as Link } from "@/components/shell/local-link";
import { TimeAgo } from "@/components/time/time-ago";
import { BandTag } from "@/components/nhi/risk-badge";
import { credentialWords } from "@/components/nhi/words";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import classes from "./detail.module.css";
import { FactLines } from "./fact-list";
import { MoreButton } from "./more-button";
import { Empty } from "./section";
import { useMore } from "./use-more";

const bands = {
  active: "low",
  disabled: "unknown",
  expired: "high",
  revoked: "unknown",
  unknown: "unknown",
} as const;
const words = {
  active: "Active",
  disabled: "Disabled",
  expired: "Expired",
  revoked: "Revoked",
  unknown: "Status unknown",
};

interface Attestation {
  at: string | null;
  by: string | null;
}

/** When a review last said that it is still needed. */
function AttestedText({ at, by }: Attestation) {
  if (!at) return "Never kept in a review";
  return (
    <>
      Kept in a review <TimeAgo at={at} /> by {by}
    </>
  );
}

const Attested = (attestation: Attestation) => (
  <div className={classes.boxHead}>
    <span className={classes.small}>
      <AttestedText {...attestation} />
    </span>
  </div>
);

interface CredentialListProps {
  detail: Pick<IdentityDetail, "credentials" | "more" | "attestedAt" | "attestedBy"> & {
    identity: Pick<IdentityDetail["identity"], "id">;
  };
  mayOffboard: boolean;
}

/** What proves the identity: public part, dates, and where the same one is used elsewhere. */
export function CredentialList({ detail, mayOffboard }: CredentialListProps) {
  const { credentials, more, identity } = detail;
  const list = useMore(`/api/v1/identities/${identity.id}/credentials`, {
    items: credentials,
    nextCursor: more.credentials.nextCursor,
  });
  if (list.items.length === 0) {
    return (
      <>
        <Empty>
          No credential is known. It may be trusted at use time, or its source does not list them.
        </Empty>
        <Empty>
          <AttestedText at={detail.attestedAt} by={detail.attestedBy} />
        </Empty>
      </>
    );
  }
  return (
    <>
      {list.items.map((credential, at) => (
        <One
          key={credential.id}
          credential={credential}
          identityId={identity.id}
          isOpen={at === 0 && credentials.length < 4}
          mayOffboard={mayOffboard}
        />
      ))}
      <MoreButton list={list} total={more.credentials.total}>
        Show more credentials
      </MoreButton>
    </>
  );
}

interface OneProps extends CredentialActionsProps {
  isOpen: boolean;
  mayOffboard: boolean;
}

function One({ credential, identityId, isOpen, mayOffboard }: OneProps) {
  return (
    <details className={classes.box} open={isOpen}>
      <summary className={classes.boxHead}>
        <strong>{credential.name}</strong>
        <span className={classes.small}>{credentialWords[credential.kind]}</span>
        {credential.sharedWith > 0 ? (
          <BandTag band="critical">
            {`Same key in ${credential.sharedWith} other ${credential.sharedWith === 1 ? "identity" : "identities"}`}
          </BandTag>
        ) : null}
        <span className={classes.right}>
          <BandTag band={credential.missingSince ? "unknown" : bands[credential.status]}>
            {credential.missingSince ? "No longer listed" : words[credential.status]}
          </BandTag>
        </span>
      </summary>
      {credential.scopes.length > 0 ? (
        <div className={classes.boxHead}>
          <span className={classes.small}>Scopes: {credential.scopes.join(", ")}</span>
        </div>
      ) : null}
      <FactLines facts={credential.facts} />
      <Attested at={credential.attestedAt} by={credential.attestedBy} />
      {mayOffboard && credential.status !== "revoked" && !credential.missingSince ? (
        <CredentialActions identityId={identityId} credential={credential} />
      ) : null}
    </details>
  );
}

interface CredentialActionsProps {
  identityId: string;
  credential: IdentityDetail["credentials"][number];
}

function CredentialActions({ identityId, credential }: CredentialActionsProps) {
  const query = `identity=${identityId}&credential=${credential.id}`;
  const link = (verb: string, path: string) => (
    <Anchor
      component={Link}
      href={`${path}?${query}`}
      prefetch={false}
      aria-label={`${verb} ${credential.name}`}
      size="sm"
    >
      {verb}
    </Anchor>
  );
  return (
    <div className={classes.boxHead}>
      {credential.status === "active" ? link("Rotate", "/offboarding/rotate") : null}
      {link("Offboard", "/offboarding/new")}
    </div>
  );
}
