import { nothing } from "./answer-parts";
import { addPattern, listPatterns, removePattern } from "../patterns/change-patterns";
import { getHealthReport } from "../settings/get-health-report";
import { getSignInSettings } from "../settings/get-sign-in-settings";
import { listKeys } from "../settings/list-keys";
import {
  healthReport,
  keyList,
  newPattern,
  patternList,
  signInSettings,
} from "../settings/settings-answers";
import { type ApiRoute, get, post, remove } from "./api-route";

/** How this installation is set up and fares. */
export const settingsRoutes: readonly ApiRoute[] = [
  get("/settings/health", getHealthReport, "Database, workers, queues, disk and newest backup", {
    answer: healthReport,
  }),
  get("/settings/keys", listKeys, "List keys with what needs them, never their material", {
    answer: keyList,
  }),
  get("/settings/sign-in", getSignInSettings, "How people sign in, as the environment sets it", {
    answer: signInSettings,
  }),
  get("/owner-patterns", listPatterns, "List whose identities of certain names are", {
    answer: patternList,
  }),
  post("/owner-patterns", addPattern, "Suggest an owner for identities of a certain name", {
    status: 201,
    answer: newPattern,
  }),
  remove(
    "/owner-patterns/{patternId}",
    removePattern,
    "Forget a pattern and the candidates that only it named",
    { answer: nothing },
  ),
];
