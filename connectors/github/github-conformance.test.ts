import { describeConformance } from "../testing/conformance";
import type { ConformanceHarness } from "../testing/conformance";
import { describeFuzz } from "../testing/fuzz";
import { connector } from "./index";
import { manifest } from "./manifest";
import { appConfig } from "./testing/reading";
import { startGitHub } from "./testing/stand-in";
import { canaries, createWorld } from "./testing/world";

const key = await (async () => {
  const standIn = await startGitHub();
  await standIn.close();
  return standIn.privateKey;
})();
const conformanceConfig = (url: string) =>
  appConfig({ url, world: createWorld(), privateKey: key });

async function lackingWorld() {
  const world = createWorld();
  delete world.appPermissions.organization_hooks;
  return startGitHub(world);
}

const harness: ConformanceHarness = {
  manifest,
  connector,
  start: () => startGitHub(),
  config: conformanceConfig,
  canaries: Object.values(canaries),
  notSecret: [/^SHA256:/],
  lacking: { permission: "organization_hooks", start: lackingWorld },
  http: {
    boundMs: 30_000,
    faultsPerList: 1,
    fansOut: true,
    signIn: ({ path }) => path.endsWith("/access_tokens"),
    detail: ({ path }) => /\/repos\/acme\/service-3\//.test(path),
    // The exchange for an installation token is refused as well: then the App has no installation.
    expected: {
      "403": ["forbidden", "unauthorized"],
      "404": ["forbidden", "unauthorized"],
      "410": ["forbidden", "unauthorized"],
    },
  },
};
describeConformance("github", harness);
describeFuzz("github", harness, Number(process.env.MUSTER_FUZZ ?? 2_000));
