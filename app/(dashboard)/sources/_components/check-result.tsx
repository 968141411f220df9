import { Notice } from "@/components/states/notice";

export type CheckAnswer =
  | {
      ok: true;
      verification: {
        principal: string;
        scope: string;
        missing: { permission: string; streams: string[] }[];
        warnings: string[];
      };
    }
  | { ok: false; code: string; message: string };

/** What the provider answered: who we are there, what is missing, what to know. */
export function CheckResult({ answer }: { answer: CheckAnswer }) {
  if (!answer.ok) {
    return (
      <Notice kind="error" title="The connection does not work">
        {answer.message}
      </Notice>
    );
  }
  const { principal, scope, missing, warnings } = answer.verification;
  return (
    <>
      <Notice
        kind={missing.length === 0 ? "good" : "warning"}
        title={
          missing.length === 0
            ? "The connection works and can read everything"
            : `The connection works, but ${missing.length === 1 ? "1 permission is" : `${missing.length} permissions are`} missing`
        }
      >
        Signed in as {principal}, reading {scope}.
        {missing.length > 0 ? (
          <ul>
            {missing.map((entry) => (
              <li key={entry.permission}>
                <code>{entry.permission}</code>: without it {entry.streams.join(", ")} stays unseen
              </li>
            ))}
          </ul>
        ) : null}
      </Notice>
      {warnings.map((warning) => (
        <Notice key={warning} kind="info" title="Worth knowing">
          {warning}
        </Notice>
      ))}
    </>
  );
}
