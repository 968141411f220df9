"use client";

import { BandTag } from "@/components/nhi/risk-badge";
import { principalWords } from "@/components/nhi/words";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import classes from "./detail.module.css";
import { MoreButton } from "./more-button";
import { Empty } from "./section";
import { useMore } from "./use-more";

const verdictBands = { open: "critical", weak: "high", narrow: "low", unknown: "unknown" } as const;
const verdictWords = {
  open: "Lets strangers in",
  weak: "Trusts too much",
  narrow: "Narrow",
  unknown: "Unknown",
};

/** Nobody else is named; whoever holds a credential of it can still use it. */
function noTrust({ more, identity }: IdentityDetail): string {
  if (identity.kind === "stored_secret")
    return "Its store names nobody else who can read it, as far as Muster may see.";
  if (more.credentials.total === 0)
    return "The source names nobody who can use it, and lists no credential of it.";
  return "The source names nobody else: whoever holds one of its credentials can use it.";
}

/** Who may become, call or federate into it, the widest trust first; of a secret, who can read it. */
export function TrustList({ detail }: { detail: IdentityDetail }) {
  const { trusts, more, identity, readableBy } = detail;
  const list = useMore(`/api/v1/identities/${identity.id}/trusts`, {
    items: trusts,
    nextCursor: more.trusts.nextCursor,
  });
  if (list.items.length === 0 && readableBy === null) return <Empty>{noTrust(detail)}</Empty>;
  return (
    <>
      <ul className={`${classes.list} ${classes.box}`}>
        {readableBy === null ? null : (
          <li className={classes.line}>
            <strong>Can be read by</strong>
            <span>{readableBy}</span>
          </li>
        )}
        {list.items.map((trust) => (
          <li key={trust.id} className={classes.line}>
            <strong>{principalWords[trust.principalKind]}</strong>
            <span className={classes.mono}>{trust.principal}</span>
            <BandTag band={verdictBands[trust.verdict]}>{verdictWords[trust.verdict]}</BandTag>
            <span className={classes.small}>{trust.because}</span>
          </li>
        ))}
      </ul>
      <MoreButton list={list} total={more.trusts.total}>
        Show more who can use it
      </MoreButton>
    </>
  );
}
