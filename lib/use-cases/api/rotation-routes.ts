import { caseInput } from "../offboarding/get-case";
import { listCasesInput } from "../offboarding/list-cases";
import { endOverlap } from "../rotation/end-overlap";
import { requestRotation } from "../rotation/request-rotation";
import type { ApiRoute } from "./api-route";

/** A rotation is a case: it is approved, undone and retried where offboarding cases are. */
export const rotationRoutes: ApiRoute[] = [
  {
    method: "get",
    path: "/rotations",
    summary: "List rotations, newest first",
    query: listCasesInput.omit({ kind: true }),
  },
  {
    method: "post",
    path: "/rotations",
    summary: "Ask for a successor of a credential; decisions are those of /offboarding/{caseId}",
    body: requestRotation.input,
  },
  {
    method: "get",
    path: "/rotations/{caseId}",
    summary: "One rotation with its dry run, calls and receipt, never with its secret",
    params: caseInput,
  },
  {
    method: "post",
    path: "/rotations/{caseId}/end-overlap",
    summary: "Let the old credential go now (needs a person who has just stepped up)",
    params: caseInput,
    body: endOverlap.input.omit({ caseId: true }),
  },
];
