import { z } from "zod";
import { known, unknown } from "@/lib/domain/evidence";
import type { ActionTarget, TargetAction, TargetActions } from "../../contract";
import { orNone } from "../failures";
import { deliveriesSchema } from "../schemas";
import { gone, step } from "../../shared/target-steps";
import { guard, numberOf, orGone, placeOf, placeRefusal } from "./tools";
import type { ActionTools } from "./tools";

const hookSchema = z.object({ active: z.boolean(), events: z.array(z.string()) });

/** A webhook can be paused; deleting it loses its secret. */
export function webhookActions(tools: ActionTools, target: ActionTarget): TargetActions | null {
  const id = numberOf(target);
  const place = placeOf(tools, target);
  if (id === null || !place) return null;
  const { client, now } = tools;
  const one = { ...place.where, hook_id: id };
  const route = `${place.root}/hooks/{hook_id}`;
  const shown = `${place.repository ? `repos/${place.repository.name}` : `orgs/${tools.org}`}/hooks/${id}`;

  const set = (active: boolean): TargetAction =>
    step(
      "yes",
      [
        {
          call: `PATCH /${shown} {"active":${active}}`,
          effect: active ? "Events are delivered again" : "No event is delivered any more",
        },
      ],
      async () => {
        await guard(tools, place);
        const was = await orGone(client.send("PATCH", route, { ...one, active }));
        if (!was) return "The webhook does not exist any more.";
        return active ? "The webhook delivers again." : "The webhook delivers nothing any more.";
      },
    );

  return {
    async inspect() {
      const refusal = await placeRefusal(tools, place);
      if (refusal) return { ...gone(), state: "active", refusal };
      const found = await orGone(client.get(route, one, hookSchema));
      if (!found) return gone();
      const { active, events } = found.data;
      const query = { ...one, per_page: 1 };
      const [last] =
        (await orNone(client.get(`${route}/deliveries`, query, deliveriesSchema))) ?? [];
      return {
        state: active ? "active" : "disabled",
        snapshot: { active, events },
        consumers: [`${target.name} receives ${events.join(", ")}`.slice(0, 500)],
        leftovers: [],
        lastUsedAt: last
          ? known(last.delivered_at, `GET ${route}/deliveries`, now())
          : unknown("not_offered", "Nothing was delivered in the few days that GitHub keeps."),
        refusal: null,
      };
    },
    disable: set(false),
    enable: set(true),
    delete: step(
      "no",
      [{ call: `DELETE /${shown}`, effect: "The webhook is gone, with its secret" }],
      async () => {
        await guard(tools, place);
        const was = await orGone(client.send("DELETE", route, one));
        return was ? "The webhook was deleted." : "The webhook does not exist any more.";
      },
    ),
  };
}
