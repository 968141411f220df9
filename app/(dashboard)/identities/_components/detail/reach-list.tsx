import { BandTag } from "@/components/nhi/risk-badge";
import { privilegeWords } from "@/components/nhi/words";
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
            <strong>{service === "*" ? "Every service" : service}</strong>
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
                <strong>
                  {grant.entitlement === "*" ? "Every action (*)" : grant.entitlement}
                </strong>
                {grant.target === "*" ? (
                  <span>on every resource (*)</span>
                ) : (
                  <span className={classes.mono}>{grant.target}</span>
                )}
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
