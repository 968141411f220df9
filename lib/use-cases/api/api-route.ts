import type { z } from "zod";
import type { Permission } from "@/lib/domain/people/permissions";
import type { Context } from "../context";
import type { Describes } from "./answer-schema";

/** What a command or query tells of itself. */
export interface UseCase {
  readonly permission: Permission | "public";
  readonly input: z.ZodType;
  /** Its name in the audit log; a query has none. */
  readonly command?: string | undefined;
  readonly stepUp?: boolean;
}

interface More {
  status?: 200 | 201 | 202;
  /** The content types of a download. */
  file?: readonly string[];
  /** The body is the file itself. */
  upload?: boolean;
  /** Fields of the input that the address says under another name. */
  given?: readonly string[];
}

/** One method of one path and the command or query behind it; null is open to everybody. */
export interface ApiRoute extends More {
  method: "get" | "post" | "put" | "patch" | "delete";
  path: string;
  run: UseCase | null;
  summary: string;
  status: 200 | 201 | 202;
  /** What programs may rely on in the result. */
  answer?: z.ZodType;
}

type Runs<Result> = UseCase & ((ctx: Context, input: never) => Promise<Result>);

const routeOf =
  (method: ApiRoute["method"]) =>
  <Result, Answer extends z.ZodType = never>(
    path: string,
    run: Runs<Result> | null,
    summary: string,
    more: More & { answer?: Answer } = {},
    ..._difference: Describes<Answer, Result>
  ): ApiRoute => ({ method, path, run, summary, status: 200, ...more });

export const get = routeOf("get");
export const post = routeOf("post");
export const put = routeOf("put");
export const patch = routeOf("patch");
export const remove = routeOf("delete");
