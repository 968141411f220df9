import { Stack } from "@mantine/core";
import type { ReactNode } from "react";
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

export const signedIn = ({ principal, scope }: { principal: string; scope: string }) =>
  `Signed in as ${principal}, reading ${scope}.`;

interface CheckResultProps {
  answer: CheckAnswer;
  /** What can be done about a refusal here. */
  action?: ReactNode;
}

/** What the provider answered: who we are there, what is missing, what to know. */
export function CheckResult({ answer, action }: CheckResultProps) {
  if (!answer.ok) {
    const isElsewhere = answer.code === "other_target";
    return (
      <Notice
        kind="error"
        title={isElsewhere ? "The credential leads elsewhere" : "The connection does not work"}
      >
        {answer.message}
        {action ? <div style={{ marginTop: 8 }}>{action}</div> : null}
      </Notice>
    );
  }
  const { missing, warnings } = answer.verification;
  return (
    <Stack gap={8}>
      <Notice
        kind={missing.length === 0 ? "good" : "warning"}
        title={
          missing.length === 0
            ? "The connection works and can read everything"
            : `The connection works, but ${missing.length === 1 ? "1 permission is" : `${missing.length} permissions are`} missing`
        }
      >
        {signedIn(answer.verification)}
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
      {warnings.length > 0 ? (
        <Notice kind="info" title="Worth knowing">
          {warnings.map((warning) => (
            <div key={warning}>{warning}</div>
          ))}
        </Notice>
      ) : null}
    </Stack>
  );
}
