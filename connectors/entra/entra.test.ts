import { describeConformance } from "../testing/conformance";
import type { ConformanceHarness } from "../testing/conformance";
import { describeFuzz } from "../testing/fuzz";
import { connector } from "./index";
import { manifest } from "./manifest";
import { certificateConfig, secretConfig } from "./testing/reading";
import { clientSecret } from "./testing/sign-in";
import { certificate, startEntra } from "./testing/stand-in";
import { createWorld } from "./testing/world";

const without = (permission: string) => {
  const world = createWorld();
  world.roles = world.roles.filter((role) => role !== permission);
  return startEntra({ world });
};

const harness: ConformanceHarness = {
  manifest,
  connector,
  start: () => startEntra(),
  config: certificateConfig,
  canaries: [clientSecret, certificate.privateKey],
  lacking: {
    permission: "RoleManagement.Read.Directory",
    start: () => without("RoleManagement.Read.Directory"),
  },
  http: {
    // Several lists share a path and differ by what they ask of it.
    listKey: ({ path }) => path.replace(/(?:%24|\$)skiptoken=[^&]*/, ""),
    signIn: ({ path }) => path.includes("/oauth2/"),
    detail: ({ path }) => /\/applications\/[0-9a-f-]{36}\/owners/.test(path),
  },
};
describeConformance("entra", harness);
// A signed assertion is never the same twice: only a secret asks what was recorded.
describeFuzz(
  "entra",
  { ...harness, config: secretConfig },
  Number(process.env.MUSTER_FUZZ ?? 2_000),
);
