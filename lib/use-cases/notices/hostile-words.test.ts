import { describe, expect, it } from "vitest";
import { scriptPayloads } from "@/e2e/support/payloads";
import { identityRecord } from "@/lib/domain/inventory/source-record";
import { isWebPage } from "@/lib/domain/inventory/web-page";
import { slackBody, teamsBody, webhookBody } from "@/lib/domain/notices/chat-text";
import { mailParts } from "@/lib/domain/notices/mail-text";
import type { NoticeMessage } from "@/lib/domain/notices/message";
import { webAddress } from "@/lib/domain/notices/web-address";
import { githubTracker } from "../tickets/github-tracker";
import { jiraTracker } from "../tickets/jira-tracker";

/** What a chat or a tracker would make of words besides: mentions, links, ends of a quotation. */
const markup = [
  "<!channel> <!everyone> <@U024BE7LH>",
  "<https://evil.example|Open the case>",
  "[Open the case](https://evil.example)",
  "![x](https://evil.example/x.png)",
  "@acme/everyone @octocat",
  "~~~\n# out of the fence\n~~~",
  "~~~~~~\nout",
  "```\nout\n```",
  "-->\n<script>alert(1)</script>",
  "a\r\nBcc: everybody@evil.example\r\n\r\nbody",
];
const words = [...scriptPayloads, ...markup];
const link = "https://muster.example/offboarding/1";

const messageOf = (text: string, items: NoticeMessage["items"] = []): NoticeMessage => ({
  deliveryId: "d",
  noticeId: "n",
  event: "test",
  title: text,
  lines: [text, `Reason: ${text}`],
  link,
  action: "Open the case",
  items,
  subject: { type: "identity", id: null },
  data: { name: text },
  at: "2026-11-22T00:00:00.000Z",
});
const asItem = (text: string) => messageOf("Today", [{ title: text, link }]);
const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];
const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
const read = (html: string): string =>
  html.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => entities[name] ?? "");

describe("words that others wrote", () => {
  it("are text in a mail: its tags and addresses are those of a harmless one, and no header is added", () => {
    const settings = "https://muster.example/settings/notices";
    for (const make of [messageOf, asItem]) {
      const harmless = mailParts(make("harmless"), settings);
      for (const text of words) {
        const mail = mailParts(make(text), settings);
        expect([text, tagsOf(mail.html)]).toEqual([text, tagsOf(harmless.html)]);
        expect(read(mail.html)).toContain(text);
        expect(mail.subject).not.toMatch(/\p{Cc}/u);
      }
    }
  });

  it("are text in Slack and Teams: they mention nobody and are no link", () => {
    for (const text of words) {
      for (const message of [messageOf(text), asItem(text)]) {
        const { text: fallback, blocks } = slackBody(message) as {
          text: string;
          blocks: { text: { type: string; text: string } }[];
        };
        expect(fallback).not.toMatch(/[<>]/);
        const marked = blocks.filter((block) => block.text.type === "mrkdwn");
        expect(marked.map((block) => block.text.text)).toEqual([`<${link}|Open the case>`]);
        const card = JSON.stringify(teamsBody(message));
        expect(card.match(/"type":"(TextBlock|Image|Media|Action\.\w+)"/g)).toEqual([
          '"type":"Action.OpenUrl"',
        ]);
        expect(card.match(/"url":"[^"]*"/g)).toEqual([`"url":"${link}"`]);
      }
      expect((JSON.parse(webhookBody(messageOf(text))) as { data: object }).data).toMatchObject({
        title: text,
      });
    }
  });

  it("are text in a ticket: nothing ends the fence, and Jira gets paragraphs", async () => {
    const sent: { body?: string; fields?: { description: object } }[] = [];
    const call = (_method: string, _path: string, body?: unknown): Promise<unknown> => {
      sent.push(body as (typeof sent)[number]);
      const html_url = "https://github.com/acme/ops/issues/1";
      return Promise.resolve({ number: 1, html_url, state: "open", id: "1", key: "SEC-1" });
    };
    const url = "https://tracker.example";
    const github = githubTracker({ kind: "github_issues", url, repository: "acme/ops" }, call);
    const user = "muster@example.com";
    const jira = jiraTracker({ kind: "jira", url, project: "SEC", issueType: "Task", user }, call);
    for (const text of words) {
      const ticket = { id: "t", title: text, lines: [text, text], link };
      await github.create(ticket);
      await jira.create(ticket);
      const [issue, task] = sent.splice(0);
      const lines = (issue?.body ?? "").split("\n");
      const fences = lines.flatMap((line, at) => (/^ {0,3}~{3,}/.test(line) ? [at] : []));
      const after = ["", link, "", "<!-- muster:t -->"];
      expect([text, fences]).toEqual([text, [0, lines.length - after.length - 1]]);
      expect(lines.slice(-after.length)).toEqual(after);
      const kinds = JSON.stringify(task?.fields?.description).match(/"type":"\w+"/g) ?? [];
      expect([...new Set(kinds)].toSorted()).toEqual(
        ['"type":"doc"', '"type":"paragraph"', '"type":"text"'].toSorted(),
      );
    }
  });
});

describe("an address that others gave", () => {
  const noPages = scriptPayloads.filter((text) => /^\w+:/.test(text));
  const more = ["javascript://muster.example/%0aalert(1)", "file:///etc/passwd", "blob:x", "x"];
  const all = [...noPages, ...more, "\tjavascript:alert(1)", "data:text/html,x"];

  it("becomes a link only where it is a web page, from a provider or a tracker", async () => {
    expect(all.length).toBeGreaterThan(8);
    const { url } = identityRecord.shape;
    for (const text of all) {
      expect([text, url.safeParse(text).success, isWebPage(text)]).toEqual([text, false, false]);
      const call = () => Promise.resolve({ number: 1, html_url: text, state: "open" });
      const config = {
        kind: "github_issues",
        url: "https://t.example",
        repository: "a/b",
      } as const;
      const ticket = { id: "t", title: "x", lines: [], link };
      await expect(githubTracker(config, call).create(ticket)).rejects.toThrow("could not be read");
    }
    const page = "https://github.com/acme/ops/issues/1";
    expect([url.safeParse(page).success, isWebPage(page)]).toEqual([true, true]);
  });

  it("is taken as a receiver's only as a web address without a user name or password", () => {
    for (const text of [
      ...all,
      "https://ada@a.example/",
      "https://ada:word@a.example/",
      "https://:word@a.example/",
    ]) {
      expect([text, webAddress.safeParse(text).success]).toEqual([text, false]);
    }
    expect(webAddress.safeParse("https://hooks.example/in?x=1").success).toBe(true);
  });
});
