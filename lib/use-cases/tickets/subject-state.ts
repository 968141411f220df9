import { db } from "@/lib/infra/db";

/** Whether the item that a ticket is about is settled in Muster; one that is gone is. */
export async function isSettled(type: string, id: string): Promise<boolean> {
  if (type === "finding") {
    const found = await db().finding.findUnique({ where: { id }, select: { state: true } });
    return found?.state !== "open";
  }
  if (type === "offboarding_case") {
    const found = await db().offboardingCase.findUnique({
      where: { id },
      select: { closedAt: true },
    });
    return !found || found.closedAt !== null;
  }
  const found = await db().identity.findUnique({
    where: { id },
    select: { missingSince: true },
  });
  return !found || found.missingSince !== null;
}
