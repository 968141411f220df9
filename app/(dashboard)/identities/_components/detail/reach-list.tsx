import { BandTag } from "@/components/nhi/risk-badge";
import { principalWords, privilegeWords } from "@/components/nhi/words";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import classes from "./detail.module.css";
import { Empty } from "./section";

const bands = {
  admin: "critical",
  high: "high",
  write: "medium",
  read: "low",
  none: "unknown",
  unknown: "unknown",
} as const;

/** What it can do, by service, the most privileged first. */
export function ReachList({ detail }: { detail: IdentityDetail }) {
  const shown = detail.reach.reduce((sum, service) => sum + service.grants.length, 0);
  return (
    <>
      {detail.privilegeReasons.length > 0 ? (
        <p className={classes.small} style={{ marginTop: 0 }}>
          {detail.privilegeReasons.join(" ")}
        </p>
      ) : null}
      {detail.reach.length === 0 ? (
        <Empty>
          No grant is known. The source lists none, or the connection may not read them.
        </Empty>
      ) : null}
      {detail.reach.map(({ service, level, grants }, at) => (
        <details key={service} className={classes.box} open={at < 2}>
          <summary className={classes.boxHead}>
            <strong>{service}</strong>
            <span className={classes.small}>
              {grants.length} {grants.length === 1 ? "grant" : "grants"}
            </span>
            <span className={classes.right}>
              <BandTag band={bands[level]}>{privilegeWords[level]}</BandTag>
            </span>
          </summary>
          <ul className={classes.list}>
            {grants.map((grant) => (
              <li
                key={`${grant.entitlement} ${grant.target} ${grant.via}`}
                className={classes.line}
              >
                <strong>{grant.entitlement}</strong>
                <span className={classes.mono}>{grant.target}</span>
                <span className={classes.small}>
                  through {grant.via}
                  {grant.conditional ? ", under conditions" : ""}
                </span>
              </li>
            ))}
          </ul>
        </details>
      ))}
      {shown < detail.grantCount ? (
        <p className={classes.small}>
          The {shown} strongest of {detail.grantCount.toLocaleString("en")} grants are shown.
        </p>
      ) : null}
    </>
  );
}

const verdictBands = { open: "critical", weak: "high", narrow: "low", unknown: "unknown" } as const;
const verdictWords = {
  open: "Lets strangers in",
  weak: "Trusts too much",
  narrow: "Narrow",
  unknown: "Unknown",
};

/** Who may become, call or federate into it, the widest trust first. */
export function TrustList({ trusts }: { trusts: IdentityDetail["trusts"] }) {
  if (trusts.length === 0) {
    return (
      <Empty>
        No trust is known: only holders of its credentials can use it, as far as the source shows.
      </Empty>
    );
  }
  return (
    <ul className={`${classes.list} ${classes.box}`}>
      {trusts.map((trust) => (
        <li key={trust.id} className={classes.line}>
          <strong>{principalWords[trust.principalKind]}</strong>
          <span className={classes.mono}>{trust.principal}</span>
          <BandTag band={verdictBands[trust.verdict]}>{verdictWords[trust.verdict]}</BandTag>
          <span className={classes.small}>{trust.because}</span>
        </li>
      ))}
    </ul>
  );
}
