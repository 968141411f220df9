import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { insertChannel, insertPerson, sayFailing } from "@/lib/testing/notices";
import { bundleDigests } from "./bundle-digests";
import { notify } from "./notify";

useDatabase();

let mailId = "";
let ann = "";
let owner = "";
const at = new Date("2026-06-01T21:00:00Z");

beforeAll(async () => {
  ann = await insertPerson("analyst", "ann");
  owner = await insertPerson("owner", "owner");
  mailId = await insertChannel("mail", {}, { events: [] });
});

const of = (event: string) =>
  db().noticeDelivery.findMany({ where: { notice: { event } }, include: { notice: true } });

describe("telling people", () => {
  test("is undone with the transaction that it belongs to", async () => {
    const work = db().$transaction(async (tx) => {
      await notify(tx, {
        event: "exception.expired",
        subject: { type: "exception", id: ann },
        recipients: { people: [ann] },
        data: { name: "x" },
        dedupeKey: "rolled back",
        at,
      });
      throw new Error("the caller failed");
    });
    await expect(work).rejects.toThrow("the caller failed");
    expect(await of("exception.expired")).toEqual([]);
    expect(await db().notice.count({ where: { event: "exception.expired" } })).toBe(0);
  });

  test("says the same thing once, also when ten say it at the same time", async () => {
    const said = await Promise.all(Array.from({ length: 10 }, () => sayFailing("Once", at, [ann])));
    expect(said.filter(Boolean)).toHaveLength(1);
    expect(await of("source.failing")).toHaveLength(1);
  });

  test("reaches everybody whose role holds the permission without limits, and nobody else", async () => {
    const out = await insertPerson("analyst", "gone");
    await db().person.update({ where: { id: out }, data: { status: "disabled" } });
    const asked = await insertPerson("analyst", "asked");
    await db().$transaction((tx) =>
      notify(tx, {
        event: "offboarding.approval-wanted",
        subject: { type: "offboarding_case", id: ann },
        recipients: { holding: "offboarding:decide", except: [asked] },
        data: { name: "key", requestedBy: "Asked", reason: "unused" },
        dedupeKey: "one",
        at,
      }),
    );
    const told = await of("offboarding.approval-wanted");
    expect(told.map((one) => one.personId)).toEqual([ann]);
    expect(told[0]?.notice.link).toBe(`/offboarding/${ann}`);
  });

  test("follows each person's choice, quiet hours and digest; urgent things wait for nobody", async () => {
    await db().noticeSchedule.create({
      data: {
        personId: owner,
        timeZone: "Europe/Berlin",
        quietFrom: 1320,
        quietTo: 420,
        digestAt: 480,
      },
    });
    const tell = (event: "leaver.opened" | "offboarding.used" | "rotation.done", key: string) =>
      db().$transaction((tx) =>
        notify(tx, {
          event,
          subject: { type: "account", id: null },
          recipients: { people: [owner] },
          data: { person: "P", identities: 2, name: "key", what: "Used", how: "Rotated" },
          dedupeKey: key,
          at,
        }),
      );
    await tell("leaver.opened", "1");
    await tell("offboarding.used", "1");
    await tell("rotation.done", "1");
    await tell("rotation.done", "2");
    await db().noticePreference.create({
      data: { personId: owner, channelId: mailId, event: "leaver.opened", mode: "off" },
    });
    await tell("leaver.opened", "2");
    const rows = [
      ...(await of("leaver.opened")),
      ...(await of("offboarding.used")),
      ...(await of("rotation.done")),
    ];
    const digestAt = "2026-06-02T06:00:00.000Z";
    expect(rows.map((one) => [one.notice.event, one.state, one.nextAt?.toISOString()])).toEqual([
      ["leaver.opened", "waiting", "2026-06-02T05:00:00.000Z"],
      ["offboarding.used", "waiting", at.toISOString()],
      ["rotation.done", "collecting", digestAt],
      ["rotation.done", "collecting", digestAt],
    ]);
    await bundleDigests(new Date("2026-06-02T05:59:00Z"));
    expect(await of("digest")).toEqual([]);
    await Promise.all([1, 2].map(() => bundleDigests(new Date(digestAt))));
    const [digest, ...more] = await of("digest");
    expect(more).toEqual([]);
    expect(digest).toMatchObject({ personId: owner, state: "waiting" });
    expect(digest?.notice.lines).toEqual(["Rotated: key", "Rotated: key"]);
    const bundled = await of("rotation.done");
    expect(bundled.every((one) => one.state === "bundled" && one.bundleId === digest?.id)).toBe(
      true,
    );
  });
});
