import { z } from "zod";
import { unknownReasons } from "../evidence";
import {
  environments,
  identityClasses,
  identityKinds,
  identityStatuses,
  privilegeLevels,
} from "../identity/identity";
import { riskBands } from "../risk/risk";
import { ownerStates, rotationStates } from "./buckets";
import { facetKeys } from "./list-order";

const instant = z.iso.datetime();

/** A date with how it is known, or why it is not. `at` null with state known means never. */
export const datedFact = z.object({
  state: z.enum(["known", "unknown"]),
  at: instant.nullable(),
  source: z.string().nullable(),
  reason: z.enum(unknownReasons).nullable(),
  detail: z.string().nullable(),
});
export type DatedFact = z.infer<typeof datedFact>;

export const identityRow = z.object({
  id: z.uuid(),
  externalId: z.string(),
  name: z.string(),
  kind: z.enum(identityKinds),
  detail: z.string(),
  source: z.object({ id: z.uuid(), name: z.string(), connectorId: z.string() }),
  identityClass: z.enum(identityClasses),
  environment: z.enum(environments),
  status: z.enum(identityStatuses),
  owner: z.object({
    state: z.enum(ownerStates),
    id: z.uuid().nullable(),
    name: z.string().nullable(),
    email: z.string().nullable(),
  }),
  risk: z.object({
    score: z.number().int().min(0).max(100),
    band: z.enum(riskBands),
    confidence: z.number().int().min(0).max(100),
  }),
  privilege: z.enum(privilegeLevels),
  privilegeReason: z.string().nullable(),
  created: datedFact,
  lastUsed: datedFact,
  lastRotated: datedFact,
  rotationState: z.enum(rotationStates),
  openFindings: z.number().int(),
  credentialCount: z.number().int(),
  labels: z.array(z.string()),
  missingSince: instant.nullable(),
});
export type IdentityRow = z.infer<typeof identityRow>;

export const facetCount = z.object({
  value: z.string(),
  count: z.number().int(),
});
export const identityFacets = z.object({
  total: z.number().int(),
  /** False when only the first matches were counted. */
  complete: z.boolean(),
  facets: z.record(z.enum(facetKeys), z.array(facetCount)),
});
export type IdentityFacets = z.infer<typeof identityFacets>;

/** How many match; `complete` false means at least that many. */
export const identityCount = z.object({ total: z.number().int(), complete: z.boolean() });
export type IdentityCount = z.infer<typeof identityCount>;

export const identityPage = z.object({
  items: z.array(identityRow),
  /** False when so much matches that only the first matches found were sorted. */
  complete: z.boolean(),
  nextCursor: z.string().nullable(),
});
export type IdentityPage = z.infer<typeof identityPage>;
