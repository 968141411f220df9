import { classWords } from "@/components/nhi/words";
import { PlainTable } from "@/components/plain-table/plain-table";
import { LocalLink as Link } from "@/components/shell/local-link";
import { Notice } from "@/components/states/notice";
import { numberText } from "@/lib/domain/counted";
import type { PolicyDocument } from "@/lib/domain/policy/policy";
import type { PolicyPreview } from "@/lib/use-cases/policies/preview-policy";
import { ActivatePolicy } from "./activate-policy";
import { ExportChanges } from "./export-changes";
import { limitWords } from "./limit-words";
import classes from "./policies.module.css";

interface WhatIfProps {
  preview: PolicyPreview;
  document: PolicyDocument;
  basedOn: number;
}

/** Who would newly fail or pass, before the policy is in force. */
export function WhatIf({ preview, document, basedOn }: WhatIfProps) {
  const { changes, identities, looked, differences, warnings } = preview;
  const groups = [
    ["By rule", preview.byRule],
    ["By class", preview.byClass.map((one) => ({ ...one, value: classWords[one.value as never] }))],
    ["By owner", preview.byOwner],
  ] as const;
  return (
    <section className={classes.section} aria-label="What would change">
      <h2>
        {numberText(changes)} {changes === 1 ? "answer" : "answers"} of the rules would change, at{" "}
        {numberText(identities)} of {numberText(looked)} identities
      </h2>
      <p className={classes.quiet}>
        Every rule was asked about every identity twice: as the policy is, and as it would be.
      </p>
      {warnings.slice(0, 3).map((one) => (
        <Notice
          key={`${one.limit}${one.identityClass}`}
          kind="warning"
          title={`${classWords[one.identityClass]} would get more room than a legacy application`}
        >
          {limitWords[one.limit]}: {one.values[0]} against {one.values[1]}. What a model or agent
          holds should live shorter.
        </Notice>
      ))}
      {changes > 0 ? (
        <>
          <div className={classes.columns}>
            {groups.map(([label, rows]) => (
              <PlainTable
                key={label}
                label={label}
                columns={[
                  label,
                  { label: "Newly fail", number: true },
                  { label: "Newly pass", number: true },
                ]}
              >
                {rows.slice(0, 12).map((row) => (
                  <tr key={row.value}>
                    <td>{row.value}</td>
                    <td data-number>{numberText(row.fails)}</td>
                    <td data-number>{numberText(row.passes)}</td>
                  </tr>
                ))}
              </PlainTable>
            ))}
          </div>
          <PlainTable label="Changed" columns={["Identity", "Owner", "Rule", "Would"]}>
            {preview.items.slice(0, 50).map((item, index) => (
              // One rule may change twice at one identity: only their places tell such rows apart.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={index}>
                <td>
                  <Link href={`/identities/${item.identityId}`}>{item.name}</Link>
                </td>
                <td>{item.owner}</td>
                <td>{item.ruleTitle}</td>
                <td>{item.fails ? "Newly fail" : "Newly pass"}</td>
              </tr>
            ))}
          </PlainTable>
          <ExportChanges preview={preview} />
        </>
      ) : null}
      {differences.length > 0 ? (
        <ActivatePolicy document={document} basedOn={basedOn} differences={differences.length} />
      ) : (
        <p>This says the same as the policy in force.</p>
      )}
    </section>
  );
}
