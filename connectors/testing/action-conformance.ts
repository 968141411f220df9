import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConnectorError } from "../contract";
import type { ActionTarget, Connection, Manifest } from "../contract";

/** A provider with a world of its own, and a connection to it. */
interface Opened {
  connection: Connection;
  close(): Promise<void>;
}

export interface ActionHarness {
  manifest: Manifest;
  /** With a credential that may write. */
  open(): Promise<Opened>;
  /** With one that only reads. */
  openReadOnly(): Promise<Opened>;
  /** One thing of each sort, by a name for it; each in use in a fresh world. */
  targets: Readonly<Record<string, ActionTarget>>;
  /** Things that the connector must not offer to act on. */
  beyond: readonly ActionTarget[];
  /** Things that bear a name which means something else by now: refused without a change. */
  replaced: readonly ActionTarget[];
  /** What is restored under the id that it had, instead of being made again under another. */
  restoredInPlace?: (target: ActionTarget) => boolean;
}

function actionsOf({ connection }: Opened, target: ActionTarget) {
  const actions = connection.actions?.(target);
  if (!actions) throw new Error(`No action on ${target.externalId}`);
  return actions;
}

/**
 * What every connector that acts must hold: looking changes nothing, a step that was made twice is
 * success twice, what is gone is success, and `reversible` says what is true.
 */
export function describeActions(name: string, harness: ActionHarness): void {
  const entries = Object.entries(harness.targets);

  describe(`${name}: actions`, () => {
    test("the manifest names the kinds that can be acted on, and nothing beyond is offered", async () => {
      const opened = await harness.open();
      const promised = harness.manifest.actions?.targets ?? [];
      for (const { subject, kind, details } of promised) {
        const tried = entries.filter(([, each]) => each.subject === subject && each.kind === kind);
        expect([kind, tried.length > 0]).toEqual([kind, true]);
        for (const detail of details ?? []) {
          expect([detail, tried.some(([, each]) => each.detail === detail)]).toEqual([
            detail,
            true,
          ]);
        }
      }
      for (const [, { kind, detail }] of entries) {
        const isNamed = promised.some(
          (each) => each.kind === kind && (each.details?.includes(detail) ?? true),
        );
        expect([kind, detail, isNamed]).toEqual([kind, detail, true]);
      }
      for (const target of harness.beyond) expect(opened.connection.actions?.(target)).toBeNull();
      await opened.close();
    });

    for (const [what, target] of entries) describeTarget(harness, what, target);

    test("a name that means something else by now is refused, and nothing changes", async () => {
      const opened = await harness.open();
      for (const target of harness.replaced) {
        const { inspect, disable, delete: remove } = actionsOf(opened, target);
        expect((await inspect()).refusal).not.toBeNull();
        for (const step of [disable, remove]) {
          if (step) await expect(step.run({})).rejects.toBeInstanceOf(ConnectorError);
        }
      }
      await opened.close();
    });

    test("a credential that only reads is refused, and nothing changes", async () => {
      const opened = await harness.openReadOnly();
      for (const [, target] of entries) {
        const { inspect, delete: remove } = actionsOf(opened, target);
        const before = await inspect();
        await expect(remove?.run(before.snapshot)).rejects.toMatchObject({ code: "forbidden" });
        expect((await inspect()).state).toBe(before.state);
      }
      await opened.close();
    });
  });
}

function describeTarget(harness: ActionHarness, what: string, target: ActionTarget): void {
  describe(`acting on ${what}`, () => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await harness.open();
    });
    afterAll(() => opened.close());

    test("looking names who would notice and changes nothing", async () => {
      const { inspect, searchConsumers, ...steps } = actionsOf(opened, target);
      const first = await inspect();
      expect(first.state).not.toBe("gone");
      expect(first.refusal).toBeNull();
      await searchConsumers?.();
      expect(await inspect()).toMatchObject({ state: first.state, snapshot: first.snapshot });
      for (const step of Object.values(steps)) {
        expect(step.calls.length).toBeGreaterThan(0);
        for (const { call, effect } of step.calls) expect([call, effect]).not.toContain("");
      }
    });

    test("what is disabled twice is disabled, and enabling brings back what was", async () => {
      const { inspect, disable, enable } = actionsOf(opened, target);
      if (!disable) return;
      const before = await inspect();
      expect(disable.reversible).toBe("yes");
      await disable.run(before.snapshot);
      await disable.run(before.snapshot);
      expect((await inspect()).state).toBe("disabled");
      await enable?.run(before.snapshot);
      await enable?.run(before.snapshot);
      expect(await inspect()).toMatchObject({ state: "active", snapshot: before.snapshot });
    });

    test("what is deleted is gone, twice too, and comes back only where that was promised", async () => {
      const { inspect, enable, delete: remove } = actionsOf(opened, target);
      if (!remove) throw new Error("nothing is final here");
      const { snapshot } = await inspect();
      await remove.run(snapshot);
      expect((await inspect()).state).toBe("gone");
      expect(await remove.run(snapshot)).toMatch(/any more|already/);
      await enable?.run(snapshot).catch(() => undefined);
      const isBack = (await inspect(snapshot)).state === "active";
      expect(isBack).toBe(remove.reversible === "from_snapshot");
      await enable?.run(snapshot).catch(() => undefined);
      const isItself = isBack && (harness.restoredInPlace?.(target) ?? false);
      expect((await inspect()).state).toBe(isItself ? "active" : "gone");
    });
  });
}
