export interface Kept {
  id: string;
  text: string;
  isClosed: boolean;
  notes: string[];
}
/** What the stand-in tracker holds, and how its next answers go wrong. */
export const tracker = { kept: [] as Kept[], loseAnswer: false, refuse: 0 };

interface Shape {
  config: object;
  isCreate: (method: string, path: string) => boolean;
  answers: (method: string, path: string, sent: Record<string, unknown>) => object | number;
}
const status = (one: Kept) => ({
  name: one.isClosed ? "Done" : "To do",
  statusCategory: { key: one.isClosed ? "done" : "new" },
});
const byPath = (path: string) => tracker.kept.find((one) => path.includes(one.id));

/** The published shapes of the three, as their documentation gives them. */
export const shapes: Record<"jira" | "github_issues" | "servicenow", Shape> = {
  jira: {
    config: { kind: "jira", project: "SEC", user: "muster@example.com" },
    isCreate: (method, path) => method === "POST" && path === "/rest/api/3/issue",
    answers: (method, path, sent) => {
      const one = byPath(path);
      if (path.includes("/search/jql")) {
        const label = /"(.+)"/.exec(String(sent.jql))?.[1] ?? "?";
        const found = tracker.kept.filter((each) => each.text.includes(label));
        return { issues: found.map(({ id }) => ({ id: "1", key: id })), isLast: true };
      }
      if (path.startsWith("/rest/api/3/project/")) return { name: "Security" };
      if (!one) return { id: "1", key: tracker.kept.at(-1)?.id };
      if (path.endsWith("/comment")) return (one.notes.push(JSON.stringify(sent)), { id: "9" });
      if (path.endsWith("/transitions") && method === "POST") return ((one.isClosed = true), 204);
      if (path.endsWith("/transitions"))
        return {
          transitions: [{ id: "31", to: { name: "Done", statusCategory: { key: "done" } } }],
        };
      return { id: "1", key: one.id, fields: { status: status(one) } };
    },
  },
  github_issues: {
    config: { kind: "github_issues", repository: "acme/security" },
    isCreate: (method, path) => method === "POST" && path === "/repos/acme/security/issues",
    answers: (method, path, sent) => {
      const shown = (one: Kept) => ({
        number: Number(one.id),
        html_url: `https://github.example/acme/security/issues/${one.id}`,
        state: one.isClosed ? "closed" : "open",
        state_reason: one.isClosed ? "completed" : null,
        body: (JSON.parse(one.text) as { body: string }).body,
      });
      if (path === "/repos/acme/security") return { full_name: "acme/security" };
      if (path.includes("/issues?")) return tracker.kept.map(shown);
      const one = byPath(path);
      if (!one) return shown(tracker.kept.at(-1) as Kept);
      if (path.endsWith("/comments")) return (one.notes.push(JSON.stringify(sent)), { id: 9 });
      if (method === "PATCH") one.isClosed = sent.state === "closed";
      return shown(one);
    },
  },
  servicenow: {
    config: { kind: "servicenow", user: "muster" },
    isCreate: (method, path) => method === "POST" && path === "/api/now/table/incident",
    answers: (method, path, sent) => {
      const short = (one: Kept) => ({ sys_id: one.id, number: `INC${one.id}` });
      const asked = /correlation_id%3D([0-9a-f-]+)/.exec(path)?.[1];
      if (asked)
        return { result: tracker.kept.filter((one) => one.text.includes(asked)).map(short) };
      if (path.includes("sysparm_limit=1")) return { result: [] };
      const one = byPath(path);
      if (!one) return { result: short(tracker.kept.at(-1) as Kept) };
      if (method === "PATCH") one.notes.push(JSON.stringify(sent));
      const state = {
        value: one.isClosed ? "6" : "1",
        display_value: one.isClosed ? "Resolved" : "New",
      };
      return { result: { state, active: { value: "true", display_value: "true" } } };
    },
  },
};
