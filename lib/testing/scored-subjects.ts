import { testNow } from "./subject";
import type { riskFactors } from "../domain/risk/risk";
import { scoreIdentity } from "../domain/risk/score";
import type { Subject } from "../domain/risk/subject";

export const factor = (subject: Subject, name: (typeof riskFactors)[number]) =>
  scoreIdentity(subject, testNow).breakdown.find((line) => line.factor === name)!;
