import { z } from "zod";
import { serviceAddress } from "./web-address";

const token = z.string().trim().max(1_000).optional();
const user = z.string().trim().min(1, "Who does Muster sign in as").max(320);
const jira = z.strictObject({
  kind: z.literal("jira"),
  url: serviceAddress,
  project: z
    .string()
    .trim()
    .regex(/^[A-Z][A-Z0-9_]{1,19}$/, "Give the project's key, such as SEC"),
  issueType: z.string().trim().min(1).max(60).default("Task"),
  user,
  token,
});
const githubIssues = z.strictObject({
  kind: z.literal("github_issues"),
  url: serviceAddress.default("https://api.github.com"),
  repository: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, "Give owner/name"),
  token,
});
const serviceNow = z.strictObject({
  kind: z.literal("servicenow"),
  url: serviceAddress,
  table: z
    .string()
    .trim()
    .regex(/^[a-z0-9_]{1,80}$/, "Give a table's name")
    .default("incident"),
  user,
  token,
});

export const trackerConfigs = [jira, githubIssues, serviceNow] as const;
export const trackerKinds = ["jira", "github_issues", "servicenow"] as const;
export type TrackerKind = (typeof trackerKinds)[number];
export type TrackerConfig = z.infer<(typeof trackerConfigs)[number]>;

/** Systems that keep tickets, as opposed to channels that tell people. */
export const isTracker = (kind: string): kind is TrackerKind =>
  (trackerKinds as readonly string[]).includes(kind);
