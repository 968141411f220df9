import { z } from "zod";

const blankIsAbsent = (value: unknown) => (value === "" || value === null ? undefined : value);
const optional = z.preprocess(blankIsAbsent, z.string().trim().optional());
const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Where each of Microsoft's clouds signs in and answers, and where people look at it. */
export const clouds = {
  global: {
    label: "Global",
    login: "https://login.microsoftonline.com",
    graph: "https://graph.microsoft.com",
    portal: "https://entra.microsoft.com",
  },
  usgov: {
    label: "US Government (L4)",
    login: "https://login.microsoftonline.us",
    graph: "https://graph.microsoft.us",
    portal: "https://entra.microsoft.us",
  },
  usdod: {
    label: "US Government (L5, DOD)",
    login: "https://login.microsoftonline.us",
    graph: "https://dod-graph.microsoft.us",
    portal: "https://entra.microsoft.us",
  },
  china: {
    label: "China (21Vianet)",
    login: "https://login.partner.microsoftonline.cn",
    graph: "https://microsoftgraph.chinacloudapi.cn",
    portal: "https://entra.microsoftonline.cn",
  },
} as const;

const baseUrl = z.url({ protocol: /^https?$/ }).refine((value) => {
  // Zod asks this of what is no URL too.
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, search, pathname } = new URL(value);
  const isPlain = username === "" && password === "" && search === "" && pathname === "/";
  return isPlain && (protocol === "https:" || loopback.has(hostname));
}, "Use https and no more than host and port");

const needed = {
  certificate: ["certificate", "privateKey"],
  secret: ["clientSecret"],
} as const;

export const entraConfig = z
  .object({
    tenantId: z
      .string()
      .trim()
      .regex(/^[a-z\d][a-z\d.-]{2,252}$/i, "The tenant's id or one of its domains"),
    clientId: z.guid("The application (client) id"),
    cloud: z.preprocess(
      blankIsAbsent,
      z.enum(["global", "usgov", "usdod", "china"]).default("global"),
    ),
    auth: z.enum(["certificate", "secret"]).default("certificate"),
    certificate: optional,
    privateKey: optional,
    clientSecret: optional,
    loginUrl: z.preprocess(blankIsAbsent, baseUrl.optional()),
    graphUrl: z.preprocess(blankIsAbsent, baseUrl.optional()),
  })
  .superRefine((config, context) => {
    for (const field of needed[config.auth]) {
      if (config[field] === undefined)
        context.addIssue({ code: "custom", path: [field], message: "Required" });
    }
  });
export type EntraConfig = z.infer<typeof entraConfig>;

/** The hosts of a configured tenant: those of its cloud unless others are named. */
export function hostsOf({ cloud, loginUrl, graphUrl }: EntraConfig) {
  const of = clouds[cloud];
  return {
    login: new URL(loginUrl ?? of.login).origin,
    graph: new URL(graphUrl ?? of.graph).origin,
    scope: `${of.graph}/.default`,
    portal: of.portal,
  };
}
