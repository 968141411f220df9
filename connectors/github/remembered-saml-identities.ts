import { z } from "zod";
import type { ConnectorIo, SourceRecord } from "../contract";
import { recallJson } from "../shared/recall-json";

const link = z.strictObject({
  id: z.number(),
  login: z.string(),
  /** What the identity provider calls the person: mostly an e-mail address. */
  nameId: z.string().nullable(),
});
type Link = z.infer<typeof link>;

const memory = z.strictObject({
  /** Members of the organisation when the identities were read. */
  members: z.number(),
  links: z.array(link),
});
type Memory = z.infer<typeof memory>;

const wholeKey = "saml-identities";
const begunKey = "saml-identities:begun";
/** GitHub does not tell whether single sign-on is enforced: where it is, nearly all are linked. */
const usualShare = 0.5;

export interface SamlIdentities {
  /** Adds one page; what earlier runs said counts until a reading came to its end. */
  add(page: Memory, place: { isFirst: boolean; isLast: boolean }): Promise<void>;
  /** Nothing is known any more: there is no provider, or it may not be seen. */
  forget(): Promise<void>;
  /** Whether an account signs in through the provider; null where nobody can say. */
  isLinked(id: number): Promise<boolean | null>;
  /** Whether most members are linked, so that one who is not stands out. */
  isUsual(): Promise<boolean>;
  /** Names proposed owners by their e-mail address, as people of Muster are known. */
  nameOwners(records: readonly SourceRecord[]): Promise<SourceRecord[]>;
}

/** Accounts with their identity at the organisation's SAML provider, as the last reading found them. */
export function rememberedSamlIdentities(cache: ConnectorIo["cache"]): SamlIdentities {
  let kept: Memory | null | undefined;
  let byLogin: Map<string, string> | undefined;
  const recall = (key: string) => recallJson(cache, key, memory);
  const read = async (): Promise<Memory | null> => {
    if (kept === undefined) kept = await recall(wholeKey);
    return kept;
  };
  const keep = async (whole: Memory | null): Promise<void> => {
    kept = whole;
    byLogin = undefined;
    await cache.set(wholeKey, JSON.stringify(whole));
  };
  return {
    add: async (page, { isFirst, isLast }) => {
      const before = isFirst ? null : await recall(begunKey);
      const all = { ...page, links: [...(before?.links ?? []), ...page.links] };
      if (isLast) await keep(all);
      else await cache.set(begunKey, JSON.stringify(all));
    },
    forget: async () => {
      if ((await read()) !== null) await keep(null);
    },
    isLinked: async (id) => (await read())?.links.some((one) => one.id === id) ?? null,
    isUsual: async () => {
      const whole = await read();
      return whole !== null && whole.links.length >= whole.members * usualShare;
    },
    nameOwners: async (records) => {
      byLogin ??= addresses((await read())?.links ?? []);
      const known = byLogin;
      return records.map((record) => {
        if (record.type !== "owner_hint") return record;
        const address = known.get(record.candidate.toLowerCase());
        if (address === undefined) return record;
        const evidence = `${record.evidence}; ${address} signs in as ${record.candidate}`;
        return { ...record, candidate: address, evidence: evidence.slice(0, 500) };
      });
    },
  };
}

const addresses = (links: readonly Link[]): Map<string, string> =>
  new Map(
    links.flatMap(({ login, nameId }) =>
      nameId !== null && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(nameId)
        ? [[login.toLowerCase(), nameId.slice(0, 320)] as const]
        : [],
    ),
  );
