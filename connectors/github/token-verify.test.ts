import { afterAll, beforeAll, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { connector } from "./index";
import { manifest } from "./manifest";
import { startGitHub } from "./testing/stand-in";
import { lenient, tokenConfig, type StandIn } from "./testing/reading";
import { createWorld } from "./testing/world";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startGitHub(createWorld({ repos: 2 }));
});
afterAll(() => standIn.close());

async function verified(token: string) {
  const io = testConnectorIo({ limits: lenient });
  const config = manifest.config.parse({ ...tokenConfig(standIn), token });
  const verification = await (await connector.connect(config, io)).verify();
  await io.close();
  return verification;
}

test("the scope for the audit log opens the streams of the audit log and no others", async () => {
  const { user } = standIn.world;
  const headers = { "x-oauth-scopes": "read:audit_log, repo" };
  standIn.faults.push(({ path }) =>
    path === "/user" ? { status: 200, body: user, headers } : undefined,
  );
  const { missing } = await verified(standIn.token);
  standIn.faults.length = 0;
  const lacking = missing.find(({ permission }) => permission === "organization_administration");
  expect(lacking?.streams).toContain("app-installations");
  expect(lacking?.streams).not.toContain("creators");
  expect(lacking?.streams).not.toContain("oauth-apps");
});

test("whoever gives a token is told that it need not reach every repository", async () => {
  for (const token of [standIn.token, standIn.fineGrainedToken]) {
    expect((await verified(token)).warnings.join(" ")).toContain("read in part");
  }
});

test("a public repository that the token was not given tells nothing of its permissions", async () => {
  const refusal = { message: "Resource not accessible by personal access token" };
  standIn.faults.push(({ path }) =>
    path === "/repos/acme/service-0/keys" ? { status: 403, body: refusal } : undefined,
  );
  const { missing } = await verified(standIn.fineGrainedToken);
  standIn.faults.length = 0;
  expect(missing.map(({ permission }) => permission)).not.toContain("administration");
});
