import type { Verification } from "@/connectors/contract";

/** Both what a source was read from until now and what its credential leads to, where they surely differ. */
export interface MovedTarget {
  message: string;
  todo: string;
}

/**
 * Compares what the credential leads to with what was noted when the source was last verified. Null
 * where it is the same, and where the connector or an older version of Muster noted nothing.
 */
export function movedTarget(noted: Verification | null, found: Verification): MovedTarget | null {
  if (noted?.target === undefined || found.target === undefined) return null;
  if (noted.target === found.target) return null;
  const [before, now] = [nameOf(noted, found), nameOf(found, noted)];
  return {
    message: `This source reads ${before}, but its credential now leads to ${now}. Nothing was read.`,
    todo: `Change the credential to one of ${before}, or connect the other as a source of its own. Where this one is meant to read the other from now on, verify the connection on its page and confirm that.`,
  };
}

/** What stays noted when an answer does not tell it. */
export const notedTarget = (noted: Verification | null): Pick<Verification, "target"> =>
  noted?.target === undefined ? {} : { target: noted.target };

/** The scope as people know it; with its id where both have the same name. */
const nameOf = ({ scope, target }: Verification, other: Verification): string =>
  scope === other.scope ? `${scope} (${target})` : scope;
