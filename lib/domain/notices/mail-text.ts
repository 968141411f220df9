import type { NoticeMessage } from "./message";

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (one) => entities[one] ?? "");

/** One line without control characters: nothing in it can begin another header. */
export const headerText = (text: string): string =>
  text
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 200);

const because = "You get this because of your role or because the item is yours.";

/** A notice as the two parts of a mail. No images and nothing from anywhere else; its links only open pages. */
export function mailParts(
  message: NoticeMessage,
  settingsLink: string,
): { subject: string; text: string; html: string } {
  const { lines, link, action, items } = message;
  const title = headerText(message.title);
  const body = items.length > 0 ? items.map((one) => `- ${one.title}\n  ${one.link}`) : lines;
  const text = `${[title, ...body, `${action}: ${link}`].join("\n\n")}\n\n--\n${because} Choose what you get: ${settingsLink}\n`;
  const parts =
    items.length > 0
      ? `<ul style="padding-left:20px">${items
          .map(
            (one) =>
              `<li style="margin:6px 0"><a href="${escape(one.link)}">${escape(one.title)}</a></li>`,
          )
          .join("")}</ul>`
      : lines.map((line) => `<p style="margin:0 0 12px">${escape(line)}</p>`).join("");
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title></head>
<body style="margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:15px;line-height:22px">
<div style="max-width:560px">
<h1 style="font-size:18px;line-height:26px;margin:0 0 12px">${escape(title)}</h1>
${parts}
<p style="margin:20px 0"><a href="${escape(link)}" style="display:inline-block;padding:9px 16px;border-radius:6px;background:#4263eb;color:#ffffff;text-decoration:none">${escape(action)}</a></p>
<p style="margin:24px 0 0;font-size:13px;color:#6b7280">${because} <a href="${escape(settingsLink)}" style="color:#6b7280">Choose what you get</a>.</p>
</div></body></html>`;
  return { subject: title, text, html };
}
