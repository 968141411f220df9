import { personContext } from "@/lib/testing/context";
import { newId } from "../../ingest/new-id";
import { advanceOffboarding } from "../advance-offboarding";
import { getCase } from "../get-case";

export const hour = 3_600_000;
export const day = 24 * hour;

/** The time in which cases are asked for, decided and advanced; a test moves it. */
export const caseTime = { now: new Date() };
export const clock = (): Date => caseTime.now;
export const later = (ms: number): void =>
  void (caseTime.now = new Date(caseTime.now.getTime() + ms));

/** As the worker does it, once a minute. */
export const advance = (): Promise<number> => advanceOffboarding(clock);

/** Asks; Bob decides. */
export const ann = personContext("analyst", { personId: newId() });
export const bob = personContext("admin", { personId: newId() });

/** Somebody who confirmed who they are just now. */
export const at = <C extends typeof ann>(ctx: C): C => {
  const { now } = caseTime;
  const actor = ctx.actor.type === "person" ? { ...ctx.actor, steppedUpAt: now } : ctx.actor;
  return { ...ctx, actor, now };
};

export const read = (caseId: string) => getCase(at(bob), { caseId });
export const stateOf = async (caseId: string): Promise<string> => (await read(caseId)).state;
