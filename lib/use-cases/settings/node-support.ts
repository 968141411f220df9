import { dayOf } from "@/lib/domain/days";
/** Last day of security fixes by major version: nodejs.org/en/about/previous-releases. */
const fixesUntil: Readonly<Record<string, string>> = {
  "20": "2026-04-30",
  "22": "2027-04-30",
  "24": "2028-04-30",
};

export interface NodeSupport {
  version: string;
  /** null when this version's end is not known here. */
  fixesUntil: string | null;
  supported: boolean | null;
}

/** Whether the running Node still gets security fixes on a given day. */
export function nodeSupport(version: string, now: Date): NodeSupport {
  const until = fixesUntil[version.split(".")[0] ?? ""] ?? null;
  const supported = until ? dayOf(now) <= until : null;
  return { version, fixesUntil: until, supported };
}
