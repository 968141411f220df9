import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { personIdOf } from "../context";
import { defineCommand } from "../define-command";
import { caseOrRefuse } from "../offboarding/case-state";
import { soon } from "../offboarding/open-case";
import { audited } from "../offboarding/record";
import type { Destination } from "../offboarding/rotation-row";
import { settleDelivery } from "./record";
import { openSecret } from "./sealed-secret";

/** Shows a new secret to whoever asked for it, once; then it is wiped. */
export const takeSecret = defineCommand({
  name: "rotation.take-secret",
  event: "rotation.secret-taken",
  permission: "offboarding:request",
  stepUp: true,
  input: z.strictObject({ caseId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const found = await caseOrRefuse(tx, input.caseId);
    const personId = personIdOf(ctx);
    if (!personId || found.requestedById !== personId)
      throw new DomainError("not_found", "There is no such case, or it is not yours.");
    const { type } = (found.rotation?.destination ?? {}) as Partial<Destination>;
    if (type !== "shown_once" || found.state !== "delivering")
      throw new DomainError("conflict", "There is no secret to show: it is shown only once.");
    const { secret = {} } = await openSecret(found.id, found.rotation?.sealedSecret ?? null);
    await settleDelivery(tx, found, ctx.now, "It was shown to whoever asked, once.");
    await soon(tx);
    return { result: { secret }, audit: audited(found.id, { parts: Object.keys(secret) }) };
  },
});
