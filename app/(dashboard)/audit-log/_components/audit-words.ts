import type { AuditLine } from "@/lib/use-cases/audit-log/audit-filter";

const actorWords: Record<string, string> = {
  person: "Person",
  token: "API token",
  operator: "Command line",
  system: "Muster itself",
  anonymous: "Not signed in",
};

/** Who it was and in what way; a visitor without a name is said in words. */
export function actorText({ actorType, actorName }: AuditLine): { name: string; kind: string } {
  const kind = actorWords[actorType] ?? actorType;
  return actorType === "anonymous" ? { name: kind, kind: "" } : { name: actorName, kind };
}

const spoken = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

/** `assuranceLevel` as `assurance level`. */
const spelled = (key: string): string =>
  key.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** `name: Sample organisation; every minutes: 60`: what an entry says beyond its event. */
export function detailText(detail: AuditLine["detail"]): string {
  return Object.entries(detail)
    .map(([key, value]) => `${spelled(key)}: ${spoken(value)}`)
    .join("; ");
}

/** The page of what an entry is about, where there is one. */
export function targetHref({ targetType, targetId }: AuditLine): string | null {
  if (!targetId) return null;
  if (targetType === "source") return `/sources/${targetId}`;
  return targetType === "identity" ? `/identities/${targetId}` : null;
}
