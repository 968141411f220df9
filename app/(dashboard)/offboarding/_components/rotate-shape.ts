/** A credential that can get a successor; null as id is the identity itself. */
export interface RotatableChoice {
  credentialId: string | null;
  name: string;
  kind: string;
  status: string;
  mode: "provider" | "manual";
  watchDays: number | null;
  openCaseId: string | null;
  overlapHours: number | null;
  parts: readonly string[];
}

/** A store that takes a new secret. */
export interface DestinationShape {
  sourceId: string;
  sourceName: string;
  kind: string;
  label: string;
  fields: readonly { name: string; label: string; help: string; required: boolean }[];
}

export interface RotatePreview {
  identityId: string;
  name: string;
  source: { id: string; name: string };
  couldAct: boolean;
  otherApprover: boolean;
  choices: RotatableChoice[];
  destinations: DestinationShape[];
}

export const choiceKey = ({ credentialId }: { credentialId: string | null }): string =>
  credentialId ?? "identity";

/** What a form begins with: what was asked for, or nothing. Another one would go by mistake. */
export const firstChoice = (
  choices: readonly { credentialId: string | null; openCaseId: string | null }[],
  asked: string,
): string =>
  choices.some((one) => choiceKey(one) === asked && one.openCaseId === null) ? asked : "";
