import type { Role } from "../domain/people/permissions";
import type { Context } from "../use-cases/context";

const someone = "00000000-0000-7000-8000-000000000001";

/** A signed-in person with that role who has just stepped up. */
export function personContext(
  role: Role,
  changes: Partial<Context> & { personId?: string } = {},
): Context {
  const { personId = someone, ...rest } = changes;
  const now = rest.now ?? new Date();
  return {
    actor: {
      type: "person",
      personId,
      name: `Test ${role}`,
      role,
      sessionId: someone,
      assuranceLevel: 2,
      steppedUpAt: now,
    },
    now,
    requestId: "test",
    ip: "127.0.0.1",
    ...rest,
  };
}

export const anonymousContext = (now = new Date()): Context => ({
  actor: { type: "anonymous" },
  now,
  requestId: "test",
  ip: "127.0.0.1",
});
