import { z } from "zod";
import type { TrackerConfig } from "@/lib/domain/notices/tracker-config";
import { parseAnswer } from "./parse-answer";
import type { Call, Tracker } from "./tracker-contract";

const issue = z.object({
  number: z.number(),
  html_url: z.url({ protocol: /^https?$/ }),
  state: z.string(),
  state_reason: z.string().nullish(),
  body: z.string().nullish(),
});
const marker = (ticketId: string): string => `<!-- muster:${ticketId} -->`;

/** In a fence nothing mentions anybody, and nothing becomes a link. */
const fenced = (lines: readonly string[]): string =>
  `~~~text\n${lines.join("\n").replaceAll("~~~", "~ ~ ~")}\n~~~`;

/** GitHub Issues of one repository. The marker in the body finds an issue again whose answer was lost. */
export function githubTracker(
  config: Extract<TrackerConfig, { kind: "github_issues" }>,
  call: Call,
): Tracker {
  const base = `/repos/${config.repository}`;
  const at = ({ number, html_url }: z.infer<typeof issue>) => ({
    externalId: String(number),
    key: `#${number}`,
    url: html_url,
  });
  return {
    async verify() {
      const found = await call("GET", base);
      return `Reads ${parseAnswer(z.object({ full_name: z.string() }), found).full_name}`;
    },
    async create({ id, title, lines, link }) {
      const body = `${fenced(lines)}\n\n${link}\n\n${marker(id)}`;
      const sent = { title: title.slice(0, 250), body };
      return at(parseAnswer(issue, await call("POST", `${base}/issues`, sent)));
    },
    async find(ticketId, since) {
      const query = new URLSearchParams({
        state: "all",
        since: since.toISOString(),
        per_page: "100",
      });
      const found = await call("GET", `${base}/issues?${query.toString()}`);
      const all = parseAnswer(z.array(issue), found);
      const mine = all.find((one) => one.body?.includes(marker(ticketId)));
      return mine ? at(mine) : null;
    },
    async read(number) {
      const found = parseAnswer(issue, await call("GET", `${base}/issues/${number}`));
      const words = found.state_reason ? `${found.state}, ${found.state_reason}` : found.state;
      return { isClosed: found.state === "closed", words: words.replaceAll("_", " ") };
    },
    async resolve(number, words) {
      await call("POST", `${base}/issues/${number}/comments`, { body: fenced([words]) });
      await call("PATCH", `${base}/issues/${number}`, {
        state: "closed",
        state_reason: "completed",
      });
    },
  };
}
