import { type ApiRoute, get } from "./api-route";
import { evidenceRoutes } from "./evidence-routes";
import { findingRoutes } from "./finding-routes";
import { governanceRoutes } from "./governance-routes";
import { identityRoutes } from "./identity-routes";
import { noticeRoutes } from "./notice-routes";
import { offboardingRoutes } from "./offboarding-routes";
import { overviewRoutes } from "./overview-routes";
import { ownRoutes } from "./own-routes";
import { peopleRoutes } from "./people-routes";
import { reviewRoutes } from "./review-routes";
import { settingsRoutes } from "./settings-routes";
import { sourceRoutes } from "./source-routes";

/** Every method of the public API, in the order in which it is read. */
export const apiRoutes: readonly ApiRoute[] = [
  ...identityRoutes,
  ...findingRoutes,
  ...sourceRoutes,
  ...overviewRoutes,
  ...reviewRoutes,
  ...offboardingRoutes,
  ...governanceRoutes,
  ...evidenceRoutes,
  ...peopleRoutes,
  ...noticeRoutes,
  ...settingsRoutes,
  ...ownRoutes,
  get("/openapi.json", null, "This description, for everybody"),
];
