import type { NoticeMessage } from "./message";

const short = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** In Slack's mrkdwn these three begin mentions and links. */
const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The body of a Slack incoming webhook. What comes from elsewhere is plain text, so it mentions nobody. */
export function slackBody({ title, lines, link, action, items }: NoticeMessage): object {
  const said = items.length > 0 ? items.map((one) => `• ${one.title}`) : lines;
  return {
    text: escape(title),
    blocks: [
      { type: "header", text: { type: "plain_text", text: short(title, 150), emoji: false } },
      ...(said.length > 0
        ? [
            {
              type: "section",
              text: { type: "plain_text", text: short(said.join("\n"), 2_900), emoji: false },
            },
          ]
        : []),
      { type: "section", text: { type: "mrkdwn", text: `<${link}|${escape(action)}>` } },
    ],
  };
}

const run = (text: string): object => ({
  type: "RichTextBlock",
  inlines: [{ type: "TextRun", text }],
});

/** The body of a Teams webhook (Workflows or connector): one adaptive card. Text runs know no Markdown. */
export function teamsBody({ title, lines, link, action, items }: NoticeMessage): object {
  const said = items.length > 0 ? items.map((one) => `• ${one.title}`) : lines;
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: [
            {
              type: "RichTextBlock",
              inlines: [{ type: "TextRun", text: title, weight: "Bolder", size: "Medium" }],
            },
            ...said.slice(0, 40).map((line) => run(short(line, 1_000))),
          ],
          actions: [{ type: "Action.OpenUrl", title: action, url: link }],
        },
      },
    ],
  };
}

/** The body of a signed call: what happened, in words and as fields. */
export function webhookBody(message: NoticeMessage): string {
  const { noticeId, event, at, title, lines, link, subject, data } = message;
  return JSON.stringify({
    type: event,
    timestamp: at,
    data: { id: noticeId, title, lines, link, subject, facts: data },
  });
}
