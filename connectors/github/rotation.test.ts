import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { ActionTarget, Connection, NewCredential } from "../contract";
import { connector } from "./index";
import { manifest } from "./manifest";
import { newSshKeyPair } from "./ssh-key-pair";
import { openSealedBox, sealingKey } from "./testing/sealing";
import { startGitHub } from "./testing/stand-in";
import { createWorld } from "./testing/world";
import { sealedBox } from "./sealed-box";

const keygen = "/usr/bin/ssh-keygen";
const mark = "muster-019a0000-0000-7000-8000-000000000001";
const world = createWorld({ repos: 4 });
for (const name of Object.keys(world.appPermissions)) world.appPermissions[name] = "write";
let standIn: Awaited<ReturnType<typeof startGitHub>>;
let io: ReturnType<typeof testConnectorIo>;
let connection: Connection;

const target: ActionTarget = {
  subject: "identity",
  kind: "deploy_key",
  detail: "github.deploy_key.read",
  externalId: "deploy-key:100",
  name: "Deploy",
  holder: null,
  attributes: { repository: "acme/service-0", repositoryId: 7000 },
};
const keys = () => world.repos[0]?.keys ?? [];

function rotation() {
  const found = connection.actions?.(target)?.rotation;
  if (!found) throw new Error("A deploy key cannot be rotated");
  return found;
}

function delivery(fields: Record<string, string>) {
  const found = connection.delivery?.({ kind: "actions_secret", fields });
  if (!found) throw new Error("No such destination");
  return found;
}

beforeAll(async () => {
  standIn = await startGitHub(world);
  io = testConnectorIo({ limits: { wallMs: 30_000, connectMs: 10_000 } });
  const { appId, installationId } = world.self;
  const config = { org: "acme", baseUrl: standIn.url, authMode: "app", appId, installationId };
  connection = await connector.connect(
    manifest.config.parse({ ...config, privateKey: standIn.privateKey }),
    io,
  );
});
afterAll(async () => {
  await io.close();
  await standIn.close();
});

test("a box that libsodium sealed is opened, and one of ours is opened only with the right key", () => {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64"));
  const of = {
    publicKey: bytes("dh2I7IMEE5Gd/p1NHVbxfmU8jJlAgt9bE3uQoK5u33Q="),
    secretKey: bytes(["L605/v1/o+IAqcYm7vWZ5hot", "BVxIqCiKTn5MS8o5KPg="].join("")),
  };
  const byLibsodium =
    "bFOryXzGFzwT78xudkqmuNo4HjKOOiq5kwN2WgIsbDuRNuOkTR+EC2ggIPoYbUeziIONfRErkjcOIQPia//GoZSo7w==";
  expect(openSealedBox(byLibsodium, of)).toBe("sealed by libsodium");
  const ours = sealedBox("nobody else reads ünïcode", sealingKey.key);
  expect(openSealedBox(ours)).toBe("nobody else reads ünïcode");
  expect(() => openSealedBox(ours, of)).toThrow("another key");
});

test.runIf(existsSync(keygen))(
  "OpenSSH reads the private key and finds the same public one",
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), "muster-ssh-"));
    for (const comment of ["", "a", "of (muster-1)", "longer by a few letters"]) {
      const pair = newSshKeyPair(comment);
      const file = path.join(folder, "key");
      writeFileSync(file, pair.privateKey);
      chmodSync(file, 0o600);
      const shown = execFileSync(keygen, ["-y", "-f", file]).toString().trim();
      expect(shown.split(" ").slice(0, 2).join(" ")).toBe(pair.publicKey);
    }
    rmSync(folder, { recursive: true });
  },
);

describe("rotating a deploy key", () => {
  test("a second key with the same rights opens the repository beside the old one", async () => {
    expect(await rotation().refusal()).toBeNull();
    expect(await rotation().existing()).toEqual(["deploy-key:100"]);
    let made: NewCredential | undefined;
    await rotation().create(mark, async (one) => void (made = one));
    const [old, young] = keys();
    expect(young).toMatchObject({ read_only: old?.read_only, title: `${old?.title} (${mark})` });
    expect(made?.externalId).toBe(`deploy-key:${young?.id}`);
    expect(made?.secret.SSH_PRIVATE_KEY).toContain("OPENSSH PRIVATE KEY");
    const sent = JSON.stringify(keys()) + JSON.stringify(standIn.requests);
    expect(sent).not.toContain("PRIVATE KEY");
  });

  test("a key whose secret was lost is removed by its mark; the keys of others stay", async () => {
    keys().push({
      ...keys()[0],
      id: 555,
      title: "Added by Noor",
      key: "ssh-ed25519 Tm9vcg==",
    } as never);
    const said = await rotation().discard(["deploy-key:100"], mark, new Date());
    expect(said).toContain("whose private part nobody has");
    expect(keys().map(({ id }) => id)).toEqual([100, 555]);
    expect(await rotation().discard(["deploy-key:100"], mark, new Date())).toContain("No key");
    keys().pop();
  });

  test("a key that cannot be kept is removed again", async () => {
    const full = async (): Promise<never> => Promise.reject(new Error("the disk is full"));
    await expect(rotation().create(mark, full)).rejects.toThrow("the disk is full");
    expect(keys().map(({ id }) => id)).toEqual([100]);
  });
});

describe("delivering to Actions secrets", () => {
  test("each part is sealed for GitHub and kept under its own or another name, twice as once", async () => {
    const place = delivery({ repository: "service-1", names: "B_PART=RENAMED" });
    expect(await place.refusal()).toBeNull();
    expect(place.calls(["A_PART", "B_PART"]).map(({ call }) => call)).toEqual([
      "PUT Actions secret A_PART of acme/service-1",
      "PUT Actions secret RENAMED of acme/service-1",
    ]);
    const parts = { A_PART: "first value", B_PART: "second\nvalue" };
    await place.deliver(parts, "token");
    const said = await place.deliver(parts, "token");
    expect(said).toBe("GitHub keeps A_PART and RENAMED for the workflows of acme/service-1.");
    expect(world.delivered.get("service-1/A_PART")).toBe("first value");
    expect(world.delivered.get("service-1/RENAMED")).toBe("second\nvalue");
    expect(said).not.toContain("first value");
  });

  test("an environment of a repository has secrets of its own", async () => {
    const place = delivery({ repository: "acme/service-0", environment: "production/eu" });
    expect(await place.refusal()).toBeNull();
    await place.deliver({ PGPASSWORD: "kept" }, "token");
    expect(world.delivered.get("service-0/production/eu/PGPASSWORD")).toBe("kept");
  });

  test("a repository or environment that is not there, or archived, is refused in words", async () => {
    const why = (fields: Record<string, string>) => delivery(fields).refusal();
    expect(await why({ repository: "nothing-here" })).toContain("does not exist");
    expect(await why({ repository: "service-3" })).toContain("is archived");
    expect(await why({ repository: "service-0", environment: "staging" })).toContain(
      "no environment staging",
    );
  });

  test.each([
    { repository: "elsewhere/service-0" },
    { repository: "acme/../service-0" },
    { repository: "service-0", names: "A_PART=GITHUB_TOKEN" },
    { repository: "service-0", names: "A_PART=has space" },
    {},
  ])("what GitHub would not take is no destination: %j", (fields) => {
    const given = fields as Record<string, string>;
    expect(connection.delivery?.({ kind: "actions_secret", fields: given })).toBeNull();
  });
});

test("nothing was answered here that GitHub's description does not allow", () => {
  expect(standIn.violations).toEqual([]);
});
