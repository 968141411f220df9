import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { anonymousContext, personContext } from "@/lib/testing/context";
import type { FakeProvider } from "@/lib/testing/fake-provider";
import { insertSource } from "@/lib/testing/factories";
import type { Context } from "../context";
import { addSource } from "./add-source";
import { changeSource } from "./change-source";
import { getChangeSettings } from "./get-change-settings";
import { getSource } from "./list-sources";
import { loadSample } from "./sample-source";
import {
  admin,
  lastAudit,
  opened,
  providers,
  refusal,
  row,
  setUpProviders,
  typed,
  verifiedSource,
} from "./testing/changing-source";

setUpProviders();
let provider: FakeProvider;
let other: FakeProvider;
beforeEach(() => {
  ({ first: provider, other } = providers);
});

describe("a change that the provider accepts", () => {
  it("replaces the secret, keeps what the provider said with its time, and gives nothing back", async () => {
    const sourceId = await insertSource(provider.url);
    provider.verification = { principal: "reader-2", warnings: ["broad"] };
    const ctx = admin();
    const done = await changeSource(ctx, { sourceId, config: { token: typed } });
    expect(done).toMatchObject({
      sourceId,
      changed: ["token"],
      verification: { principal: "reader-2", warnings: ["broad"] },
    });
    expect(await opened(sourceId)).toEqual({ url: provider.url, token: typed });
    const detail = await getSource(admin(), { sourceId });
    expect(detail).toMatchObject({
      verification: { principal: "reader-2" },
      verifiedAt: ctx.now.toISOString(),
    });
    const settings = await getChangeSettings(admin(), { sourceId });
    expect(settings.config).toEqual({ url: provider.url });
    expect(settings.storedSecrets).toEqual(["token"]);
    const audit = await lastAudit();
    expect(audit).toMatchObject({ event: "source.changed", detail: { changed: ["token"] } });
    expect(JSON.stringify([done, detail, settings, audit.detail])).not.toContain(typed);
  });

  it("asks the provider nothing when only the name changes, even where it is out of reach", async () => {
    const sourceId = await insertSource("http://127.0.0.1:9");
    const name = `Renamed ${sourceId}`;
    const config = { url: "http://127.0.0.1:9", token: "" };
    const done = await changeSource(admin(), { sourceId, name, config });
    expect(done).toMatchObject({ changed: ["name"], verification: null });
    expect(await row(sourceId)).toMatchObject({ name, verifiedAt: null });
    expect(await opened(sourceId)).toMatchObject({ token: "t" });
  });

  it("may go to another address of the same account, with the secret given again; the write credential goes", async () => {
    const sourceId = await verifiedSource();
    await db().source.update({ where: { id: sourceId }, data: { sealedActions: "sealed" } });
    const done = await changeSource(admin(), {
      sourceId,
      config: { url: other.url, token: typed },
    });
    expect(done.changed.sort()).toEqual(["token", "url", "write credential"]);
    expect(await row(sourceId)).toMatchObject({ sealedActions: null });
    expect(await opened(sourceId)).toEqual({ url: other.url, token: typed });
  });

  it("lists the new credential of its own, and the one before as no longer used", async () => {
    provider.verification = { self: { externalId: "app-1", name: "first" } };
    const sourceId = await verifiedSource();
    provider.verification = {
      self: { externalId: "role-2", name: "second", kind: "assumable_role" },
      base: {
        externalId: "user-2",
        name: "holder",
        kind: "iam_user",
        principal: "user/holder",
        credential: { externalId: "key-2", kind: "access_key", name: "key-2" },
      },
    };
    await changeSource(admin(), { sourceId, config: { token: typed } });
    const own = await db().identity.findMany({
      where: { sourceId },
      orderBy: { externalId: "asc" },
      include: { credentials: true },
    });
    expect(own.map((one) => [one.externalId, one.kind, one.missingSince === null])).toEqual([
      ["app-1", "service_account", false],
      ["role-2", "assumable_role", true],
      ["user-2", "iam_user", true],
    ]);
    expect(own[2]?.credentials).toMatchObject([{ externalId: "key-2", kind: "access_key" }]);
    const gone = await db().identityEvent.findFirstOrThrow({
      where: { identityId: own[0]?.id ?? "", kind: "missing" },
    });
    expect(gone.summary).toBe("Muster signs in with another credential now");
  });
});

describe("a change is refused, and nothing changes,", () => {
  it.each([
    [401, "invalid_input"],
    [403, "invalid_input"],
    [503, "unavailable"],
    [429, "unavailable"],
  ])("when the provider answers %i", async (status, code) => {
    const sourceId = await verifiedSource();
    provider.fault = () => ({ status });
    const error = await refusal(sourceId, () =>
      changeSource(admin(), { sourceId, name: `New ${sourceId}`, config: { token: typed } }),
    );
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/does not work with this.*answered \d+.*Nothing was changed\.$/);
  });

  it("when it leads to another account: that is a second source", async () => {
    const sourceId = await verifiedSource();
    provider.verification = { target: "account-2", scope: "Account 2" };
    const error = await refusal(sourceId, () =>
      changeSource(admin(), { sourceId, config: { token: typed } }),
    );
    expect(error.code).toBe("conflict");
    expect(error.message).toContain("reads Account 1; with this it would read Account 2");
    expect(error.message).toContain("connect a second source");
  });

  it("when the provider gives no lasting id and what it covers is named differently", async () => {
    provider.verification = { scope: "acme" };
    const sourceId = await verifiedSource();
    provider.verification = { scope: "globex" };
    const change = () => changeSource(admin(), { sourceId, config: { token: typed } });
    expect((await refusal(sourceId, change)).code).toBe("conflict");
  });

  it("when the stored secret would go to another address, which is not even called", async () => {
    const sourceId = await verifiedSource();
    const before = other.requests;
    const error = await refusal(sourceId, () =>
      changeSource(admin(), { sourceId, config: { url: other.url } }),
    );
    expect(error.code).toBe("invalid_input");
    expect(error.extra?.fields).toEqual({ token: "Fill this in again" });
    expect(other.requests).toBe(before);
  });

  it("when somebody else changed the source while the provider was asked", async () => {
    const sourceId = await verifiedSource();
    provider.fault = async (stream) => {
      if (stream !== "verify") return null;
      provider.fault = null;
      await changeSource(admin(), { sourceId, config: { token: "the-other-one" } });
      return null;
    };
    const change = changeSource(admin(), { sourceId, config: { token: typed } });
    await expect(change).rejects.toMatchObject({ code: "conflict" });
    expect(await opened(sourceId)).toMatchObject({ token: "the-other-one" });
  });

  it("for a name that is taken, a required secret taken away, and a field that is no address", async () => {
    const sourceId = await verifiedSource();
    const { name } = await row(await insertSource(provider.url));
    const attempts: [object, string][] = [
      [{ name, config: { token: typed } }, "conflict"],
      [{ config: { token: null } }, "invalid_input"],
      [{ config: { url: "not an address", token: typed } }, "invalid_input"],
    ];
    for (const [changes, code] of attempts) {
      const change = () => changeSource(admin(), { sourceId, ...changes });
      expect((await refusal(sourceId, change)).code).toBe(code);
    }
  });

  it("for the sample, and for files, which are sent instead", async () => {
    const { sourceId } = await loadSample(admin(), {});
    const rename = () => changeSource(admin(), { sourceId, name: "Mine" });
    expect((await refusal(sourceId, rename)).code).toBe("conflict");
    const files = await addSource(admin(), {
      connectorId: "aws-export",
      name: "Export",
      config: {},
    });
    const id = files.sourceId;
    const change = () => changeSource(admin(), { sourceId: id, config: { files: [] } });
    expect((await refusal(id, change)).message).toContain("send new ones on its page");
    await changeSource(admin(), { sourceId: id, name: "Export of May" });
    expect((await row(id)).name).toBe("Export of May");
  });

  it("to everybody but an administrator who has just confirmed, before the provider is asked", async () => {
    const sourceId = await verifiedSource();
    const asked = provider.requests;
    const stale = admin();
    if (stale.actor.type === "person") stale.actor.steppedUpAt = null;
    const token: Context = {
      ...admin(),
      actor: {
        type: "token",
        personId: "00000000-0000-7000-8000-000000000001",
        name: "ci",
        role: "admin",
        tokenId: sourceId,
        scopes: ["sources:write"],
      },
    };
    const who: [Context, string][] = [
      [personContext("analyst"), "forbidden"],
      [personContext("auditor"), "forbidden"],
      [anonymousContext(), "unauthenticated"],
      [stale, "step_up_required"],
      [token, "step_up_required"],
    ];
    for (const [ctx, code] of who) {
      const change = () => changeSource(ctx, { sourceId, config: { token: typed } });
      expect((await refusal(sourceId, change)).code).toBe(code);
    }
    expect(provider.requests).toBe(asked);
    const settings = getChangeSettings(personContext("analyst"), { sourceId });
    await expect(settings).rejects.toMatchObject({ code: "forbidden" });
  });
});
