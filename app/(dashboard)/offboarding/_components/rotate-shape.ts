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

type Mode = "provider" | "manual";

/** Whether all that can be asked for is left to a person at the provider: nobody approves that here. */
export const isByHand = (choices: readonly { mode: Mode }[]): boolean =>
  choices.length > 0 && choices.every(({ mode }) => mode === "manual");

/** What a request is told of who decides, given what is chosen. */
export const toldOf = <Preview extends { otherApprover: boolean }>(
  preview: Preview,
  choice: { mode: Mode } | undefined,
): Preview => (choice?.mode === "manual" ? { ...preview, otherApprover: false } : preview);
