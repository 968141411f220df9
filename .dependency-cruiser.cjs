/** What may import what, as a closed world: an arrow that is not allowed here is an error. */
const only = (from, to) => ({ from: { path: from }, to: { path: to } });
const npm = "^node_modules/";
const connectorOwn = "^connectors/([^/]+)/";

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "domain-is-pure",
      comment: "lib/domain imports itself and zod, nothing else",
      severity: "error",
      from: { path: "^lib/domain/", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^lib/domain/|^node_modules/zod/" },
    },
    {
      name: "no-framework-below-app",
      severity: "error",
      from: { path: "^(lib|connectors)/" },
      to: { path: "^node_modules/(next|react|react-dom|next-auth)/" },
    },
    {
      name: "one-door-to-prisma",
      severity: "error",
      from: { pathNot: "^lib/infra/db\\.ts$|^prisma/" },
      to: { path: "^prisma/generated/" },
    },
    {
      name: "connectors-are-islands",
      severity: "error",
      from: { path: connectorOwn },
      to: { path: "^connectors/([^/]+)/", pathNot: "^connectors/($1|shared|testing)/" },
    },
    {
      name: "testing-from-tests-only",
      severity: "error",
      from: {
        pathNot:
          "\\.(test|spec)\\.tsx?$|^lib/testing/|^connectors/testing/|/testing/|^e2e/|^bench/|^vitest\\.config",
      },
      to: { path: "^lib/testing/|^connectors/testing/|^(app|lib)/.*/testing/" },
    },
    {
      name: "components-never-fetch",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^lib/(use-cases|infra|jobs)/" },
    },
  ],
  allowedSeverity: "error",
  allowed: [
    only(".*", npm),
    { from: {}, to: { dependencyTypes: ["core"] } },
    only("^app/_http/", "^app/_http/|^lib/(use-cases|domain|infra)/"),
    only("^app/", "^app/|^components/|^lib/(use-cases|domain)/"),
    only("^proxy\\.ts$|^instrumentation\\.ts$", "^app/_http/|^lib/(domain|infra)/"),
    only("^components/", "^components/|^lib/domain/"),
    only("^lib/jobs/", "^lib/(jobs|use-cases|domain|infra)/"),
    only("^lib/use-cases/", "^lib/(use-cases|domain|infra)/|^connectors/(contract|registry)\\.ts$"),
    only("^lib/infra/", "^lib/(infra|domain)/|^prisma/generated/"),
    only("^(app|lib)/.*/testing/", "^(app|lib)/|^connectors/[^/]+/testing/"),
    only("^lib/testing/", "^lib/|^connectors/(contract|registry)\\.ts$"),
    only(
      connectorOwn,
      "^connectors/$1/|^connectors/(shared|testing)/|^connectors/contract\\.ts$|^lib/domain/",
    ),
    only("^connectors/testing/", "^lib/testing/"),
    only("^connectors/contract\\.ts$", "^lib/domain/|^connectors/shared/"),
    only(
      "^connectors/registry\\.ts$",
      "^connectors/contract\\.ts$|^connectors/[^/]+/(manifest|index)\\.ts$",
    ),
    only("^lib/domain/", "^lib/domain/"),
    only("\\.(test|spec)\\.tsx?$", "^(app|lib|connectors|components|prisma|scripts|e2e)/"),
    only("^(scripts|bench|e2e)/", "^(lib|connectors|scripts|bench|e2e|prisma|app)/"),
    only("^[^/]+\\.(ts|cts|cjs|mjs)$", "^(lib|scripts|app)/"),
  ],
  options: {
    doNotFollow: { path: ["node_modules", "prisma/generated"] },
    exclude: { path: "^\\.next/|^\\.muster/|next-env\\.d\\.ts" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    parser: "swc",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
