import {
  findingDetail,
  findingFacets,
  findingPage,
  findingRules,
} from "../findings/finding-answers";
import { exportFindings } from "../findings/export-findings";
import { getFinding } from "../findings/get-finding";
import { listFindingFacets } from "../findings/list-finding-facets";
import { listFindingRules } from "../findings/list-finding-rules";
import { listFindings } from "../findings/list-findings";
import { type ApiRoute, get } from "./api-route";

/** What the rules found. */
export const findingRoutes: readonly ApiRoute[] = [
  get("/findings", listFindings, "List findings, worst first", { answer: findingPage }),
  get(
    "/findings/facets",
    listFindingFacets,
    "Count findings by state, severity, rule, source and framework, each under the other conditions",
    { answer: findingFacets },
  ),
  get(
    "/findings/rules",
    listFindingRules,
    "Findings counted by rule, with remedy, controls and for how many identities it could not tell",
    {
      answer: findingRules,
    },
  ),
  get("/findings/export", exportFindings, "Download findings as CSV", { file: ["text/csv"] }),
  get("/findings/{findingId}", getFinding, "One finding with evidence, remedy and controls", {
    given: ["id"],
    answer: findingDetail,
  }),
];
