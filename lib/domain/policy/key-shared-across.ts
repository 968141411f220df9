import type { Subject } from "../risk/subject";
import type { RuleOutcome } from "./rule";
import { judged, line, unknownBecause } from "./outcome";

/** A living key that also serves another place of the same sort than `own`. */
export function keySharedAcross(
  subject: Subject,
  sort: "environments" | "stages",
  own: string,
): RuleOutcome {
  if (own === "unknown")
    return unknownBecause(
      `Its own ${sort.slice(0, -1)} is unknown: neither its name, tags nor place tell`,
      "not_classified",
    );
  const violations = subject.credentials.flatMap((credential) => {
    const others = credential.sharedIn[sort].filter(
      (other) => other !== own && other !== "unknown",
    );
    if (credential.sharedWith === 0 || others.length === 0 || credential.status === "revoked")
      return [];
    return [
      {
        key: credential.externalId,
        evidence: `“${credential.name}” serves ${own} here and ${others.join(", ")} elsewhere`,
        facts: [line("Here", own), line("Elsewhere", others.join(", "))],
      },
    ];
  });
  return judged(violations);
}
