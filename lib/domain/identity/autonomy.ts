import type { Fact } from "../evidence";
import { isAiClass, type Environment, type IdentityClass, type Stage } from "./identity";

/** C28: how far an AI identity acts without a person. */
export const autonomyTiers = [
  "drafting_assistant",
  "build_agent",
  "autonomous_production_agent",
] as const;
export type AutonomyTier = (typeof autonomyTiers)[number];

/** What is not an AI identity has no tier. */
export interface Autonomy {
  tier: AutonomyTier | null;
  because: string;
}

interface AutonomyFacts {
  identityClass: IdentityClass;
  environment: Environment;
  stage: Stage;
  labels: readonly string[];
  tags: Readonly<Record<string, string>>;
  facts: { interactive?: Fact<boolean> };
}

const declared = /^(?:autonomy|tier)[:=_-](.+)$/i;
const tierNamed = (text: string): AutonomyTier | undefined => {
  const word = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
  return autonomyTiers.find((tier) => tier === word);
};

/** The tier that people gave it, else the one that its place and stage say; doubt counts as more autonomy. */
export function autonomyOf(subject: AutonomyFacts): Autonomy {
  if (!isAiClass(subject.identityClass)) return { tier: null, because: "It is no AI identity" };
  for (const label of subject.labels) {
    const tier = tierNamed(declared.exec(label)?.[1] ?? "");
    if (tier) return { tier, because: `The label “${label}” says so` };
  }
  for (const name of ["autonomy", "tier"]) {
    const tier = tierNamed(subject.tags[name] ?? "");
    if (tier) return { tier, because: `The provider's tag “${name}” says so` };
  }
  const { interactive } = subject.facts;
  if (interactive?.state === "known" && interactive.value)
    return { tier: "drafting_assistant", because: "A person signs in with it" };
  if (subject.environment === "production")
    return { tier: "autonomous_production_agent", because: "It works in production by itself" };
  if (subject.stage === "inference")
    return { tier: "autonomous_production_agent", because: "It serves inference by itself" };
  if (["build", "test", "training", "deployment"].includes(subject.stage))
    return { tier: "build_agent", because: `It serves the ${subject.stage} stage by itself` };
  return { tier: "drafting_assistant", because: "Nothing says that it works without a person" };
}

/** C29: nobody is there to notice when one of these is misused. */
export const actsWithoutPerson = (tier: AutonomyTier | null): boolean =>
  tier === "build_agent" || tier === "autonomous_production_agent";
