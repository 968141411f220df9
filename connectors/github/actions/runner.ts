import { z } from "zod";
import { known, unknown } from "@/lib/domain/evidence";
import type { ActionTarget, TargetActions } from "../../contract";
import { gone, step } from "../../shared/target-steps";
import { guard, numberOf, orGone, placeOf, placeRefusal } from "./tools";
import type { ActionTools } from "./tools";

const runnerSchema = z.object({
  name: z.string(),
  status: z.string(),
  busy: z.boolean(),
  labels: z.array(z.object({ name: z.string() })),
});

/** Removing a runner ends its registration; the machine itself is untouched. */
export function runnerActions(tools: ActionTools, target: ActionTarget): TargetActions | null {
  const id = numberOf(target);
  const place = placeOf(tools, target);
  if (id === null || !place) return null;
  const { client, now } = tools;
  const one = { ...place.where, runner_id: id };
  const route = `${place.root}/actions/runners/{runner_id}`;
  return {
    async inspect() {
      const refusal = await placeRefusal(tools, place);
      if (refusal) return { ...gone(), state: "active", refusal };
      const found = await orGone(client.get(route, one, runnerSchema));
      if (!found) return gone();
      const { status, busy, labels } = found.data;
      return {
        state: "active",
        snapshot: { status, labels: labels.map(({ name }) => name) },
        consumers: busy ? ["It runs a job at this moment"] : [],
        leftovers: ["The machine goes on; remove the runner's program there"],
        lastUsedAt: busy
          ? known(now().toISOString(), `GET ${route}`, now())
          : unknown("not_offered", "GitHub does not tell when a runner last ran a job."),
        refusal: null,
      };
    },
    delete: step(
      "no",
      [{ call: `DELETE runner ${id}`, effect: "The runner takes no job and cannot sign in" }],
      async () => {
        await guard(tools, place);
        const was = await orGone(client.send("DELETE", route, one));
        return was ? "The runner was removed." : "The runner does not exist any more.";
      },
    ),
  };
}
