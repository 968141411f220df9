import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  ListServiceSpecificCredentialsCommand,
  type ServiceLastAccessed,
} from "@aws-sdk/client-iam";
import type { SourceRecord, UsageRecord } from "@/lib/domain/inventory/source-record";
import { ConnectorError, type Gap } from "../../contract";
import { clean, isoDate } from "../../shared/aws-iam/text";
import { isGone } from "../aws-error";
import { dueCandidates, mostCandidates, rememberedUses, rememberUses } from "../last-accessed";
import { call, everyPage, listed, once, present } from "../call";
import { isUnknownService, specificServices } from "../specific-services";
import type { AccountSession } from "../session";
import type { Step, TakeStep } from "../step";

const generateName = "iam:GenerateServiceLastAccessedDetails";
const getName = "iam:GetServiceLastAccessedDetails";
const listName = "iam:ListServiceSpecificCredentials";

/** A job for each user and a page of ten: beyond this many the rest waits for the report's data. */
const mostUsers = 300;
const pageUsers = 20;
const mostTries = 30;

/** Begins the cursor of that part; no user's name holds a slash. */
const turn = "/";

interface Holder {
  userName: string;
  /** Credential ids by the name space of the service that accepts them. */
  byService: Map<string, Set<string>>;
}

/**
 * When users that hold service-specific credentials last used those services: AWS tells it of the
 * user alone. A credential gets the date only where it is the user's only one for its service.
 * Then, a hundred a run and each once a week, what privileged and idle users and roles last used.
 */
export function serviceLastAccessedStep(): TakeStep {
  const known = new WeakMap<AccountSession, () => Promise<Holder[]>>();
  return async (session, at) => {
    if (at?.startsWith(turn)) return candidatesStep(session, Number(at.slice(turn.length)));
    const holdersOf = known.get(session) ?? once(() => readHolders(session));
    known.set(session, holdersOf);
    const holders = await holdersOf();
    const from = at === null ? 0 : holders.findIndex((holder) => holder.userName > at);
    const page = from < 0 ? [] : holders.slice(from, from + pageUsers);
    if (page.length === 0) return candidatesStep(session, 0);
    const perUser = await session.lanes.map(page, (holder) => usageOf(session, holder));
    const isEnd = from + pageUsers >= Math.min(holders.length, mostUsers);
    const isCut = isEnd && holders.length > mostUsers;
    return {
      records: perUser.flat(),
      next: isEnd ? `${turn}0` : (page.at(-1)?.userName ?? null),
      gaps: isCut ? [cut(session, holders.length)] : [],
    };
  };
}

async function candidatesStep(session: AccountSession, asked: number): Promise<Step> {
  const due = await dueCandidates(session, Math.min(pageUsers, mostCandidates - asked));
  if (due.length === 0) return { records: await rememberedUses(session), next: null };
  const found = await session.lanes.map(due, async ({ id, arn, who }) => {
    const [last] = latest(await lastAccessed(session, arn));
    return { id, use: last && usage(id, last, who)[0] };
  });
  await rememberUses(session, found);
  return { records: [], next: `${turn}${asked + due.length}` };
}

/** The service that was used last, if any was. */
const latest = (services: ServiceLastAccessed[]): ServiceLastAccessed[] =>
  services
    .filter((one) => one.LastAuthenticated)
    .sort((a, b) => Number(b.LastAuthenticated) - Number(a.LastAuthenticated))
    .slice(0, 1);

const cut = (session: AccountSession, all: number): Gap => ({
  reason: "not_found",
  scope: `account ${session.accountId}: last use of service-specific credentials`,
  message: `Only the first ${mostUsers} of ${all} users with service-specific credentials were asked for their last use.`,
});

async function readHolders(session: AccountSession): Promise<Holder[]> {
  const holders = new Map<string, Holder>();
  for (const ServiceName of specificServices) {
    const entries = await everyPage(listName, async (Marker) => {
      const input = { AllUsers: true, ServiceName, Marker, MaxItems: 200 };
      const answer = await call(listName, () =>
        session.iam.send(new ListServiceSpecificCredentialsCommand(input)),
      ).catch((error: unknown) => {
        if (isUnknownService(error)) return null;
        throw error;
      });
      if (answer === null) return { items: [], next: undefined };
      const items = listed(answer.ServiceSpecificCredentials, listName);
      return { items, next: answer.IsTruncated ? answer.Marker : undefined };
    });
    const [service = ServiceName] = ServiceName.split(".", 1);
    for (const { UserName, ServiceSpecificCredentialId } of entries) {
      if (!UserName || !ServiceSpecificCredentialId) continue;
      const holder = holders.get(UserName) ?? { userName: UserName, byService: new Map() };
      const ids = holder.byService.get(service) ?? new Set();
      holder.byService.set(service, ids.add(ServiceSpecificCredentialId));
      holders.set(UserName, holder);
    }
  }
  return [...holders.values()].sort((left, right) => (left.userName < right.userName ? -1 : 1));
}

async function usageOf(session: AccountSession, holder: Holder): Promise<SourceRecord[]> {
  const index = await session.index();
  const userId = index.userIdByName.get(holder.userName);
  const arn = index.arnByUserName(holder.userName);
  if (userId === undefined || arn === undefined) return [];
  const who = `the user ${holder.userName}`;
  const services = await lastAccessed(session, arn);
  const records = services.flatMap((service) => {
    const ids = holder.byService.get(service.ServiceNamespace ?? "");
    const [only] = ids ?? [];
    return ids?.size === 1 && only !== undefined ? usage(only, service, who) : [];
  });
  return [...records, ...latest(services).flatMap((one) => usage(userId, one, who))];
}

function usage(
  subjectExternalId: string,
  { LastAuthenticated, ServiceName, LastAuthenticatedRegion }: ServiceLastAccessed,
  who: string,
): UsageRecord[] {
  const lastUsedAt = isoDate(LastAuthenticated);
  if (lastUsedAt === null) return [];
  const where = LastAuthenticatedRegion ? ` in ${LastAuthenticatedRegion}` : "";
  const detail = clean(`${ServiceName ?? "A service"}${where}, as ${who}`, 500);
  return [{ type: "usage", subjectExternalId, lastUsedAt, source: getName, detail }];
}

/** The job is read by the session that started it; AWS takes a second or two for it. */
async function lastAccessed(session: AccountSession, Arn: string): Promise<ServiceLastAccessed[]> {
  const started = await call(generateName, () =>
    session.iam.send(
      new GenerateServiceLastAccessedDetailsCommand({ Arn, Granularity: "SERVICE_LEVEL" }),
    ),
  ).catch((error: unknown) => {
    if (isGone(error)) return null;
    throw error;
  });
  if (started === null) return [];
  const JobId = present(started.JobId, generateName);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const answer = await call(getName, () =>
      session.iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 1000 })),
    );
    if (answer.JobStatus === "FAILED") return [];
    if (answer.JobStatus === "COMPLETED") return listed(answer.ServicesLastAccessed, getName);
    if (answer.JobStatus !== "IN_PROGRESS") {
      throw new ConnectorError(
        "unexpected_response",
        `The answer to ${getName} has no known state.`,
      );
    }
    await new Promise((done) => setTimeout(done, 500));
    session.io.signal.throwIfAborted();
  }
  return [];
}
