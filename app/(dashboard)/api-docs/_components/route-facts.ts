import type { TokenScope } from "@/lib/domain/people/permissions";
import { accessOf } from "@/lib/use-cases/api/api-access";
import { apiDocument } from "@/lib/use-cases/api/api-document";
import type { ApiRoute } from "@/lib/use-cases/api/api-route";

/** One operation as the page shows it: read off the same description that programs get. */
export interface RouteFacts {
  method: string;
  path: string;
  summary: string;
  /** Null is everybody. */
  roles: readonly string[] | null;
  scopes: readonly TokenScope[];
  /** Why no token can; null where one can. */
  personOnly: string | null;
  answer: string;
  refusals: string;
}

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema | undefined>;
  items?: Schema;
}

const nameOf = ({ $ref }: Schema): string | undefined => $ref?.split("/").at(-1);

/** `Finding list`, `FindingDetail`, or that the shape is not promised. */
function shapeOf(schema: Schema): string {
  const listed = schema.properties?.items?.items;
  const name = nameOf(schema) ?? (listed && `${nameOf(listed) ?? "object"} list`);
  return name ?? (schema.properties ? "object" : "shape not promised");
}

type Content = Record<string, { schema?: Schema } | undefined>;

function answerOf(status: string, content: Content): string {
  const json = content["application/json"];
  const isFile = Object.keys(content).some((type) => type !== "application/json");
  const what = isFile || !json ? Object.keys(content).join(" or ") : shapeOf(json.schema ?? {});
  return `${status} ${what}`;
}

export function routeFacts({ method, path, summary, run }: ApiRoute): RouteFacts {
  const operation = apiDocument().paths[`/api/v1${path}`]?.[method];
  const responses = (operation?.responses ?? {}) as Record<string, { content?: Content }>;
  const [done = "", ...refused] = Object.keys(responses);
  const access = run ? accessOf(run) : null;
  return {
    method,
    path,
    summary,
    roles: access?.roles ?? null,
    scopes: access?.scopes ?? [],
    personOnly: !access || access.scopes.length > 0 ? null : whyPerson(access.stepUp),
    answer: answerOf(done, responses[done]?.content ?? {}),
    refusals: refused.join(" "),
  };
}

const whyPerson = (stepUp: boolean): string =>
  stepUp ? "A person who confirms (step-up)" : "A signed-in person";
