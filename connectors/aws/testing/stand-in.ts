import http from "node:http";
import type { AddressInfo } from "node:net";
import { answerJson } from "./json-answers";
import { Refusal, type Asked, type StandInOptions } from "./asked";
import { answerQuery } from "./query-answers";
import { ec2Error, ec2Result, xmlError, xmlResult } from "./xml";

export interface StandIn {
  url: string;
  /** How often each operation was called. */
  calls: Map<string, number>;
  close(): Promise<void>;
}

const defaults = {
  users: 4,
  keys: 6,
  pageSize: 1000,
  denied: [],
  report: true,
  outbound: "on" as const,
  regions: ["us-east-1"],
  accounts: ["111122223333"],
  states: {},
  closedAccounts: [],
};

/**
 * A server on loopback that speaks the AWS APIs which Muster reads, with an account of any size
 * made up while it is asked: 100,000 users cost no memory.
 */
export async function startStandIn(given: StandInOptions = {}): Promise<StandIn> {
  const options = { ...defaults, ...given };
  const calls = new Map<string, number>();
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    const reply = async (): Promise<void> => {
      const body = Buffer.concat(parts).toString();
      const operation = operationOf(request, body);
      await given.at?.("before", operation);
      const answer = answerTo(request, body, options, calls);
      if ((await given.at?.("between", operation)) === "lose") return void response.destroy();
      const send = (): void =>
        void response.writeHead(answer.status, { "content-type": answer.type }).end(answer.body);
      if (given.pauseMs) setTimeout(send, given.pauseMs());
      else send();
      await given.at?.("after", operation);
    };
    request.on("end", () => void reply());
  });
  // A kept connection that ends while a busy client writes to it would pass for a fault.
  server.keepAliveTimeout = 0;
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** The operation by the protocol that it is asked in. */
function operationOf(request: http.IncomingMessage, body: string): string {
  const target =
    String(request.headers["x-amz-target"] ?? "")
      .split(".")
      .at(-1) ?? "";
  const action = target === "" ? queryOf(request, body).get("Action") : null;
  return action ?? (target || restOperation(request.url?.split("?", 1)[0] ?? "/"));
}

/** The query protocol is spoken in a form, and by EC2 also in the address. */
const queryOf = (request: http.IncomingMessage, body: string): URLSearchParams =>
  request.method === "GET"
    ? new URL(request.url ?? "/", "http://stand-in").searchParams
    : new URLSearchParams(body);

function answerTo(
  request: http.IncomingMessage,
  body: string,
  options: Asked["options"] & Pick<StandInOptions, "fault" | "seen" | "held">,
  calls: Map<string, number>,
): { status: number; type: string; body: string } {
  const target = String(request.headers["x-amz-target"] ?? "")
    .split(".")
    .at(-1);
  const params = target ? new URLSearchParams() : queryOf(request, body);
  const isQuery = params.has("Action");
  const path = request.url?.split("?", 1)[0] ?? "/";
  const operation = operationOf(request, body);
  calls.set(operation, (calls.get(operation) ?? 0) + 1);
  options.seen?.(operation, body);
  const fault = options.fault?.(operation);
  if (fault) return { ...fault, type: "text/xml" };
  const token = String(request.headers["x-amz-security-token"] ?? "");
  const signed = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(
    request.headers.authorization ?? "",
  );
  const asked: Asked = {
    account: /^account-(\d{12})$/.exec(token)?.[1] ?? options.accounts[0] ?? "",
    region: signed?.[1] ?? "us-east-1",
    isAssumed: token.startsWith("account-"),
    options,
  };
  const isEc2 = signed?.[2] === "ec2";
  const permission = `${signed?.[2] ?? ""}:${operation}`;
  try {
    if (options.denied.includes(permission)) throw new Refusal(403, "AccessDenied", permission);
    const held = options.held?.answer(operation, params, body, asked);
    if (isQuery)
      return {
        status: 200,
        type: "text/xml",
        body: (isEc2 ? ec2Result : xmlResult)(
          operation,
          held ?? answerQuery(operation, params, asked),
        ),
      };
    return {
      status: 200,
      type: "application/json",
      body: JSON.stringify(held ?? answerJson(operation, body, path, asked)),
    };
  } catch (error) {
    const refusal =
      error instanceof Refusal ? error : new Refusal(500, "InternalFailure", String(error));
    return isQuery
      ? {
          status: refusal.status,
          type: "text/xml",
          body: (isEc2 ? ec2Error : xmlError)(refusal.code, refusal.message),
        }
      : {
          status: refusal.status,
          type: "application/json",
          body: JSON.stringify({ __type: refusal.code, message: refusal.message }),
        };
  }
}

const restOperations: readonly [RegExp, string][] = [
  [/^\/analyzer/, "ListAnalyzers"],
  [/^\/findingv2\/?$/, "ListFindings"],
  [/^\/findingv2\/./, "GetFinding"],
  [/^\/trustanchors$/, "ListTrustAnchors"],
  [/^\/profiles$/, "ListProfiles"],
  [/^\/crls$/, "ListCrls"],
  [/^\/subjects$/, "ListSubjects"],
  [/^\/subject\/./, "GetSubject"],
  [/^\/clusters$/, "ListClusters"],
  [/^\/clusters\/[^/]+\/pod-identity-associations$/, "ListPodIdentityAssociations"],
  [/^\/clusters\/[^/]+\/pod-identity-associations\/./, "DescribePodIdentityAssociation"],
];

const restOperation = (path: string): string =>
  restOperations.find(([pattern]) => pattern.test(path))?.[1] ?? path;
