import type { Subject } from "../risk/subject";
import type { RuleOutcome } from "./rule";
import { judged, line, pass, type SubjectCredential, unknownBecause } from "./outcome";

/** A living key that also serves another place of the same sort than `own`. */
export function keySharedAcross(
  subject: Subject,
  sort: "environments" | "stages",
  own: string,
): RuleOutcome {
  const shared = subject.credentials.filter(
    ({ sharedWith, status }) => sharedWith > 0 && status !== "revoked",
  );
  if (shared.length === 0) return pass;
  if (own === "unknown") return unplaced(sort);
  const othersOf = ({ sharedIn }: SubjectCredential): string[] =>
    sharedIn[sort].filter((other) => other !== own);
  const doubts = shared
    .filter((credential) => othersOf(credential).includes("unknown"))
    .map((credential) => ({ key: credential.externalId, ...unplacedElsewhere(sort, credential) }));
  const violations = shared.flatMap((credential) => {
    const others = othersOf(credential).filter((other) => other !== "unknown");
    if (others.length === 0) return [];
    return [
      {
        key: credential.externalId,
        evidence: `“${credential.name}” serves ${own} here and ${others.join(", ")} elsewhere`,
        facts: [line("Here", own), line("Elsewhere", others.join(", "))],
      },
    ];
  });
  return judged(violations, doubts);
}

/** A person can classify the environment, but not the stage. */
const unplaced = (sort: "environments" | "stages"): RuleOutcome =>
  sort === "environments"
    ? unknownBecause(
        "Its own environment is unknown: neither its name, tags nor place tell",
        "not_classified",
      )
    : unknownBecause(
        "Its own pipeline stage is unknown: neither its name nor its tags tell",
        "not_named",
      );

const unplacedElsewhere = (sort: "environments" | "stages", { name }: SubjectCredential) =>
  unknownBecause(
    `The ${sort === "environments" ? "environment" : "pipeline stage"} of another identity that holds “${name}” is unknown`,
    "not_named",
  );
