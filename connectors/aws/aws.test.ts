import { describeConformance, type World } from "../testing/conformance";
import { connector } from "./index";
import { manifest } from "./manifest";
import type { StandInOptions } from "./testing/asked";
import { startStandIn } from "./testing/stand-in";

const secretAccessKey = "stand-in-" + "Qw7".repeat(9);
const config = (endpoint: string) => ({
  authMode: "access_key",
  accessKeyId: ["AKIA", "STANDIN000000000"].join(""),
  secretAccessKey,
  endpoint,
});
const world = (options: StandInOptions) => async (): Promise<World> => startStandIn(options);

const listKey = ({ method, path, body }: { method: string; path: string; body: string }): string =>
  `${method} ${path.split("?", 1)[0]} ${body
    .replaceAll(/&?(Marker|MaxItems)=[^&]*/g, "")
    .replaceAll(/"NextToken":"[^"]*",?/g, "")}`;

/** Doubles the entries of the outermost lists, in XML as in JSON. */
const duplicate = (body: string): string => {
  if (!body.startsWith("{")) return body.replaceAll(/^<member>.*<\/member>$/gm, "$&\n$&");
  const parsed = JSON.parse(body) as Record<string, unknown>;
  const twice = (value: unknown): unknown =>
    Array.isArray(value) && typeof value[0] === "object"
      ? value.flatMap((one) => [one, one])
      : value;
  return JSON.stringify(
    Object.fromEntries(Object.entries(parsed).map(([key, value]) => [key, twice(value)])),
  );
};

describeConformance("aws", {
  manifest,
  connector,
  start: world({ users: 7, keys: 10, pageSize: 3, regions: ["eu-west-1", "us-east-1"] }),
  config,
  canaries: [secretAccessKey],
  notSecret: [/^A(ROA|IDA)STAND/],
  lacking: { permission: "iam:ListAccessKeys", start: world({ denied: ["iam:ListAccessKeys"] }) },
  http: {
    listKey,
    duplicate,
    detail: ({ body }) => body.includes("Action=ListAccessKeys"),
    boundMs: 40_000,
    // Making the bomb takes longer on a busy machine than the limit on the wait for it.
    expected: { "a Brotli bomb": ["unexpected_response", "unavailable"] },
  },
});
