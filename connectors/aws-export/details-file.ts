import { z } from "zod";
import { clean } from "../shared/aws-iam/text";
import { BadJson, JsonSlices } from "./json-slices";
import { accountOf, type FileBytes } from "./file-bytes";

const id = z
  .string()
  .min(1)
  .max(200)
  .transform((text) => clean(text, 200));
const text = z.string().optional();
const ref = z.object({ PolicyName: text, PolicyArn: text });
const inline = z.object({ PolicyName: text, PolicyDocument: z.unknown() });
const principal = {
  Path: text,
  Arn: z.string().regex(/^arn:[^:]*:iam::\d{12}:/),
  CreateDate: text,
  AttachedManagedPolicies: z.array(ref).optional(),
  PermissionsBoundary: z.object({ PermissionsBoundaryArn: text }).optional(),
  Tags: z.array(z.object({ Key: text, Value: text })).optional(),
};

/** What each list of the export holds; anything else in the file is passed over. */
export const entryShapes = {
  UserDetailList: z.object({
    ...principal,
    UserName: text,
    UserId: id,
    UserPolicyList: z.array(inline).optional(),
    GroupList: z.array(z.string()).optional(),
  }),
  RoleDetailList: z.object({
    ...principal,
    RoleName: text,
    RoleId: id,
    AssumeRolePolicyDocument: z.unknown(),
    RolePolicyList: z.array(inline).optional(),
    InstanceProfileList: z.array(z.object({ InstanceProfileName: text })).optional(),
    RoleLastUsed: z.object({ LastUsedDate: text, Region: text }).optional(),
  }),
  GroupDetailList: z.object({
    Arn: principal.Arn,
    GroupName: text,
    GroupPolicyList: z.array(inline).optional(),
    AttachedManagedPolicies: z.array(ref).optional(),
  }),
  Policies: z.object({
    Arn: text,
    PolicyName: text,
    DefaultVersionId: text,
    PolicyVersionList: z
      .array(
        z.object({
          VersionId: text,
          IsDefaultVersion: z.boolean().optional(),
          Document: z.unknown(),
        }),
      )
      .optional(),
  }),
} as const;
export type ListName = keyof typeof entryShapes;
export type Entry<List extends ListName> = z.infer<(typeof entryShapes)[List]>;

const isListName = (key: string): key is ListName => Object.hasOwn(entryShapes, key);

/** Where an entry lies in its file, and whose it is. */
export interface Place {
  list: ListName;
  start: number;
  end: number;
  /** Undefined for a policy of AWS itself. */
  accountId: string | undefined;
  /** The entry's own id: of two with the same one the later counts. */
  id: string;
  /** Of a user, as the credential report names it; of others empty. */
  arn: string;
}

/** One document of a file: the whole answer, or one page of it. */
export interface DetailsDocument {
  isCut: boolean;
  places: Place[];
}

/** The values at the top of a report as the API wraps it, by name. */
export type Wrapped = Partial<Record<"Content" | "GeneratedTime", unknown>>;

// The API marks a page with IsTruncated and Marker, the command line with NextToken.
const signsOfMore: Record<string, (value: unknown) => boolean> = {
  IsTruncated: (value) => value === true,
  Marker: (value) => typeof value === "string" && value !== "",
  NextToken: (value) => typeof value === "string" && value !== "",
};
const scalarNames = new Set([...Object.keys(signsOfMore), "Content", "GeneratedTime"]);

const idOf: { [List in ListName]: (entry: Entry<List>) => string | undefined } = {
  UserDetailList: ({ UserId }) => UserId,
  RoleDetailList: ({ RoleId }) => RoleId,
  GroupDetailList: ({ GroupName }) => GroupName,
  Policies: ({ Arn }) => Arn,
};

/** What a file of JSON holds: lists of authorization details, or a report as the API wraps it. */
export interface Walked {
  documents: DetailsDocument[];
  wrapped: Wrapped;
  hasLists: boolean;
}

/**
 * Every entry of a file of authorization details by its place, each checked on the way and let go
 * again. `rest` is awaited between entries. Throws a ConnectorError that names the file.
 */
export async function walkJson(file: FileBytes, rest: () => Promise<void>): Promise<Walked> {
  const documents: DetailsDocument[] = [];
  const wrapped: Wrapped = {};
  const slices = new JsonSlices(file.bytes, file.start);
  try {
    for (const slice of slices.all()) {
      await rest();
      const document = (documents[slice.document] ??= { isCut: false, places: [] });
      const { key } = slice;
      if (isListName(key)) {
        document.places.push(placeOf(file, { ...slice, key }));
      } else if (slice.index === null && scalarNames.has(key)) {
        const value = valueOf(file, slice);
        if (signsOfMore[key]?.(value)) document.isCut = true;
        if (key === "Content" || key === "GeneratedTime") wrapped[key] = value;
      }
    }
  } catch (error) {
    if (error instanceof BadJson) throw refusalOf(file, error);
    throw error;
  }
  const hasLists = [...slices.lists].some(isListName);
  return { documents: documents.filter((one) => one !== undefined), wrapped, hasLists };
}

export const notDetails =
  "is JSON, but not the output of aws iam get-account-authorization-details. Send what that command prints.";

function placeOf(
  file: FileBytes,
  slice: { key: ListName; index: number | null; start: number; end: number },
): Place {
  const { key: list, index, start, end } = slice;
  const parsed = entryShapes[list].safeParse(valueOf(file, slice));
  if (!parsed.success || index === null) {
    const inside = parsed.error?.issues[0]?.path ?? [];
    const at = index === null ? [list] : [list, index, ...inside];
    throw file.refuse(
      `is not the output of aws iam get-account-authorization-details (${clean(at.map(String).join("."), 120)}).`,
    );
  }
  const accountId = accountOf(parsed.data.Arn);
  const own = idOf[list] as (entry: unknown) => string | undefined;
  const arn = list === "UserDetailList" ? (parsed.data.Arn ?? "") : "";
  return { list, start, end, accountId, id: own(parsed.data) ?? "", arn };
}

/** An entry that was walked over before. */
export function entryAt<List extends ListName>(
  bytes: Buffer,
  list: List,
  { start, end }: Pick<Place, "start" | "end">,
): Entry<List> {
  return entryShapes[list].parse(JSON.parse(bytes.toString("utf8", start, end))) as Entry<List>;
}

function valueOf(file: FileBytes, { start, end }: { start: number; end: number }): unknown {
  try {
    return JSON.parse(file.bytes.toString("utf8", start, end));
  } catch {
    throw new BadJson("invalid", start);
  }
}

function refusalOf(file: FileBytes, { why, at }: BadJson): Error {
  if (why === "cut") return file.refuse("ends in the middle: the JSON was cut. Export it again.");
  if (why === "other") return file.refuse(notDetails);
  const where = `near byte ${at}`;
  return why === "too_large"
    ? file.refuse(`has an entry of more than 5 MB ${where}, more than AWS has. Export it again.`)
    : file.refuse(`is not valid JSON ${where}. Export it again.`);
}
