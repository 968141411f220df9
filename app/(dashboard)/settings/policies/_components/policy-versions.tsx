import { PlainTable } from "@/components/plain-table/plain-table";
import { exactTime } from "@/components/time/time-text";
import type { PolicyChange } from "@/lib/domain/policy/policy-diff";
import { limitWords } from "./limit-words";
import classes from "./policies.module.css";
import { RestorePolicy } from "./restore-policy";

interface Version {
  number: number;
  reason: string;
  author: string;
  at: string | null;
  restoredFrom: number | null;
  changes: PolicyChange[];
}

const valueText = (value: number | null): string => (value === null ? "not set" : String(value));

function ChangeList({ changes }: { changes: readonly PolicyChange[] }) {
  if (changes.length === 0) return <>Where it begins</>;
  return (
    <ul>
      {changes.slice(0, 8).map((one) => (
        <li key={`${one.when}${one.limit}`}>
          {one.when === "" ? "Always" : one.when.replaceAll("_", " ")}: {limitWords[one.limit]}{" "}
          {valueText(one.before)} → {valueText(one.after)}
        </li>
      ))}
      {changes.length > 8 ? <li>and {changes.length - 8} more</li> : null}
    </ul>
  );
}

interface PolicyVersionsProps {
  versions: readonly Version[];
  active: number;
  mayChange: boolean;
}

/** Who changed what, when and why; the newest first. */
export function PolicyVersions({ versions, active, mayChange }: PolicyVersionsProps) {
  return (
    <section className={classes.section}>
      <h2>History</h2>
      <PlainTable
        label="History"
        columns={["Version", "Changed", "Reason", "By", "Since", "Bring back"]}
      >
        {versions.map((one) => (
          <tr key={one.number}>
            <td>
              {one.number}
              {one.number === active ? ", in force" : ""}
            </td>
            <td>
              <ChangeList changes={one.changes} />
            </td>
            <td>
              {one.restoredFrom === null ? "" : `Version ${one.restoredFrom} again: `}
              {one.reason}
            </td>
            <td>{one.author}</td>
            <td>{one.at ? exactTime(one.at) : "The beginning"}</td>
            <td>
              {mayChange && one.number !== active ? (
                <RestorePolicy number={one.number} basedOn={active} />
              ) : (
                "Not applicable"
              )}
            </td>
          </tr>
        ))}
      </PlainTable>
    </section>
  );
}
