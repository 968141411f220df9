import { counted } from "@/lib/domain/counted";
import { mostWaiting, type WaitingWork } from "@/lib/domain/people/waiting-work";

interface Work {
  /** For beside the entry: `12`, `999+`. */
  short: string;
  /** What waits, in a sentence. */
  words: string;
}

const sentences: Record<string, [keyof WaitingWork, (n: number, role: string) => string]> = {
  "/findings": [
    "findings",
    (n, role) =>
      role === "owner"
        ? `${counted(n, "critical or high finding")} open on your identities`
        : `${counted(n, "critical finding")} open`,
  ],
  "/reviews": [
    "reviews",
    (n) => `${counted(n, "item")} ${n === 1 ? "waits" : "wait"} for your answer`,
  ],
  "/offboarding": [
    "offboarding",
    (n) => `${counted(n, "case")} ${n === 1 ? "waits" : "wait"} for you`,
  ],
  "/exceptions": [
    "exceptions",
    (n) => `${counted(n, "exception")} ${n === 1 ? "waits" : "wait"} for you`,
  ],
  "/sources": ["sources", (n) => `${counted(n, "source")} ${n === 1 ? "needs" : "need"} a person`],
  "/people": [
    "leavers",
    (n) => `${counted(n, "leaver")} ${n === 1 ? "waits" : "wait"} for a decision`,
  ],
};

/** The work behind an entry of the menu; null where none waits. */
export function workAt(href: string, waiting: WaitingWork, role: string): Work | null {
  const found = sentences[href];
  if (!found) return null;
  const [key, sentence] = found;
  const n = waiting[key];
  if (n === 0) return null;
  if (n < mostWaiting) return { short: n.toLocaleString("en-GB"), words: sentence(n, role) };
  return { short: `${mostWaiting - 1}+`, words: `At least ${sentence(n, role)}` };
}
