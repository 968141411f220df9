import { unknownReasonText } from "../../evidence";
import type { Subject } from "../subject";
import { undecided, verdict, type Verdict } from "../verdict";

const notTold = undecided("Its source does not say whether outsiders can reach it");
const narrow = verdict(0, "Only named principals can use it");

/** OWASP NHI2, NHI4, NHI9: whether others than its owner can use it, or hold the same secret. */
export function exposureFactor(subject: Subject): Verdict {
  const { exposure } = subject.facts;
  if (exposure?.state === "known" && exposure.value.public)
    return verdict(1, exposure.value.because, exposure);
  let weak: string | undefined;
  let trustUnknown = false;
  for (const trust of subject.trusts) {
    if (trust.verdict === "open") return verdict(1, trust.because);
    if (trust.verdict === "weak") weak ??= trust.because;
    else if (trust.verdict === "unknown") trustUnknown = true;
  }
  for (const credential of subject.credentials)
    if (credential.sharedWith > 0 && credential.status !== "revoked")
      return verdict(
        0.7,
        `The secret of “${credential.name}” also belongs to ${credential.sharedWith} other ${credential.sharedWith === 1 ? "identity" : "identities"}`,
      );
  if (weak !== undefined) return verdict(0.5, weak);
  if (exposure?.state === "known") return verdict(0, exposure.value.because, exposure);
  if (exposure !== undefined)
    return undecided(
      `Whether outsiders can reach it is unknown: ${exposure.detail ?? unknownReasonText[exposure.reason]}`,
    );
  return subject.trusts.length > 0 && !trustUnknown ? narrow : notTold;
}
