import { z } from "zod";
import type { TrackerConfig } from "@/lib/domain/notices/tracker-config";
import { parseAnswer } from "./parse-answer";
import type { Call, Tracker } from "./tracker-contract";

const status = z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }) });
const issue = z.object({ fields: z.object({ status }) });
const made = z.object({ id: z.string(), key: z.string() });
const transitions = z.object({
  transitions: z.array(z.object({ id: z.string(), to: status })),
});

/** Atlassian Document Format: paragraphs of plain text. */
const document = (lines: readonly string[]): object => ({
  type: "doc",
  version: 1,
  content: lines.map((text) => ({ type: "paragraph", content: [{ type: "text", text }] })),
});
const label = (ticketId: string): string => `muster-${ticketId}`;

/** Jira Cloud, REST API 3. The label finds a ticket again whose answer was lost. */
export function jiraTracker(config: Extract<TrackerConfig, { kind: "jira" }>, call: Call): Tracker {
  const at = ({ key }: z.infer<typeof made>) => ({
    externalId: key,
    key,
    url: `${new URL(config.url).origin}/browse/${key}`,
  });
  const path = (key: string): string => `/rest/api/3/issue/${encodeURIComponent(key)}`;
  return {
    async verify() {
      const found = await call("GET", `/rest/api/3/project/${config.project}`);
      return `Reads the project ${parseAnswer(z.object({ name: z.string() }), found).name}`;
    },
    async create({ id, title, lines, link }) {
      const fields = {
        project: { key: config.project },
        issuetype: { name: config.issueType },
        summary: title.slice(0, 250),
        labels: ["muster", label(id)],
        description: document([...lines, link]),
      };
      return at(parseAnswer(made, await call("POST", "/rest/api/3/issue", { fields })));
    },
    async find(ticketId) {
      const jql = `labels = "${label(ticketId)}"`;
      const asked = { jql, fields: ["status"], maxResults: 1 };
      const found = await call("POST", "/rest/api/3/search/jql", asked);
      const [first] = parseAnswer(z.object({ issues: z.array(made) }), found).issues;
      return first ? at(first) : null;
    },
    async read(key) {
      const { fields } = parseAnswer(issue, await call("GET", `${path(key)}?fields=status`));
      return {
        isClosed: fields.status.statusCategory.key === "done",
        words: fields.status.name,
      };
    },
    async resolve(key, words) {
      await call("POST", `${path(key)}/comment`, { body: document([words]) });
      const open = parseAnswer(transitions, await call("GET", `${path(key)}/transitions`));
      const done = open.transitions.find((one) => one.to.statusCategory.key === "done");
      if (done) await call("POST", `${path(key)}/transitions`, { transition: { id: done.id } });
    },
  };
}
