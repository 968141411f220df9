import type { Environment } from "../../identity/identity";
import type { Subject } from "../subject";
import { undecided, verdict, type Verdict } from "../verdict";

const verdicts: Record<Environment, Verdict> = {
  production: verdict(1, "It works in production"),
  staging: verdict(0.5, "It works in staging"),
  test: verdict(0, "It works in a test environment"),
  development: verdict(0, "It works in development"),
  unknown: undecided("Neither its tags, path nor name tell its environment"),
};

/** What fails when it is misused: production weighs most. */
export const environmentFactor = (subject: Subject): Verdict => verdicts[subject.environment];
