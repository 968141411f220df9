import { ConnectorError, type TargetActions } from "@/connectors/contract";
import type { CaseVerb } from "@/lib/domain/lifecycle/case";
import { db } from "@/lib/infra/db";
import type { Context } from "../context";
import { NoActions, withActions } from "./open-actions";
import { recordMove } from "./record";
import { recordFailure } from "./record-failure";

export const readCase = (id: string) =>
  db().offboardingCase.findUnique({
    where: { id },
    include: {
      identity: { include: { owner: true } },
      approvals: true,
      calls: { orderBy: { startedAt: "asc" } },
      rotation: true,
    },
  });

/** One look at a case that is due. */
export interface Look {
  found: NonNullable<Awaited<ReturnType<typeof readCase>>>;
  ctx: Context;
  clock: () => Date;
  signal: AbortSignal;
}

const hopeless = new Set(["unauthorized", "forbidden", "unexpected_response", "no_actions"]);

/** Whether the provider can switch it off before it is deleted. */
export function isSoft({ plan }: Pick<Look["found"], "plan">): boolean {
  const { steps } = (plan ?? { steps: [] }) as { steps: { verb: string }[] };
  return steps.some((step) => step.verb === "disable");
}

/** Disable first, where the provider can. */
export async function begin(look: Look, because: string): Promise<void> {
  const first = isSoft(look.found);
  await recordMove(look.ctx, {
    caseId: look.found.id,
    event: first ? "start_disable" : "start_delete",
    because: first ? because : `${because}; the provider cannot switch it off first`,
  });
}

/** Runs the work against the provider; a failure becomes a row, a pause or a stuck case. */
export const guarded = (
  look: Look,
  verb: CaseVerb | null,
  work: (actions: TargetActions) => Promise<void>,
): Promise<void> => settling(look, verb, () => withActions(look.found, look.signal, work));

/** The same for work that connects by itself. */
export async function settling(
  look: Look,
  verb: CaseVerb | null,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code =
      error instanceof ConnectorError
        ? error.code
        : error instanceof NoActions
          ? "no_actions"
          : null;
    if (code === null) throw error;
    await recordFailure(
      { ...look.ctx, now: look.clock() },
      {
        caseId: look.found.id,
        verb,
        code,
        message: (error as Error).message,
        isHopeless: hopeless.has(code),
        waitMs: error instanceof ConnectorError ? (error.extra.retryAfterMs ?? null) : null,
        random: Math.random(),
      },
    );
  }
}
