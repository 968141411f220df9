import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { emailAddress } from "@/lib/domain/people/password-rule";
import { nameAfter } from "@/lib/domain/people/scim/user";
import type { Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { letGo, type LeaverCause, welcomeBack } from "../leavers/open-leaver";
import { keepAnAdministrator } from "../people/last-administrator";

const text = z.string().trim().min(1).max(300);
const change = {
  userName: text.optional(),
  externalId: text.nullable().optional(),
  email: emailAddress.optional(),
  name: text.optional(),
  givenName: z.string().max(300).optional(),
  familyName: z.string().max(300).optional(),
  title: z.string().max(300).nullable().optional(),
  active: z.boolean().optional(),
  managerId: z.uuid().nullable().optional(),
};
const personId = z.uuid();

type Row = NonNullable<Awaited<ReturnType<Tx["person"]["findUnique"]>>>;

async function personOf(tx: Tx, id: string): Promise<Row> {
  const row = await tx.person.findUnique({ where: { id } });
  if (row && row.directory !== "deleted") return row;
  throw new DomainError("not_found", "There is no resource with this id.");
}

/** Two people never share a directory name, a directory id or an address. */
async function refuseTaken(
  tx: Tx,
  wanted: { userName?: string; externalId?: string | null; email?: string },
  except: string | null,
): Promise<void> {
  const [taken] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM person WHERE id IS DISTINCT FROM ${except}::uuid AND (
      lower(user_name) = lower(${wanted.userName ?? null}) OR external_id = ${wanted.externalId ?? null}
      OR lower(email) = lower(${wanted.email ?? null})) LIMIT 1`;
  if (taken) {
    throw new DomainError(
      "conflict",
      "Somebody with this userName, externalId or address is already here.",
    );
  }
}

async function refuseUnknownManager(
  tx: Tx,
  managerId: string | null | undefined,
  self: string | null,
) {
  if (!managerId) return;
  if (managerId !== self && (await tx.person.count({ where: { id: managerId } })) === 1) return;
  throw new DomainError(
    "invalid_input",
    "The manager is nobody who is here, or the person themselves.",
  );
}

async function leave(tx: Tx, person: Row, because: LeaverCause, now: Date) {
  if (person.role === "admin") await keepAnAdministrator(tx, person.id);
  const { tokensRevoked, toDecide } = await letGo(tx, person.id, because, now);
  return { tokensRevoked, toDecide };
}

/** Somebody whom the directory deleted comes back under their address; everybody else is new. */
async function revived(tx: Tx, email: string): Promise<Row | null> {
  return tx.person.findFirst({ where: { email, directory: "deleted" } });
}

/** A person as the directory creates them: an owner, who signs in through single sign-on. */
export const addDirectoryPerson = defineCommand({
  name: "directory.add-person",
  event: "directory.person-added",
  permission: "directory:sync",
  input: z.strictObject({ ...change, userName: text }),
  run: async ({ tx, ctx, input }) => {
    const email = emailAddress.safeParse(input.email ?? input.userName);
    if (!email.success)
      throw new DomainError("invalid_input", "emails must hold an e-mail address.");
    const old = await revived(tx, email.data);
    await refuseTaken(tx, { ...input, email: email.data }, old?.id ?? null);
    await refuseUnknownManager(tx, input.managerId, old?.id ?? null);
    const data = {
      name: nameAfter("", input) || email.data,
      userName: input.userName,
      externalId: input.externalId ?? null,
      title: input.title ?? null,
      managerId: input.managerId ?? null,
      directory: "scim",
    };
    const person = old
      ? await tx.person.update({ where: { id: old.id }, data })
      : await tx.person.create({ data: { ...data, email: email.data, role: "owner" } });
    if (input.active === false) await letGo(tx, person.id, "disabled_by_directory", ctx.now);
    else if (old) await welcomeBack(tx, person.id, ctx.now);
    return {
      result: { id: person.id },
      audit: {
        targetType: "person",
        targetId: person.id,
        detail: {
          userName: input.userName,
          active: input.active !== false,
          returned: old !== null,
        },
      },
    };
  },
});

/** What the directory changed of a person; switched off, they are a leaver. */
export const changeDirectoryPerson = defineCommand({
  name: "directory.change-person",
  event: "directory.person-changed",
  permission: "directory:sync",
  input: z.strictObject({ id: personId, ...change }),
  run: async ({ tx, ctx, input: { id, ...given } }) => {
    const person = await personOf(tx, id);
    await refuseTaken(tx, given, id);
    await refuseUnknownManager(tx, given.managerId, id);
    if (person.role === "admin" && given.email && given.email !== person.email) {
      throw new DomainError(
        "conflict",
        "An administrator's address is changed in Muster, not by a directory.",
      );
    }
    const { email, userName, externalId, title, managerId } = given;
    const data = Object.fromEntries(
      Object.entries({ email, userName, externalId, title, managerId }).filter(
        ([, to]) => to !== undefined,
      ),
    );
    await tx.person.update({
      where: { id },
      data: { ...data, name: nameAfter(person.name, given), directory: "scim" },
    });
    const isActive = person.status === "active";
    const left =
      given.active === false && isActive
        ? await leave(tx, person, "disabled_by_directory", ctx.now)
        : {};
    if (given.active === true && !isActive) await welcomeBack(tx, id, ctx.now);
    return {
      result: { id },
      audit: {
        targetType: "person",
        targetId: id,
        detail: {
          fields: Object.keys(given),
          ...(given.active === undefined ? {} : { active: given.active }),
          ...left,
        },
      },
    };
  },
});

/** The directory forgets a person: they can no longer sign in and are a leaver; their history stays. */
export const deleteDirectoryPerson = defineCommand({
  name: "directory.delete-person",
  event: "directory.person-deleted",
  permission: "directory:sync",
  input: z.strictObject({ id: personId }),
  run: async ({ tx, ctx, input: { id } }) => {
    const person = await personOf(tx, id);
    const left = await leave(tx, person, "deleted_by_directory", ctx.now);
    await tx.teamMembership.deleteMany({ where: { personId: id } });
    await tx.person.update({
      where: { id },
      data: { directory: "deleted", externalId: null, userName: null },
    });
    return { result: null, audit: { targetType: "person", targetId: id, detail: left } };
  },
});
